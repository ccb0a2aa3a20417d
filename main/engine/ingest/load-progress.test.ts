/** Progress by a clock that the test turns. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../../preload/contract.js';
import { LoadProgress, watchPercentage } from './load-progress.js';

const phases = [
  { name: 'first', weight: 1 },
  { name: 'passed over', weight: 1 },
  { name: 'last', weight: 2 },
];

let seen: Progress[];
let progress: LoadProgress;
beforeEach(() => {
  vi.useFakeTimers();
  seen = [];
  progress = new LoadProgress(phases, (report) => seen.push(report));
});
afterEach(() => vi.useRealTimers());

describe('progress', () => {
  it('is reported when a phase begins and then a few times a second', () => {
    progress.enter('first', { unit: 'bytes', total: 1000, bytes: 1000 });
    for (let ms = 0; ms < 1000; ms++) {
      vi.advanceTimersByTime(1);
      progress.update(ms, 2 * ms);
    }
    expect(seen).toHaveLength(7);
    expect(seen[0]).toMatchObject({ phase: 'first', done: 0, total: 1000, unit: 'bytes' });
    expect(seen[6]).toMatchObject({ done: 899, rows: 1798 });
    expect(seen[6]?.bytesPerSecond).toBeCloseTo(998.9, 0);
  });

  it('tells the time left over all phases, by their weights', () => {
    progress.enter('first', { unit: 'rows', total: 10 });
    vi.advanceTimersByTime(5000);
    progress.update(5);
    expect(seen.at(-1)?.secondsLeft).toBeCloseTo(35);
    vi.advanceTimersByTime(5000);
    progress.enter('last', { unit: 'steps', total: null });
    expect(seen.at(-1)?.secondsLeft).toBeCloseTo(10);
    vi.advanceTimersByTime(5000);
    progress.update(1, undefined, 2);
    expect(seen.at(-1)).toMatchObject({ done: 1, total: 2 });
    expect(seen.at(-1)?.secondsLeft).toBeCloseTo(5);
  });

  it('says nothing of the time left in the first second, and never has more done than there is', () => {
    progress.enter('first', { unit: 'bytes', total: 10 });
    vi.advanceTimersByTime(900);
    progress.update(20);
    expect(seen.at(-1)).toMatchObject({ done: 20, total: 20, secondsLeft: null });
  });
});

describe('a statement of DuckDB', () => {
  it('is watched while it runs, and no longer', async () => {
    const connection = { percentage: -1 };
    const parts: number[] = [];
    const done = watchPercentage(
      connection,
      (part) => parts.push(part),
      async () => {
        await vi.advanceTimersByTimeAsync(200);
        connection.percentage = 50;
        await vi.advanceTimersByTimeAsync(150);
        return 'result';
      },
    );
    expect(await done).toBe('result');
    await vi.advanceTimersByTimeAsync(1000);
    expect(parts).toEqual([0.5]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
