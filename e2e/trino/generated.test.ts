/** Some 20 thousand generated rows: every report over a grid of its parameters, zones and filters, on DuckDB and on Trino. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { writeSample } from '../../main/engine/sample/write-sample.js';
import type { ReportFile } from '../../main/engine/query-files.js';
import { loadBothEngines, readReports, type AskedReport, type BothEngines } from './both-engines.js';

const trino = inject('trino');
const { reports } = await readReports();

/** UTC, a zone at a quarter of an hour, and one whose clocks change within the month. */
const zones = ['UTC', 'Asia/Kathmandu', 'Europe/Berlin'] as const;

const filters: readonly Omit<AskedReport, 'report'>[] = [
  { category: 'electronics' },
  { category: '' },
  { category: 'nowhere' },
  { brand: 'Velora ' },
  { brand: '' },
  { category: 'appliances', brand: 'velora' },
  { excludeFlagged: true },
  { from: '2019-10-05', to: '2019-10-19' },
  { from: '2019-10-27', to: '2019-10-28' },
  { from: '2019-12-01', to: '2020-01-01' },
  // more days than a sequence on Trino may have
  { from: '1970-01-01', to: '2020-01-01' },
];

/** Integers to try besides the default: what a file of this size makes interesting. */
const integers: Readonly<Record<string, readonly number[]>> = { 'window-hours': [1, 168], 'min-sessions': [1, 20] };

interface Combination {
  readonly own: Readonly<Record<string, string | number>>;
  /** Sum of the places of its values in their lists. */
  readonly places: number;
}

/**
 * Combinations of the report's own parameters: of one parameter all values, of two every third combination (each value
 * is asked), of three every third (each pair of values is asked, as in a Latin square).
 */
function combineParameters(report: ReportFile): readonly Combination['own'][] {
  const combined = report.parameters.reduce<readonly Combination[]>(
    (before, { name, type, choices, default: preset }) => {
      const values = type === 'choice' ? choices : [preset, ...(integers[name] ?? [])];
      return before.flatMap(({ own, places }) =>
        values.map((value, place) => ({ own: { ...own, [name]: value }, places: places + place })),
      );
    },
    [{ own: {}, places: 0 }],
  );
  const several = report.parameters.length > 1;
  return combined.filter(({ places }) => !several || places % 3 === 0).map(({ own }) => own);
}

/** The combinations with the zones in turn (each zone at least once), and each filter with one of them. */
function questionsOf(report: ReportFile): readonly AskedReport[] {
  const combinations = combineParameters(report);
  const turns = Math.max(combinations.length, zones.length);
  const questions = [
    ...Array.from({ length: turns }, (_, at) => ({
      own: combinations[at % combinations.length],
      tz: zones[at % zones.length],
    })),
    ...filters.map((filter, at) => ({
      ...filter,
      own: combinations[(at * 7) % combinations.length],
      tz: zones[(at + 1) % zones.length],
    })),
  ];
  return questions.map((question) => ({ ...question, report: report.id }));
}

describe.skipIf('missing' in trino)('generated rows', () => {
  let engines: BothEngines;
  beforeAll(async () => {
    if ('missing' in trino) throw new Error('not reached');
    const csvFile = join(trino.folder, 'generated.csv');
    await writeSample({ rows: 20_000, seed: 20191001, path: csvFile, kind: 'app' });
    engines = await loadBothEngines(trino, 'generated', csvFile, 50);
  });
  afterAll(() => engines.close());

  describe.each([...reports.keys()])('%s', (id) => {
    const report = reports.get(id);
    if (report === undefined) throw new Error('not reached');
    let rows = 0;

    test.each(questionsOf(report).map((question) => [JSON.stringify(question), question] as const))(
      '%s',
      async (_, question) => {
        const { differences, rowCount } = await engines.compare(question);
        expect(differences).toEqual([]);
        rows += rowCount;
      },
    );

    test('some questions have many rows', () => expect(rows).toBeGreaterThan(50));

    test('stays within the number of stages that Trino allows', async () => {
      expect(await engines.countStages(id)).toBeLessThanOrEqual(150);
    });
  });
});
