import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasetName } from '../../preload/contract.js';
import { proposeName } from './propose-name.js';

const columns = ['price', 'event_time'].map((field) => ({ name: field.toUpperCase(), field }));
const file = (name: string, time?: string) => ({ name, columns, preview: time === undefined ? [] : [['1.00', time]] });
const propose = (names: readonly string[], taken: readonly string[] = []) =>
  proposeName(
    names.map((name) => file(name)),
    taken,
  );

test('a dataset is named after its file', () => {
  expect(propose(['2019-Oct.csv'])).toBe('2019-Oct');
  expect(propose(['2019-Oct.csv.gz'])).toBe('2019-Oct');
  expect(propose(['web events.ndjson'])).toBe('web events');
  expect(propose(['web.v2.jsonl.gz'])).toBe('web.v2');
  expect(propose(['dump.JSON'])).toBe('dump');
  expect(propose(['loja.tsv'])).toBe('loja');
  expect(propose(['loja.txt.gz'])).toBe('loja');
  expect(propose(['événements (copie).parquet'])).toBe('événements copie');
});

test('several files give the first and the last by their events', () => {
  const october = file('2019-Oct.csv', '2019-10-01 00:00:00 UTC');
  const november = file('2019-Nov.csv', '2019-11-01T00:00:00Z');
  const december = file('2019-Dec.csv', '2019-12-01 00:00:00 UTC');
  expect(proposeName([november, december, october], [])).toBe('2019-Oct to 2019-Dec');
});

test('several files without events give the first and the last by name', () => {
  expect(propose(['b.csv', 'c.csv', 'a.csv'])).toBe('a to c');
});

test('a name that is taken gets a number', () => {
  expect(propose(['Oct.csv'], ['Oct', 'Oct 2'])).toBe('Oct 3');
});

test('whatever the files are called, the name is one that the engine takes, and free', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { minLength: 1 }), (names) => {
      const name = propose(names);
      const other = propose(names, [name]);
      expect(datasetName.safeParse(name).success).toBe(true);
      expect(datasetName.safeParse(other).success).toBe(true);
      expect(other).not.toBe(name);
    }),
  );
});
