import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { inspectPaths } from '../../state/loading.js';
import classes from './PathField.module.css';

/** A file or folder by its path: for what is too large to copy, and for folders. */
export function PathField() {
  const [path, setPath] = useState('');
  const trimmed = path.trim().replace(/^"(.*)"$/, '$1');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== '') void inspectPaths([trimmed]);
      }}
    >
      <TextInput
        className={classes.input}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        placeholder="Path of a file or folder on this machine"
        aria-label="Path of a file or folder on this machine"
        spellCheck={false}
        autoComplete="off"
        size="sm"
      />
      <Button type="submit" variant="default" size="sm" disabled={trimmed === ''}>
        Look into it
      </Button>
    </form>
  );
}
