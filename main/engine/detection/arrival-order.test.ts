import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalOrder } from './arrival-order.js';
import type { EventBatch } from './events.js';

/** Events in this order of arrival; users are numbered by it. */
function arrive(seconds: readonly number[], from = 0) {
  const { length } = seconds;
  const numbers = BigInt64Array.from(seconds, (_, at) => BigInt(from + at));
  return {
    length,
    time: Float64Array.from(seconds, (second) => second * 1000),
    type: new Uint8Array(length),
    product: numbers.slice(),
    user: numbers,
    session: numbers.slice(),
    price: new Float64Array(length),
    brand: new Int32Array(length),
    category: new Int32Array(length),
  };
}

const read = (batches: readonly (EventBatch | null)[]) =>
  batches.flatMap((batch) =>
    batch === null ? [] : [...batch.time].map((time, at) => [time / 1000, Number(batch.user[at]), batch.row[at]]),
  );

describe('events in the order of arrival', () => {
  it('are handed on by time once the watermark has passed them, equal times as they came', () => {
    const order = new ArrivalOrder(10_000);
    expect(read([order.push(arrive([100, 105, 103, 103]))])).toEqual([]);
    expect(read([order.push(arrive([114], 4))])).toEqual([
      [100, 0, 0],
      [103, 2, 1],
      [103, 3, 2],
    ]);
    expect(read([order.end()])).toEqual([
      [105, 1, 3],
      [114, 4, 4],
    ]);
    expect(order.late).toBe(0);
  });

  it('are late at or before the watermark, which stands 1 ms behind the bound', () => {
    const order = new ArrivalOrder(10_000);
    order.push(arrive([100]));
    expect(order.watermark).toBe(89_999);
    expect(read([order.push(arrive([90], 1)), order.end()])).toEqual([
      [90, 1, 0],
      [100, 0, 1],
    ]);
    order.push(arrive([89.999, 89], 2));
    expect(order.late).toBe(2);
  });

  it('do not depend on how they are cut into parts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 })), fc.array(fc.nat(20)), (seconds, cuts) => {
        const whole = new ArrivalOrder(10_000);
        const expected = read([whole.push(arrive(seconds)), whole.end()]);
        const order = new ArrivalOrder(10_000);
        const batches: (EventBatch | null)[] = [];
        let from = 0;
        for (const cut of [...cuts, seconds.length]) {
          const to = Math.min(seconds.length, from + cut);
          batches.push(order.push(arrive(seconds.slice(from, to), from)));
          from = to;
        }
        batches.push(order.end());
        expect(read(batches)).toEqual(expected);
        expect(order.late).toBe(whole.late);
        expect(expected.map(([, , row]) => row)).toEqual(expected.map((_, at) => at));
        expect(expected.map(([time]) => time)).toEqual(expected.map(([time]) => time as number).sort((a, b) => a - b));
        expect(expected.length + order.late).toBe(seconds.length);
      }),
    );
  });
});
