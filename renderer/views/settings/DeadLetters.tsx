import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { DeadLetter, Table } from '../../../preload/shapes.js';
import { resendLetters, useDeadLetters } from '../../state/webhooks.js';
import { DataTable } from '../../ui/DataTable.js';
import classes from './WebhookList.module.css';

function toTable(letters: readonly DeadLetter[]): Table {
  const text = (name: string, title: string, values: readonly string[], type: 'text' | 'time' = 'text') =>
    ({ name, title, type, unit: '', values }) as const;
  return {
    rowCount: letters.length,
    columns: [
      text(
        'at',
        'Given up',
        letters.map(({ at }) => at),
        'time',
      ),
      text(
        'url',
        'Address',
        letters.map(({ url }) => url),
      ),
      text(
        'reason',
        'Why',
        letters.map(({ reason }) => reason),
      ),
      {
        name: 'attempts',
        title: 'Attempts',
        type: 'integer',
        unit: '',
        values: Float64Array.from(letters, ({ attempts }) => attempts),
      },
      text(
        'alert',
        'Alert',
        letters.map(({ alert }) => alert.reason),
      ),
    ],
  };
}

/** Alerts that could not be handed over, however often it was tried. */
export function DeadLetters() {
  const letters = useDeadLetters();
  const table = useMemo(() => toTable(letters ?? []), [letters]);
  if (!letters || letters.length === 0) return null;
  return (
    <div className={classes.dead}>
      <DataTable
        table={table}
        label="Not handed over (UTC)"
        maxHeightPx={240}
        actions={
          <Button size="compact-sm" variant="default" onClick={() => void resendLetters(letters.map(({ id }) => id))}>
            Send them again
          </Button>
        }
      />
    </div>
  );
}
