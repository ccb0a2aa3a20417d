/** Times, words and prices of other people's tables are read on Trino as they are on DuckDB. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { CatalogTable, ColumnMapping, EventsMapping } from '../../preload/contract.js';
import { Database } from '../../main/engine/database.js';
import { relateEvents } from '../../main/engine/remote/mapping/events-text.js';
import { askTrino } from './ask-trino.js';
import { readReports } from './both-engines.js';
import { writeTable } from './write-table.js';

const trino = inject('trino');

const texts = [
  '2019-10-01 00:00:00 UTC',
  '2019-10-01T00:00:01Z',
  '2019-10-01 00:00:02',
  '2019-10-01T02:00:03+02:00',
  '2019-09-30 18:30:04.250-0530',
  '2019-10-01T00:00:05.125999Z',
  ' 2019-10-01 00:01 ',
  '2019-10-02',
  'soon',
  '',
];

const rows = `SELECT text AS at_text, epoch_ms(moment) // 1000 AS at_seconds, epoch_ms(moment) AS at_millis,
    strftime(moment, '%Y%m%d') AS "the day", CASE WHEN number % 2 = 0 THEN 'Order' ELSE ' view ' END AS kind,
    number AS item, 'u' || number AS who, CASE WHEN number = 3 THEN 1e30 ELSE number * 1.25e0 END AS cost
  FROM (SELECT text, row_number() OVER () AS number, TIMESTAMP '2019-10-01 10:00:00.123' + to_hours(row_number() OVER () * 7) AS moment
    FROM (SELECT unnest([${texts.map((text) => `'${text}'`).join(', ')}]) AS text))`;

const times: readonly ColumnMapping[] = [
  { column: 'at_text', form: 'text_utc' },
  { column: 'at_seconds', form: 'epoch_seconds' },
  { column: 'at_millis', form: 'epoch_millis' },
];

describe.skipIf('missing' in trino)('mapped events', () => {
  let database: Database;
  beforeAll(async () => {
    if ('missing' in trino) throw new Error('not reached');
    const { prelude } = await readReports();
    const tempDirectory = join(trino.folder, 'duckdb-mapped');
    database = await Database.open({ prelude, tempDirectory, memoryLimitBytes: 2 ** 28, threads: 1 });
    await database.attach(':memory:', 'mapped', 'read-write');
    await database.withConnection({ catalog: 'mapped' }, async (connection) => {
      await connection.run(`CREATE TABLE clicks AS ${rows}`);
      await writeTable(connection, 'SELECT * FROM clicks', trino.folder, 'mapped', 'clicks');
    });
  });
  afterAll(async () => {
    database.close();
    if (!('missing' in trino)) await rm(join(trino.folder, 'duckdb-mapped'), { recursive: true, force: true });
  });

  test.each(times)('with times in $column', async (time) => {
    if ('missing' in trino) throw new Error('not reached');
    const table: CatalogTable = {
      ...{ database: 'mapped', name: 'clicks', location: null, format: null },
      columns: Object.entries({
        ...{ at_text: 'varchar', at_seconds: 'bigint', at_millis: 'bigint', 'the day': 'varchar' },
        ...{ kind: 'varchar', item: 'bigint', who: 'varchar', cost: 'double' },
      }).map(([name, type]) => ({ name, type, isPartition: false })),
    };
    const mapping: EventsMapping = {
      table: 'clicks',
      columns: {
        event_time: time,
        event_type: { column: 'kind', form: 'as_is' },
        product_id: { column: 'item', form: 'as_is' },
        user_id: { column: 'who', form: 'as_is' },
        price: { column: 'cost', form: 'as_is' },
      },
      words: { order: 'purchase' },
      partition: { column: 'the day', form: 'compact_text' },
    };
    const relation = relateEvents(table, mapping);
    const whole = (
      text: string,
    ) => `SELECT e.event_no, date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', e.event_time) AS moment,
        e.event_type, e.product_id, CAST(e.price AS varchar) AS price, e.user_id, e.session_key
      FROM (${text}) e ORDER BY e.product_id`;
    for (const [sql, values] of [
      [whole(relation.all), []],
      [whole(relation.inDays ?? ''), ['2019-10-02', '2019-10-04'].map(relation.writeDay)],
    ] as const) {
      const here = await database.withConnection({ catalog: 'mapped' }, (connection) => connection.rows(sql, values));
      const there = await askTrino(trino.url, 'mapped', sql, values);
      expect(here.length).toBeGreaterThan(values.length > 0 ? 1 : 7);
      expect(there.rows.map((row) => row.map(String))).toEqual(here.map((row) => Object.values(row).map(String)));
    }
  });
});
