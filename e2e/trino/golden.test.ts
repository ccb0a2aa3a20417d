/** The golden fixtures on the real engines: Trino gives what DuckDB gives, with every model inlined over bare events. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readGoldenCases, type GoldenCase } from '../../main/engine/reports/reference/reference-fixtures.js';
import { loadBothEngines, type BothEngines } from './both-engines.js';

const trino = inject('trino');
const cases = readGoldenCases(join(import.meta.dirname, '../../queries/fixtures'));
const givens = [...new Set(cases.map(({ report, given }) => `${report}, ${given}`))];

function toCsv({ events }: GoldenCase): string {
  const quote = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`);
  const rows = events.map((event) =>
    [
      `${event.eventTime} UTC`,
      event.eventType,
      event.productId,
      event.categoryId,
      quote(event.categoryCode),
      quote(event.brand),
      event.price,
      event.userId,
      quote(event.userSession),
    ].join(','),
  );
  const head = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';
  return `${[head, ...rows].join('\n')}\n`;
}

describe.skipIf('missing' in trino).each(givens)('the fixture %s', (given) => {
  const own = cases.filter((golden) => `${golden.report}, ${golden.given}` === given);
  const [first] = own;
  let engines: BothEngines;
  beforeAll(async () => {
    if ('missing' in trino || first === undefined) throw new Error('not reached');
    const schema = `golden_${givens.indexOf(given)}`;
    const csvFile = join(trino.folder, `${schema}.csv`);
    await writeFile(csvFile, toCsv(first));
    engines = await loadBothEngines(trino, schema, csvFile, [...first.flaggedUsers]);
  });
  afterAll(() => engines.close());

  test.each(own)('$name', async ({ report, question }) => {
    const { differences } = await engines.compare({
      ...question,
      report,
      own: question.own === undefined ? undefined : { ...question.own },
    });
    expect(differences).toEqual([]);
  });
});
