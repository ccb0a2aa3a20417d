import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { EngineError, type CacheState } from '../../../preload/contract.js';
import { changeCache, useCache } from '../../state/lake.js';
import { formatBytes, formatCount } from '../../ui/format-number.js';
import classes from './Browse.module.css';

const gigabyte = 1e9;

/** What fetched files take up on this machine, and how much they may. */
export function CachePanel() {
  const cache = useCache().data;
  if (!cache) return null;
  return <Cache key={cache.capBytes} cache={cache} />;
}

function Cache({ cache }: { readonly cache: CacheState }) {
  const { bytes, capBytes, files } = cache;
  const [gigabytes, setGigabytes] = useState<number | string>(Math.round((capBytes / gigabyte) * 100) / 100);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = typeof gigabytes === 'number' ? Math.round(gigabytes * gigabyte) : capBytes;

  function change(changes: Parameters<typeof changeCache>[0]) {
    setProblem(null);
    changeCache(changes).catch((thrown: unknown) => setProblem(EngineError.from(thrown).message));
  }

  return (
    <form
      className={classes.cache}
      aria-label="Fetched files on this machine"
      onSubmit={(event) => {
        event.preventDefault();
        change({ capBytes: wanted });
      }}
    >
      <span className={classes.grow}>
        {files === 0
          ? 'No fetched files are kept on this machine.'
          : `${formatCount(files, 'fetched file')} (${formatBytes(bytes)}) kept on this machine: unchanged ones are not fetched again.`}
        {problem !== null && (
          <span className={classes.bad} role="alert">
            {' '}
            {problem}
          </span>
        )}
      </span>
      <label className={classes.day}>
        At most
        <NumberInput
          size="xs"
          w={110}
          min={0}
          decimalScale={2}
          suffix=" GB"
          value={gigabytes}
          onChange={setGigabytes}
          hideControls
        />
      </label>
      <Button type="submit" size="xs" variant="default" disabled={wanted === capBytes}>
        Save
      </Button>
      <Button size="xs" variant="default" disabled={bytes === 0} onClick={() => change({ clear: true })}>
        Clear
      </Button>
    </form>
  );
}
