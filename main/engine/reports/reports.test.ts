/** The SQL of the four reports against rows worked out by hand and against a second reading of the definitions. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arbitraryEvents,
  arbitraryFlaggedUsers,
  arbitraryQuestion,
  reportIds,
} from './reference/reference-arbitrary.js';
import { compareResults } from './reference/reference-compare.js';
import { openReferenceDatabase, type ReferenceDatabase, type Way } from './reference/reference-database.js';
import { readGoldenCases } from './reference/reference-fixtures.js';
import { referenceReport } from './reference/reference-reports.js';

const ways: readonly Way[] = ['from models', 'from events'];
const cases = readGoldenCases(join(import.meta.dirname, '../../../queries/fixtures'));

let database: ReferenceDatabase;
beforeAll(async () => {
  database = await openReferenceDatabase();
});
afterAll(() => database.close());

describe('golden fixtures', () => {
  const givens = new Map(cases.map((golden) => [`${golden.report}: ${golden.given}`, golden]));
  for (const [title, { report, given, events, flaggedUsers }] of givens)
    it(title, async () => {
      await database.withEvents(events, flaggedUsers, async (ask) => {
        for (const golden of cases.filter((one) => one.report === report && one.given === given))
          for (const way of ways) {
            const differences = compareResults(golden.expected, await ask(way, report, golden.question));
            expect.soft(differences, `${golden.name} (${way})`).toEqual([]);
          }
      });
    });
});

describe('random events', () => {
  const questions = fc.tuple(
    ...reportIds.map((report) => fc.array(arbitraryQuestion(report), { minLength: 2, maxLength: 2 })),
  );

  it('give what the definitions say, from models and from events', async () => {
    const property = fc.asyncProperty(
      arbitraryEvents,
      arbitraryFlaggedUsers,
      questions,
      async (events, flagged, asked) => {
        await database.withEvents(events, flagged, async (ask) => {
          for (const [at, report] of reportIds.entries())
            for (const question of asked[at] ?? []) {
              const expected = referenceReport(report, events, question, flagged);
              for (const way of ways) {
                const differences = compareResults(expected, await ask(way, report, question));
                expect({ report, way, question, differences }).toEqual({ report, way, question, differences: [] });
              }
            }
        });
      },
    );
    await fc.assert(property, { numRuns: 12, endOnFailure: true });
  }, 120_000);
});
