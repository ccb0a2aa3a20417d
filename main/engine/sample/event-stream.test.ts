import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { EventStream, type StreamOptions } from './event-stream.js';

function makeAll(options: StreamOptions, chunkBytes: number): Buffer {
  const stream = new EventStream(options);
  const parts: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(chunkBytes);
    const filled = stream.fill(chunk);
    if (filled === 0) return Buffer.concat(parts);
    parts.push(chunk.subarray(0, filled));
  }
}

const small: StreamOptions = { rows: 5000, seed: 7, kind: 'kaggle' };

test('the bytes are fixed by rows, seed and kind, on every platform and whatever the size of the chunks', () => {
  const bytes = makeAll(small, 1 << 20);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    'a5f257591490e95ac17dde8bf8696c5549fab77c6eabfecf04e6a1dc616e94fb',
  );
  expect(makeAll(small, 1000).equals(bytes)).toBe(true);
  expect(makeAll({ ...small, seed: 8 }, 1 << 20).equals(bytes)).toBe(false);
});

test.each([1, 2, 10, 333, 60_001])('makes exactly %i rows, sorted by time, within October', (rows) => {
  const lines = makeAll({ ...small, rows }, 1 << 20)
    .toString()
    .split('\n');
  expect(lines.pop()).toBe('');
  expect(lines).toHaveLength(rows);
  const times = lines.map((line) => line.slice(0, 23));
  expect(times).toEqual([...times].sort());
  for (const time of times) expect(time).toMatch(/^2019-10-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d UTC$/);
});
