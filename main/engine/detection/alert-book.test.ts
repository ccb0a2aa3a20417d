import { expect, test } from 'vitest';
import { rulePack, type WrittenPack } from '../../../preload/rules/pack.js';
import { AlertBook, type RawAlert } from './alert-book.js';
import { Keys } from './keys/keys.js';
import type { Signal } from './signal.js';

const written: WrittenPack = {
  name: 'test',
  version: 1,
  title: 'Test',
  recoverAfterSeconds: 60,
  resolveAfterSeconds: 240,
  rules: [
    { id: 'rate', kind: 'rate' },
    { id: 'crawl', kind: 'crawl', maxSeverity: 'medium' },
    { id: 'even', kind: 'regularity' },
  ],
};

/** A book with one user (slot 0) who has two sessions (slots 0 and 1); what it says, in order. */
function openBook() {
  const keys = new Keys();
  const { users, sessions } = keys.tables;
  const said: RawAlert[] = [];
  const pack = rulePack.parse(written);
  const book = new AlertBook(
    pack,
    pack.rules,
    keys,
    (rule, { value }) => `${pack.rules[rule]?.id} ${value}`,
    (alert) => said.push(structuredClone(alert)),
  );
  users.add(500, 0, 0);
  for (const session of [71, 72]) sessions.add(session, 0, 0);
  return { book, said, keys };
}

function sign(seconds: number, more: Partial<Signal> = {}): Signal {
  return {
    entity: 'session',
    slot: 0,
    userSlot: 0,
    severity: 'medium',
    time: seconds * 1000,
    row: seconds,
    firstTime: 0,
    firstRow: 0,
    events: seconds + 1,
    types: 0b1111,
    spent: 0,
    value: seconds,
    threshold: 8,
    ...more,
  };
}

test('an alert starts once, grows, recovers and is resolved, at times that do not depend on when one asks', () => {
  const { book, said } = openBook();
  book.take(0, sign(10));
  book.take(0, sign(20));
  book.take(0, sign(15, { row: 20, value: 3 }));
  expect(book.openCount).toBe(1);
  book.advance(1_000_000);
  expect(said.map(({ state }) => state)).toEqual(['firing', 'recovering', 'resolved']);
  expect(said.at(-1)).toMatchObject({
    serial: 0,
    firstTime: 0,
    detectedTime: 10_000,
    lastTime: 20_000,
    recoveringTime: 80_000,
    resolvedTime: 320_000,
    value: 20,
    events: 21,
    ranges: [[0, 20]],
    reason: 'rate 20',
    key: 71n,
    userKey: 500n,
  });
  expect(book.openCount).toBe(0);
});

test('a sign while it recovers takes it back to firing; one after it is resolved starts another', () => {
  const { book, said } = openBook();
  book.take(0, sign(10));
  book.take(0, sign(100, { firstRow: 90, firstTime: 90_000, events: 11 }));
  book.take(0, sign(1000, { firstRow: 990, firstTime: 990_000, events: 11 }));
  expect(said.map(({ serial, state }) => `${serial} ${state}`)).toEqual([
    '0 firing',
    '0 recovering',
    '0 firing',
    '0 recovering',
    '0 resolved',
    '1 firing',
  ]);
  expect(said[4]).toMatchObject({ events: 22, ranges: [[0, 10], [90, 100]] }); // prettier-ignore
});

test('severity only rises, and no higher than the rule may', () => {
  const { book, said } = openBook();
  book.take(0, sign(10, { severity: 'low' }));
  book.take(0, sign(11, { severity: 'high' }));
  book.take(0, sign(12, { severity: 'low' }));
  book.take(1, sign(13, { severity: 'high' }));
  expect(said.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['0 low', '0 high', '1 medium']);
});

test('where user and session both fit, whoever was first goes on, and the other is no second alert', () => {
  const { book, said } = openBook();
  book.take(0, sign(10));
  book.take(0, sign(11, { entity: 'user', severity: 'high' }));
  expect(said.map(({ entity, severity }) => `${entity} ${severity}`)).toEqual(['session medium', 'session high']);
  expect(said[1]).toMatchObject({ events: 11, lastTime: 10_000 });

  const other = openBook();
  other.book.take(0, sign(10, { entity: 'user' }));
  other.book.take(0, sign(11, { slot: 1 }));
  expect(other.said.map(({ entity }) => entity)).toEqual(['user']);
});

test('two families of one entity are two alerts', () => {
  const { book } = openBook();
  book.take(0, sign(10));
  book.take(1, sign(10));
  expect(book.openCount).toBe(2);
});

test('the lower the stronger, where the threshold is a lower bound', () => {
  const { book, said } = openBook();
  book.take(2, sign(10, { value: 0.15, threshold: 0.2 }));
  book.take(2, sign(11, { value: 0.1, threshold: 0.2 }));
  book.take(2, sign(12, { value: 0.12, threshold: 0.2 }));
  book.advance(1e9);
  expect(said.at(-1)).toMatchObject({ value: 0.1, reason: 'even 0.1' });
});

test('what stays undecided is forgotten; what is decided has been detected then', () => {
  const { book, said } = openBook();
  book.take(0, sign(10, { isPending: true }));
  book.advance(1e9);
  expect(said.map(({ state }) => state)).toEqual(['pending']);

  const other = openBook();
  other.book.take(0, sign(10, { isPending: true }));
  other.book.take(0, sign(14));
  expect(other.said.map(({ state, detectedTime }) => `${state} ${detectedTime}`)).toEqual([
    'pending 10000',
    'firing 14000',
  ]);
});

test('an entity that gives up its slot takes its alerts with it', () => {
  const { book, said, keys } = openBook();
  book.take(0, sign(10));
  keys.tables.sessions.evictBefore(50_000);
  expect(book.openCount).toBe(0);
  expect(said.at(-1)).toMatchObject({ state: 'resolved', resolvedTime: 10_000 });
});

test('windows of several event types are one alert, whose evidence is of one type', () => {
  const { book, said } = openBook();
  book.take(0, sign(0, { types: 0b0001, events: 6, spent: 0, firstRow: 0, row: 5 }));
  book.take(0, sign(1, { types: 0b1000, events: 9, spent: 80, firstRow: 1, row: 20, severity: 'high' }));
  book.take(0, sign(2, { types: 0b0001, events: 7, spent: 0, firstRow: 0, row: 8 }));
  book.advance(400_000);
  expect(said.at(-1)).toMatchObject({
    state: 'resolved',
    severity: 'high',
    types: 0b0001,
    events: 7,
    spent: 0,
    ranges: [[0, 8]],
  });
});
