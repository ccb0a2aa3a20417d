import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { EngineError } from '../../../preload/contract.js';
import { changeSettings } from '../../state/settings.js';
import classes from './MemoryLimit.module.css';

const gibibyte = 2 ** 30;

/** In GiB; empty leaves it to the engine. */
export function MemoryLimit({ bytes }: { readonly bytes: number | null }) {
  const [gib, setGib] = useState<number | string>(bytes === null ? '' : Math.round((bytes / gibibyte) * 10) / 10);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = typeof gib === 'number' ? Math.round(gib * gibibyte) : null;
  const isChanged = wanted !== bytes;

  async function save() {
    try {
      await changeSettings({ memoryLimitBytes: wanted });
      setProblem(null);
    } catch (error) {
      setProblem(EngineError.from(error).message);
    }
  }

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <NumberInput
        size="xs"
        w={140}
        min={0.5}
        max={1024}
        step={0.5}
        decimalScale={1}
        suffix=" GiB"
        placeholder="Automatic"
        aria-label="Memory limit in GiB; empty is automatic"
        value={gib}
        onChange={setGib}
        error={problem}
      />
      <Button type="submit" size="xs" variant="default" disabled={!isChanged}>
        Save
      </Button>
    </form>
  );
}
