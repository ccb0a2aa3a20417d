import { IconCheck, IconClock, IconPlayerPlay, IconPlayerStop, IconX } from '@tabler/icons-react';
import type { RemoteRecord } from '../../../preload/contract.js';
import classes from './History.module.css';

const glyphs = {
  queued: IconClock,
  running: IconPlayerPlay,
  succeeded: IconCheck,
  failed: IconX,
  cancelled: IconPlayerStop,
} as const;

export function stateWord({ state, reused }: Pick<RemoteRecord, 'state' | 'reused'>): string {
  return state === 'succeeded' && reused ? 'reused' : state;
}

export function StateWord({ record }: { readonly record: RemoteRecord }) {
  const Glyph = glyphs[record.state];
  return (
    <span className={classes.state} data-state={record.state}>
      <Glyph size={14} stroke={1.75} aria-hidden /> {stateWord(record)}
    </span>
  );
}
