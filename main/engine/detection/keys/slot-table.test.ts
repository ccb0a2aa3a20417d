import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlotTable } from './slot-table.js';

const halves = (key: bigint) => [Number(BigInt.asIntN(32, key)), Number(BigInt.asIntN(32, key >> 32n))] as const;

function touch(table: SlotTable, key: bigint, time: number): number {
  const [low, high] = halves(key);
  const known = table.find(low, high);
  if (known < 0) return table.add(low, high, time);
  table.touch(known, time);
  return known;
}

const someKey = fc.oneof(
  fc.bigInt({ min: 0n, max: 40n }),
  fc.bigInt({ min: -40n, max: -1n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

test('finds what a map finds, whatever comes and goes', () => {
  const step = fc.record({ key: someKey, pause: fc.integer({ min: 0, max: 30 }), sweep: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = new SlotTable(1 << 20);
      const seen = new Map<bigint, number>();
      const gone: bigint[] = [];
      table.onEvict((slot) => gone.push(table.keyOf(slot)));
      let now = 0;
      for (const { key, pause, sweep } of steps) {
        now += pause;
        if (sweep) {
          const before = now - 60;
          const idle = [...seen].filter(([, time]) => time < before).map(([old]) => old);
          gone.length = 0;
          table.evictBefore(before);
          expect([...gone].sort()).toEqual([...idle].sort());
          for (const old of idle) seen.delete(old);
        }
        table.note(touch(table, key, now));
        seen.set(key, now);
      }
      expect(table.size).toBe(seen.size);
      for (const [key, time] of seen) {
        const slot = table.find(...halves(key));
        expect(slot).toBeGreaterThanOrEqual(0);
        expect(table.keyOf(slot)).toBe(key);
        expect(table.lastTime(slot)).toBe(time);
      }
    }),
  );
});

test('grows beyond its first capacity and keeps what stands in its columns', () => {
  const table = new SlotTable(1 << 20);
  const column = table.column('f64', { width: 2, initial: -1 });
  for (let key = 0; key < 20_000; key++) {
    const slot = touch(table, BigInt(key), key);
    expect(column.values[slot * 2 + 1]).toBe(-1);
    column.values[slot * 2] = key;
  }
  for (let key = 0; key < 20_000; key += 997) {
    const slot = table.find(...halves(BigInt(key)));
    expect(column.values[slot * 2]).toBe(key);
  }
});

test('records keep their numbers while the table grows; a new key has the initial ones', () => {
  const table = new SlotTable(1 << 20);
  const mark = table.field(-1);
  const pair = table.field(2, 2);
  for (let key = 0; key < 9_000; key++) {
    const base = touch(table, BigInt(key), key) * table.stride;
    expect([...table.record.values.subarray(base + mark, base + pair + 2)]).toEqual([-1, 2, 2]);
    table.record.values[base + mark] = key;
    table.record.values[base + pair + 1] = -key;
  }
  const base = table.find(...halves(8_765n)) * table.stride;
  expect(table.record.values[base + mark]).toBe(8_765);
  expect(table.record.values[base + pair + 1]).toBe(-8_765);
  expect(() => table.field()).toThrow('laid out already');
});

test('a slot that is given to another key begins anew', () => {
  const table = new SlotTable(1 << 20);
  const count = table.column('u32');
  const mark = table.field(3);
  const first = touch(table, 1n, 0);
  count.values[first] = 7;
  table.record.values[first * table.stride + mark] = 7;
  table.evictBefore(10);
  const second = touch(table, 2n, 20);
  expect(second).toBe(first);
  expect(count.values[second]).toBe(0);
  expect(table.record.values[second * table.stride + mark]).toBe(3);
});

test('above the cap those seen longest ago go, and are counted', () => {
  const table = new SlotTable(16);
  for (let key = 0; key < 16; key++) touch(table, BigInt(key), 100 - key);
  expect(table.isFull).toBe(true);
  table.evictOldest();
  expect(table.evicted).toBe(2);
  expect([14n, 15n].map((key) => table.find(...halves(key)))).toEqual([-1, -1]);
  expect(table.find(...halves(13n))).toBeGreaterThanOrEqual(0);
});
