import { join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { nameFiles } from './name-files.js';

const name = (...paths: readonly (readonly string[])[]) => nameFiles(paths.map((parts) => join(sep, ...parts)));

it('calls files by their own names', () => {
  expect(name(['a', 'f.csv'], ['b', 'g.csv'])).toEqual(['f.csv', 'g.csv']);
});

it('adds as many folders as tell files of one name apart', () => {
  expect(name(['a', 'f.csv'], ['b', 'f.csv'], ['a', 'g.csv'])).toEqual(['a/f.csv', 'b/f.csv', 'g.csv']);
  expect(name(['a', 'x', 'f.csv'], ['b', 'x', 'f.csv'], ['b', 'y', 'f.csv'])).toEqual([
    'a/x/f.csv',
    'b/x/f.csv',
    'y/f.csv',
  ]);
  expect(name(['f.csv'], ['a', 'f.csv'])).toEqual(['/f.csv', 'a/f.csv']);
});
