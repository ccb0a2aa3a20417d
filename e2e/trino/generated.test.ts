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
];

/** Integers to try besides the default: what a file of this size makes interesting. */
const integers: Readonly<Record<string, readonly number[]>> = { 'window-hours': [1, 168], 'min-sessions': [1, 20] };

/** Each combination of the report's own parameters. */
function ownCombinations(report: ReportFile): readonly Readonly<Record<string, string | number>>[] {
  const choices = report.parameters.map(({ name, type, choices: given, default: preset }) =>
    (type === 'choice' ? given : [preset, ...(integers[name] ?? [])]).map((value) => ({ [name]: value })),
  );
  return choices.reduce<Readonly<Record<string, string | number>>[]>(
    (combined, next) => combined.flatMap((left) => next.map((right) => ({ ...left, ...right }))),
    [{}],
  );
}

/** All combinations of own parameters, the zones in turn; each zone with the defaults; each filter with some combination. */
function questionsOf(report: ReportFile): readonly AskedReport[] {
  const combinations = ownCombinations(report);
  const questions = [
    ...combinations.map((own, at) => ({ own, tz: zones[at % zones.length] })),
    ...zones.map((tz) => ({ tz })),
    ...filters.map((filter, at) => ({
      ...filter,
      own: combinations[(at * 7) % combinations.length],
      tz: zones[(at + 1) % zones.length],
    })),
  ];
  return questions.map((question) => ({ ...question, report: report.id }));
}

function describeQuestion(question: Omit<AskedReport, 'report'>): string {
  return JSON.stringify(question);
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

    test.each(questionsOf(report).map((question) => [describeQuestion(question), question] as const))(
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
