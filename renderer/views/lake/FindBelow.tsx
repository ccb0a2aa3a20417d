import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addDays } from '../../../charts/format-day.js';
import type { LakeObject } from '../../../preload/contract.js';
import { formatBytes, formatCount } from '../../ui/format-number.js';
import classes from './Browse.module.css';

/** Days from here to before there; null: from the first, to the last. */
export interface Wanted {
  readonly from: string | null;
  readonly to: string | null;
}

interface FindBelowProps {
  /** Whether names here hold days. */
  readonly hasDays: boolean;
  readonly found: { readonly wanted: Wanted; readonly objects: readonly LakeObject[] } | null;
  readonly isBusy: boolean;
  readonly onFind: (wanted: Wanted) => void;
  readonly onCancel: () => void;
  readonly onBack: () => void;
}

function describeDays({ from, to }: Wanted): string {
  if (from === null && to === null) return '';
  const last = to === null ? 'the last day' : addDays(to, -1);
  return ` of ${from ?? 'the first day'} to ${last}`;
}

/** All files below this folder in one list; where keys name days, those of some days. */
export function FindBelow({ hasDays, found, isBusy, onFind, onCancel, onBack }: FindBelowProps) {
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const isUpsideDown = first !== '' && last !== '' && first > last;
  if (found) {
    const bytes = found.objects.reduce((sum, object) => sum + object.bytes, 0);
    return (
      <div className={classes.find}>
        <span className={classes.sentence} role="status">
          {formatCount(found.objects.length, 'file')} that can be loaded{describeDays(found.wanted)} lie below ·{' '}
          {formatBytes(bytes)}
        </span>
        <Button size="xs" variant="default" onClick={onBack}>
          Back to the folder
        </Button>
      </div>
    );
  }
  const day = (label: string, value: string, onChange: (value: string) => void) => (
    <label className={classes.day}>
      {label}
      <TextInput
        type="date"
        size="xs"
        w={140}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
  return (
    <form
      className={classes.find}
      onSubmit={(event) => {
        event.preventDefault();
        if (isUpsideDown) return;
        onFind({ from: first === '' ? null : first, to: last === '' ? null : addDays(last, 1) });
      }}
    >
      {hasDays ? (
        <>
          {day('Days from', first, setFirst)}
          {day('to', last, setLast)}
          {isUpsideDown && <span className={classes.bad}>The last day is before the first.</span>}
        </>
      ) : (
        <span className={classes.dim}>Files and folders can be chosen, or all files below found at once.</span>
      )}
      <div className={classes.end}>
        {isBusy && (
          <Button size="xs" variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button size="xs" variant="default" type="submit" loading={isBusy} disabled={isUpsideDown}>
          {first !== '' || last !== '' ? 'Find the files of these days' : 'Find all files below'}
        </Button>
      </div>
    </form>
  );
}
