import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { copyText, useCopied } from '../../ui/copy-text.js';
import classes from './SqlText.module.css';

interface SqlTextProps {
  readonly label: string;
  readonly sql: string;
}

/** A text of SQL to read and to copy. */
export function SqlText({ label, sql }: SqlTextProps) {
  const [isCopied, showCopied] = useCopied();
  return (
    <section aria-label={label}>
      <header className={classes.head}>
        <h3 className={classes.title}>{label}</h3>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={isCopied ? <IconCheck size={12} /> : <IconCopy size={12} />}
          onClick={() => {
            copyText(sql);
            showCopied();
          }}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </header>
      <pre className={classes.sql} tabIndex={0}>
        {sql}
      </pre>
    </section>
  );
}
