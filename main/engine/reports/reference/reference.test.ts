/** The references answer the golden fixtures as they were worked out by hand. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportIds } from './reference-arbitrary.js';
import { compareResults } from './reference-compare.js';
import { readGoldenCases } from './reference-fixtures.js';
import { referenceReport } from './reference-reports.js';

const cases = readGoldenCases(join(import.meta.dirname, '../../../../queries/fixtures'));

describe('golden fixtures', () => {
  it('cover every report', () => {
    expect(new Set(cases.map((golden) => golden.report))).toEqual(new Set(reportIds));
  });

  for (const { report, name, events, question, flaggedUsers, expected } of cases)
    it(`${report}: ${name}`, () => {
      expect(compareResults(expected, referenceReport(report, events, question, flaggedUsers))).toEqual([]);
    });
});
