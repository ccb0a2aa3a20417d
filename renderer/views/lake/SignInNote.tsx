import { Anchor, Button, Loader } from '@mantine/core';
import { useSigningIn } from '../../state/connections.js';
import { shell } from '../../state/shell.js';
import { copyText, useCopied } from '../../ui/copy-text.js';
import classes from './Connections.module.css';

/** While a sign-in waits for the person: the address to open and the code to confirm, as the engine says them. */
export function SignInNote() {
  const { profile, says, cancel } = useSigningIn();
  const [isCopied, showCopied] = useCopied();
  if (profile === null) return null;
  const address = /https?:\/\/[^\s]*[^\s.,;)]/.exec(says ?? '')?.[0];
  return (
    <div className={classes.note} role="status">
      <Loader size={16} />
      <span className={classes.says}>
        {says ?? `Asking for a sign-in of ${profile}`}
        {address && shell.host === 'browser' && (
          <>
            {' '}
            <Anchor href={address} target="_blank" rel="noreferrer" size="sm">
              Open it
            </Anchor>
          </>
        )}
      </span>
      {address && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            copyText(address);
            showCopied();
          }}
        >
          {isCopied ? 'Copied' : 'Copy the address'}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
