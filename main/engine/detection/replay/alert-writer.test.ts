/** What people read of alerts in numbers. */
import { describe, expect, it } from 'vitest';
import { rulePack } from '../../../../preload/rules/pack.js';
import type { RawAlert } from '../alert-book.js';
import { AlertWriter } from './alert-writer.js';

const pack = rulePack.parse({ name: 'p', version: 1, title: 'P', rules: [{ id: 'crawl', kind: 'crawl' }] });
const open = () => new AlertWriter(pack, async () => new Map());
const dayMs = 86_400_000;

function raw(given: Partial<RawAlert> = {}): RawAlert {
  return {
    serial: 0,
    rule: 0,
    entity: 'user',
    key: 7n,
    userKey: 7n,
    severity: 'medium',
    state: 'firing',
    firstTime: 0,
    detectedTime: 1000,
    lastTime: 1000,
    recoveringTime: null,
    resolvedTime: null,
    events: 3,
    value: 360.20000000000107,
    threshold: 0.30000000000000004,
    reason: 'why',
    spent: 0.1 + 0.2,
    ranges: [[0, 2]],
    types: 1,
    ...given,
  } as RawAlert;
}

describe('alerts are written', () => {
  it('with values of six digits', async () => {
    const [alert] = await open().write([raw()]);
    expect(alert).toMatchObject({ value: 360.2, threshold: 0.3, purchaseValue: 0.3 });
  });

  it('with one id for each, also where two rest on the same first event', async () => {
    const writer = open();
    const [first] = await writer.write([raw()]);
    const [over] = await writer.write([raw({ state: 'resolved', resolvedTime: 2000 })]);
    const [second, again] = await writer.write([raw({ serial: 1, detectedTime: 3000 }), raw()]);
    expect(over?.id).toBe(first?.id);
    expect(again?.id).toBe(first?.id);
    expect(second?.id).not.toBe(first?.id);
  });

  it('and forgotten a month after they are over, unless they are open', async () => {
    const writer = open();
    const [still] = await writer.write([raw({ serial: 1_000_000, key: -1n })]);
    for (let day = 0; day < 400; day++) {
      const time = day * dayMs;
      const times = { firstTime: time, detectedTime: time, lastTime: time };
      const given = { ...times, serial: day, key: BigInt(day) };
      await writer.write([raw(given), raw({ ...given, state: 'resolved', resolvedTime: time + 1000 })]);
    }
    expect(writer.remembered).toBeLessThan(40);
    const [later] = await writer.write([raw({ serial: 1_000_000, key: -1n, lastTime: 400 * dayMs })]);
    expect(later?.id).toBe(still?.id);
  });
});
