import { PasswordInput, TextInput } from '@mantine/core';
import { shell } from '../../state/shell.js';
import type { FieldsProps } from './ConnectionForm.js';
import classes from './Connections.module.css';

/** A cluster of one's own. */
export function TrinoFields({ draft, isNew, hasSecret, problemOf, onChange }: FieldsProps) {
  const text = (field: 'name' | 'server' | 'catalog' | 'database' | 'user') => ({
    size: 'xs' as const,
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [field]: event.currentTarget.value }),
    error: problemOf(field),
    spellCheck: false,
  });
  return (
    <>
      <fieldset className={classes.set}>
        <legend className={classes.legend}>Where</legend>
        <div className={classes.fields}>
          <TextInput {...text('name')} label="Name" placeholder="our-trino" disabled={!isNew} autoFocus={isNew} />
          <TextInput {...text('server')} label="Server" placeholder="https://trino.example.org:8443" />
          <TextInput {...text('catalog')} label="Catalog" />
          <TextInput {...text('database')} label="Schema" />
        </div>
      </fieldset>
      <fieldset className={classes.set}>
        <legend className={classes.legend}>Credentials</legend>
        <div className={classes.fields}>
          <TextInput {...text('user')} label="User" autoComplete="off" />
          <PasswordInput
            size="xs"
            label="Password"
            placeholder={hasSecret ? 'As it is' : 'None'}
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => onChange({ password: event.currentTarget.value })}
            error={problemOf('password')}
          />
          <p className={classes.hint}>
            {shell.host === 'electron'
              ? 'The password is kept in the safe storage of this system; where it has none, known until the app ends.'
              : 'The password is not written down anywhere: known until the app ends.'}{' '}
            Trino takes one over https alone.
          </p>
        </div>
      </fieldset>
    </>
  );
}
