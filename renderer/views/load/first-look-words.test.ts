import { expect, it } from 'vitest';
import { makeResult } from '../../../charts/example-results.js';
import { describeEarly, describePreview } from './first-look-words.js';

const preview = { answers: [], rows: 123_758, share: 0.00294, isOfBeginnings: false };

it('says how much of the files a preview is of', () => {
  expect(describePreview(preview, 1)).toBe('Preview from a sample of 123,758 rows, about 0.3% of the file.');
  expect(describePreview({ ...preview, share: 0.0002 }, 31)).toBe(
    'Preview from a sample of 123,758 rows, under 0.1% of the files.',
  );
  expect(describePreview({ ...preview, share: 1, rows: 72 }, 1)).toBe(
    'Preview from all of the file: 72 rows can be loaded.',
  );
  expect(describePreview({ ...preview, share: 0.02, isOfBeginnings: true }, 1)).toBe(
    'Preview from the beginning of the file, 123,758 rows, about 2.0%: later days may be missing.',
  );
});

it('says that the scan has counted all', () => {
  expect(describeEarly({ answers: [], rows: 42_448_764 }, 1)).toBe(
    'Exact: all 42,448,764 rows of the file, counted by the scan.',
  );
  expect(describeEarly({ answers: [], rows: 1 }, 2)).toBe('Exact: all 1 row of the files, counted by the scan.');
  const answers = [{ ...makeResult('shop-days', {}, [], []), datasetRejected: 3 }];
  expect(describeEarly({ answers, rows: 10 }, 1)).toBe(
    'Exact: all 10 rows of the file that can be loaded, counted by the scan.',
  );
});
