import { beforeAll, describe, expect, test } from 'vitest';
import { sessionKey } from '../rows.js';
import { openTinyPlace } from '../tiny-background.js';
import { makeCases, type Cases, type Place } from './make-cases.js';
import { rates, strengths } from './pace.js';

let place: Place;
const bySeed = new Map<string, Cases>();
beforeAll(() => {
  place = openTinyPlace(5, 0.7);
  for (const strength of strengths) bySeed.set(strength, makeCases(place, strength, [1, 2]));
});

function casesOf(strength: string): Cases {
  return bySeed.get(strength) as Cases;
}

/** Rows of one case. */
function rowsOf({ rows }: Cases, number: number) {
  const found = [];
  for (let at = 0; at < rows.length; at++) {
    if (rows.label[at] !== number) continue;
    const [second, type, product, user] = [rows.second, rows.type, rows.product, rows.user].map((c) => c[at] as number);
    const session = sessionKey(rows.sessionLow[at] as number, rows.sessionHigh[at] as number);
    found.push({ second, type, product, user, session } as Record<'second' | 'type' | 'product' | 'user', number> & {
      session: bigint;
    });
  }
  return found;
}

describe.each(strengths)('%s', (strength) => {
  test('rows are in order of time, within the background, and all of a case', () => {
    const { rows, labels } = casesOf(strength);
    expect(labels.length).toBeGreaterThan(20);
    for (let at = 0; at < rows.length; at++) {
      if (at > 0) expect(rows.second[at] as number).toBeGreaterThanOrEqual(rows.second[at - 1] as number);
      if ((rows.second[at] as number) < place.background.from || (rows.second[at] as number) >= place.background.to)
        expect.fail(`row ${at} lies outside`);
      expect(labels[rows.label[at] as number]).toBeDefined();
    }
  });

  test('labels say what the rows are', () => {
    const cases = casesOf(strength);
    cases.labels.forEach((label, number) => {
      const rows = rowsOf(cases, number);
      expect(label.events).toBe(rows.length);
      expect(label.start).toBe(Math.min(...rows.map(({ second }) => second)));
      expect(label.end).toBe(Math.max(...rows.map(({ second }) => second)));
      const users = new Set(rows.map(({ user }) => user));
      for (const user of users) expect(label.users).toContain(user);
      expect(new Set(label.sessions)).toEqual(new Set(rows.map(({ session }) => session)));
      expect(new Set(label.products)).toEqual(new Set(rows.map(({ product }) => product)));
    });
  });

  test('nobody of the background and of no two cases is an attacker', () => {
    const seen = new Set<number>();
    for (const { users } of casesOf(strength).labels) {
      for (const user of users) {
        expect(place.users.has(user) || seen.has(user)).toBe(false);
        seen.add(user);
      }
    }
  });

  test('single attackers keep to the rate of the strength', () => {
    const [from, to] = rates[strength];
    const { labels } = casesOf(strength);
    const plain = labels.filter(({ family }) => ['hammering', 'crawl', 'id-order', 'interleaving'].includes(family));
    expect(plain).toHaveLength(8);
    for (const { events, start, end } of plain) {
      const rate = events / Math.max(1, end - start);
      expect(rate).toBeGreaterThan(from * 0.7);
      expect(rate).toBeLessThan(to * 1.4);
      expect(events).toBeGreaterThanOrEqual(55);
    }
  });
});

test('the same seeds give the same rows and labels, other seeds give others', () => {
  const again = makeCases(place, 'stealth', [1, 2]);
  const { rows, labels } = casesOf('stealth');
  expect(again.labels).toEqual(labels);
  expect([...again.rows.second.subarray(0, rows.length)]).toEqual([...rows.second.subarray(0, rows.length)]);
  expect([...again.rows.product.subarray(0, rows.length)]).toEqual([...rows.product.subarray(0, rows.length)]);
  const others = makeCases(place, 'stealth', [3, 4]);
  expect(others.labels.map(({ start }) => start)).not.toEqual(labels.map(({ start }) => start));
});

test('families are what they are called', () => {
  const cases = casesOf('medium');
  const of = (family: string) => {
    const number = cases.labels.findIndex((label) => label.family === family);
    return rowsOf(cases, number);
  };
  const crawled = of('crawl').map(({ product }) => product);
  expect(new Set(crawled).size).toBe(crawled.length);
  const walked = of('id-order').map(({ product }) => product);
  expect(walked).toEqual([...walked].sort((a, b) => a - b));
  expect(new Set(of('product-flood-many').map(({ product }) => product)).size).toBe(1);
  expect(new Set(of('product-flood-many').map(({ user }) => user)).size).toBeGreaterThan(20);
  expect(of('hoarding-blind').every(({ type }) => type === 1)).toBe(true);
  expect(of('hoarding-seen').some(({ type }) => type === 3)).toBe(false);
  expect(of('card-testing').every(({ type }) => type === 3)).toBe(true);
  expect(new Set(of('interleaving').map(({ session }) => session)).size).toBeGreaterThan(2);
  expect(new Set(of('never-sleeps').map(({ second }) => Math.floor((second % 86_400) / 3600))).size).toBe(24);
});

test('stealth keeps ±30 %, a poller has a beat', () => {
  const cases = casesOf('stealth');
  const number = cases.labels.findIndex(({ family }) => family === 'hammering');
  const times = rowsOf(cases, number).map(({ second }) => second);
  const gaps = times.slice(1).map((time, at) => time - (times[at] as number));
  const mean = gaps.reduce((a, b) => a + b) / gaps.length;
  for (const gap of gaps) {
    expect(gap).toBeGreaterThanOrEqual(Math.floor(mean * 0.66) - 1);
    expect(gap).toBeLessThanOrEqual(Math.ceil(mean * 1.34) + 1);
  }
});
