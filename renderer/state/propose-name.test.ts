import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasetName } from '../../preload/contract.js';
import { proposeName } from './propose-name.js';

test('a dataset is named after its file', () => {
  expect(proposeName(['2019-Oct.csv'], [])).toBe('2019-Oct');
  expect(proposeName(['2019-Oct.csv.gz'], [])).toBe('2019-Oct');
  expect(proposeName(['événements (copie).parquet'], [])).toBe('événements copie');
});

test('several files give the first and the last', () => {
  expect(proposeName(['2019-Oct.csv', '2019-Nov.csv'], [])).toBe('2019-Nov to 2019-Oct');
});

test('a name that is taken gets a number', () => {
  expect(proposeName(['Oct.csv'], ['Oct', 'Oct 2'])).toBe('Oct 3');
});

test('whatever the files are called, the name is one that the engine takes, and free', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { minLength: 1 }), (names) => {
      const name = proposeName(names, []);
      const other = proposeName(names, [name]);
      expect(datasetName.safeParse(name).success).toBe(true);
      expect(datasetName.safeParse(other).success).toBe(true);
      expect(other).not.toBe(name);
    }),
  );
});
