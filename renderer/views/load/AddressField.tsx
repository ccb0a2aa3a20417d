import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useConnections } from '../../state/connections.js';
import { fetchFiles } from '../../state/lake.js';
import classes from './PathField.module.css';

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/\s]+\/\S+$/i.test(text);
}

/** A file by its address on the web or in S3: it is fetched, and then looked into. */
export function AddressField() {
  const connections = (useConnections().data ?? []).filter(({ kind }) => kind === 'athena');
  const [address, setAddress] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  // What is still being written is not called wrong.
  const [hasLeft, setHasLeft] = useState(false);
  const source = address.trim();
  const isS3 = /^s3:\/\//i.test(source);
  const connection = connections.find(({ name }) => name === chosen) ?? connections[0];
  const isKey = /^s3:\/\/[^/\s]+\/[^/\s]/.test(source);
  const isReady = isS3 ? isKey && connection !== undefined : isWebAddress(source);
  const problem =
    isS3 && connection === undefined
      ? 'An address in S3 needs a connection: add one on the Lake screen.'
      : hasLeft && source !== '' && !isReady
        ? 'An address begins with https://, http:// or s3://bucket/ and names a file.'
        : null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void fetchFiles({ sources: [source], ...(isS3 && connection && { connection: connection.name }) });
      }}
    >
      <TextInput
        className={classes.input}
        value={address}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
          setHasLeft(false);
        }}
        onBlur={() => setHasLeft(true)}
        placeholder="Address of a file: https://… or s3://bucket/file.csv.gz"
        aria-label="Address of a file, https:// or s3://"
        error={problem}
        spellCheck={false}
        autoComplete="off"
        size="sm"
      />
      {isS3 && connections.length > 1 && (
        <Select
          size="sm"
          w={180}
          aria-label="Connection of the address"
          data={connections.map(({ name }) => name)}
          value={connection?.name ?? null}
          allowDeselect={false}
          onChange={setChosen}
        />
      )}
      <Button type="submit" variant="default" size="sm" disabled={!isReady}>
        Fetch it
      </Button>
    </form>
  );
}
