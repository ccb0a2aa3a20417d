import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalOrder } from './arrival-order.js';
import type { EventBatch } from '../events.js';

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

const placeOf = (at: number) => ({ file: 'events', line: at + 1 });

const read = (batches: readonly (EventBatch | null)[]) =>
  batches.flatMap((batch) =>
    batch === null ? [] : [...batch.time].map((time, at) => [time / 1000, Number(batch.user[at]), batch.row[at]]),
  );

describe('events in the order of arrival', () => {
  it('are handed on by time once the watermark has passed them, equal times as they came', () => {
    const order = new ArrivalOrder(10_000);
    expect(read([order.push(arrive([100, 105, 103, 103]), placeOf)])).toEqual([]);
    expect(read([order.push(arrive([114], 4), placeOf)])).toEqual([
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
    order.push(arrive([100]), placeOf);
    expect(order.watermark).toBe(89_999);
    expect(read([order.push(arrive([90], 1), placeOf), order.end()])).toEqual([
      [90, 1, 0],
      [100, 0, 1],
    ]);
    order.push(arrive([89.999, 89], 2), placeOf);
    expect(order.late).toBe(2);
  });

  it('do not depend on how they are cut into parts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 })), fc.array(fc.nat(20)), (seconds, cuts) => {
        const whole = new ArrivalOrder(10_000);
        const expected = read([whole.push(arrive(seconds), placeOf), whole.end()]);
        const order = new ArrivalOrder(10_000);
        const batches: (EventBatch | null)[] = [];
        let from = 0;
        for (const cut of [...cuts, seconds.length]) {
          const to = Math.min(seconds.length, from + cut);
          batches.push(order.push(arrive(seconds.slice(from, to), from), placeOf));
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

  const hour = 3600;
  const times = (batches: readonly (EventBatch | null)[]) => read(batches).map(([time]) => time);
  const ordinary = Array.from({ length: 100 }, (_, at) => at);

  /** All that is handed on, one event after another. */
  function play(seconds: readonly number[]) {
    const order = new ArrivalOrder(10_000);
    const batches = seconds.map((second, at) => order.push(arrive([second], at), () => placeOf(at)));
    batches.push(order.end());
    return { times: times(batches), late: order.late, lines: order.takeRefuted().map(({ place }) => place.line) };
  }

  it('that are far ahead alone are refused, wherever they come, and nothing else is lost', () => {
    for (const at of [0, 1, 50]) {
      const future = [...ordinary.slice(0, at), 1_000_000, ...ordinary.slice(at)];
      expect(play(future)).toEqual({ times: ordinary, late: 0, lines: [at + 1] });
    }
    const often = ordinary.flatMap((second) => [second, 1_000_000]).slice(0, -1);
    const { times: found, late, lines } = play(often);
    expect([found, late, lines.length]).toEqual([ordinary, 0, 99]);
  });

  it('after a hole are all there, also with some of before it and with few that follow', () => {
    for (const few of [1, 20, 21, 100]) {
      const after = ordinary.slice(0, few).map((second) => 7 * hour + 99 + second);
      expect(play([...ordinary, ...after])).toEqual({ times: [...ordinary, ...after], late: 0, lines: [] });
    }
    const after = ordinary.map((second) => 7 * hour + 99 + second);
    const mixed = [...ordinary.slice(0, -2), ...after.slice(0, 5), ...ordinary.slice(-2), ...after.slice(5)];
    expect(play(mixed)).toEqual({ times: [...ordinary, ...after], late: 0, lines: [] });
    const withFuture = [...ordinary, 1_000_000, ...after];
    expect(play(withFuture)).toEqual({ times: [...ordinary, ...after], late: 0, lines: [101] });
  });

  it('that are sorted are handed on as they are, whatever holes they have', () => {
    const gap = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 * hour }));
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 200 }), (gaps) => {
        let time = 0;
        const sorted = gaps.map((seconds) => (time += seconds));
        expect(play(sorted)).toEqual({ times: sorted, late: 0, lines: [] });
      }),
    );
  });

  it('far ahead or not do not depend on how they are cut into parts', () => {
    const second = fc.oneof(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 3 }).map((n) => n * 8 * hour),
    );
    fc.assert(
      fc.property(fc.array(second, { maxLength: 150 }), (seconds) => {
        const order = new ArrivalOrder(10_000);
        const batches = [order.push(arrive(seconds), placeOf), order.end()];
        const lines = order.takeRefuted().map(({ place }) => place.line);
        expect({ times: times(batches), late: order.late, lines }).toEqual(play(seconds));
        expect(batches.reduce((sum, batch) => sum + (batch?.length ?? 0), 0) + order.late + lines.length).toBe(
          seconds.length,
        );
      }),
    );
  });
});
