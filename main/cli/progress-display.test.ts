import { describe, expect, it } from 'vitest';
import type { Progress } from '../../preload/contract.js';
import { createProgressDisplay } from './progress-display.js';
import type { TextStream } from './surroundings.js';

function makeStream(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as TextStream;
  return { stream, written };
}

const half: Progress = {
  phase: 'Reading',
  done: 50,
  total: 100,
  unit: 'bytes',
  rows: 18_200_000,
  bytesPerSecond: 120e6,
  secondsLeft: 72,
};

describe('progress on a terminal', () => {
  it('is a bar, redrawn at most ten times a second, and taken away', () => {
    const { stream, written } = makeStream(true);
    let now = 0;
    const display = createProgressDisplay(stream, { quiet: false, dumb: false, nowMs: () => now });
    display.show(half); // too early
    now = 100;
    display.show(half);
    now = 150;
    display.show(half);
    expect(written).toEqual(['\r\x1b[2KReading  ████████████░░░░░░░░░░░░  50%  18.2M rows  120 MB/s  1 min 12 s left']);
    display.clear();
    display.clear();
    expect(written.slice(1)).toEqual(['\r\x1b[2K']);
  });

  it('keeps to the width of the terminal', () => {
    const { stream, written } = makeStream(true, 20);
    let now = 0;
    const display = createProgressDisplay(stream, { quiet: false, dumb: false, nowMs: () => now });
    now = 1000;
    display.show(half);
    expect(written[0]?.replace('\r\x1b[2K', '')).toHaveLength(19);
  });
});

describe('progress elsewhere', () => {
  it('is a line for each phase and every ten seconds', () => {
    const { stream, written } = makeStream(false);
    let now = 0;
    const display = createProgressDisplay(stream, { quiet: false, dumb: false, nowMs: () => now });
    for (now = 0; now <= 20_000; now += 1000) display.show(half);
    display.show({ phase: 'Sorting', done: 3, total: null, unit: 'steps' });
    expect(written).toEqual([
      'Reading\n',
      'Reading, 50%, 18.2M rows, 120 MB/s, 1 min 12 s left\n',
      'Reading, 50%, 18.2M rows, 120 MB/s, 1 min 12 s left\n',
      'Sorting\n',
    ]);
  });

  it('is nothing when quiet', () => {
    const { stream, written } = makeStream(true);
    createProgressDisplay(stream, { quiet: true, dumb: false }).show(half);
    expect(written).toEqual([]);
  });
});
