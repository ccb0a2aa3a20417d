/** Tables of others as events: on DuckDB, with the same texts that Trino reads. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogTable, EventsMapping } from '../../../../preload/contract.js';
import { Database } from '../../database.js';
import { readQueryFiles } from '../../query-files.js';
import { relateEvents } from './events-text.js';
import { flaggedUsersText } from './flagged-users-text.js';
import { proposeMapping } from './propose-mapping.js';

let database: Database;
beforeAll(async () => {
  const { prelude } = await readQueryFiles(join(import.meta.dirname, '../../../../queries'));
  database = await Database.open({
    prelude,
    tempDirectory: join(tmpdir(), 'vitrine-mapping'),
    memoryLimitBytes: 2 ** 27,
    threads: 1,
  });
});
afterAll(() => database.close());

function describeTable(columns: Readonly<Record<string, string>>, partitions: readonly string[] = []): CatalogTable {
  return {
    database: 'temp',
    name: 'odd "name',
    columns: Object.entries(columns).map(([name, type]) => ({ name, type, isPartition: partitions.includes(name) })),
    location: null,
    format: null,
  };
}

/** The rows of the relation over a table with the rows of `select`, in the order of their times. */
function readEvents(table: CatalogTable, mapping: EventsMapping | null, select: string, days?: readonly string[]) {
  const relation = relateEvents(table, mapping);
  return database.withConnection({}, async (connection) => {
    await connection.run(`CREATE TEMP TABLE "odd ""name" AS ${select}`);
    const sql = days === undefined ? relation.all : (relation.inDays ?? '');
    return connection.rows(`SELECT * FROM (${sql}) e ORDER BY e.event_time, e.event_no`, days?.map(relation.writeDay));
  });
}

const columns = (time: EventsMapping['columns']['event_time']): EventsMapping['columns'] => ({
  event_time: time,
  event_type: { column: 'kind', form: 'as_is' },
  product_id: { column: 'item', form: 'as_is' },
  user_id: { column: 'who', form: 'as_is' },
});

async function readTimes(type: string, form: 'as_is' | 'text_utc' | 'epoch_seconds' | 'epoch_millis', values: string) {
  const table = describeTable({ moment: type, kind: 'varchar', item: 'bigint', who: 'bigint' });
  const mapping = { table: table.name, columns: columns({ column: 'moment', form }) };
  const select = `SELECT v.moment, 'view' AS kind, 1 AS item, row_number() OVER () AS who FROM (VALUES ${values}) v (moment)`;
  return (await readEvents(table, mapping, select)).map((row) => String(row['event_time']));
}

describe('times', () => {
  it('are read from texts, in UTC or with their distance from it; what is no time is no event', async () => {
    const times = await readTimes(
      'string',
      'text_utc',
      `('2019-10-01 00:00:00 UTC'), ('2019-10-01T00:00:01Z'), ('2019-10-01 00:00:02'), ('2019-10-01T02:00:03+02:00'),
       ('2019-09-30 18:30:04.250-0530'), ('2019-10-01T00:00:05.125999Z'), (' 2019-10-01 00:01 '), ('2019-10-02'), ('soon'), (''), (NULL)`,
    );
    expect(times).toEqual([
      '2019-10-01 00:00:00',
      '2019-10-01 00:00:01',
      '2019-10-01 00:00:02',
      '2019-10-01 00:00:03',
      '2019-10-01 00:00:04.25',
      '2019-10-01 00:00:05.125',
      '2019-10-01 00:01:00',
      '2019-10-02 00:00:00',
    ]);
  });

  it('are read from seconds and milliseconds since 1970, as numbers or texts', async () => {
    expect(await readTimes('bigint', 'epoch_seconds', '(1569888000), (NULL)')).toEqual(['2019-10-01 00:00:00']);
    expect(await readTimes('varchar', 'epoch_seconds', `('1569888000'), ('x')`)).toEqual(['2019-10-01 00:00:00']);
    const millis = Array.from({ length: 1000 }, (_, at) => `(${1569888000000 + at})`).join(', ');
    const times = await readTimes('bigint', 'epoch_millis', millis);
    expect(times.map((time) => Date.parse(`${time.replace(' ', 'T')}Z`) - 1569888000000)).toEqual(
      Array.from({ length: 1000 }, (_, at) => at),
    );
  });

  it('are read from times, with a zone or without, and from days', async () => {
    expect(await readTimes('timestamp(3)', 'as_is', `(TIMESTAMP '2019-10-01 01:02:03')`)).toEqual([
      '2019-10-01 01:02:03',
    ]);
    expect(await readTimes('timestamp(3) with time zone', 'as_is', `(TIMESTAMPTZ '2019-10-01 01:02:03+02')`)).toEqual([
      '2019-09-30 23:02:03',
    ]);
    expect(await readTimes('date', 'as_is', `(DATE '2019-10-01')`)).toEqual(['2019-10-01 00:00:00']);
  });

  it('are refused as they are where they are numbers', async () => {
    await expect(readTimes('bigint', 'as_is', '(1)')).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('a table of others', () => {
  const table = describeTable(
    {
      'the "time"': 'timestamp',
      kind: 'string',
      item: 'string',
      who: 'int',
      cost: 'double',
      maker: 'string',
      path: 'string',
      visit: 'string',
      dt: 'string',
    },
    ['dt'],
  );
  const mapping: EventsMapping = {
    table: table.name,
    columns: {
      ...columns({ column: 'THE "TIME"', form: 'as_is' }),
      price: { column: 'cost', form: 'as_is' },
      brand: { column: 'maker', form: 'as_is' },
      category_code: { column: 'path', form: 'as_is' },
      user_session: { column: 'visit', form: 'as_is' },
    },
    words: { 'It’s bought': 'purchase', "add'd": 'cart' },
    partition: { column: 'dt', form: 'compact_text' },
  };
  const select = `SELECT * FROM (VALUES
      (TIMESTAMP '2019-10-01 10:00:00', ' It’s Bought', 'sku-1', 5, 12.345678, 'Apple', 'a.b', 's1', '20191001'),
      (TIMESTAMP '2019-10-02 10:00:00', 'ADD''D', 'sku-2', 5, NULL, '', '', '', '20191002'),
      (TIMESTAMP '2019-10-02 10:00:01', 'view', 'sku-2', 6, 'nan'::DOUBLE, NULL, NULL, NULL, '20191002'),
      (TIMESTAMP '2019-10-03 10:00:00', 'wish', 'sku-2', 6, 1, NULL, NULL, NULL, '20191003'),
      (TIMESTAMP '2019-10-03 10:00:01', 'view', '', 6, 1, NULL, NULL, NULL, '20191003'),
      (TIMESTAMP '2019-10-03 10:00:02', 'view', 'sku-3', NULL, 1, NULL, NULL, NULL, '20191003')
    ) v ("the ""time""", kind, item, who, cost, maker, path, visit, dt)`;

  it('gives what can be read of it; words are read without case; rows that are no events are left out', async () => {
    const rows = await readEvents(table, mapping, select);
    expect(rows).toEqual([
      {
        event_no: '1',
        event_time: '2019-10-01 10:00:00',
        event_type: 'purchase',
        product_id: 'sku-1',
        category_id: null,
        category_code: 'a.b',
        brand: 'Apple',
        price: '12.3457',
        user_id: '5',
        session_key: 's1',
      },
      expect.objectContaining({ event_no: '2', event_type: 'cart', brand: null, price: null, session_key: 'user 5' }),
      expect.objectContaining({ event_no: '1', event_type: 'view', price: null, session_key: 'user 6' }),
    ]);
  });

  it.each([
    ['compact_text', 'string', 'dt'],
    ['iso_text', 'string', `CAST(strptime(dt, '%Y%m%d') AS DATE)::VARCHAR AS dt`],
    ['date', 'date', `CAST(strptime(dt, '%Y%m%d') AS DATE) AS dt`],
    ['compact_text', 'int', 'CAST(dt AS INTEGER) AS dt'],
  ] as const)('is cut to days that are %s (%s)', async (form, type, dt) => {
    const cut = { ...table, columns: table.columns.map((one) => (one.name === 'dt' ? { ...one, type } : one)) };
    const rows = await readEvents(
      cut,
      { ...mapping, partition: { column: 'dt', form } },
      `SELECT s.* REPLACE (${dt.includes(' AS ') ? dt : `${dt} AS dt`}) FROM (${select}) s`,
      ['2019-10-02', '2019-10-03'],
    );
    expect(rows.map((row) => row['event_time'])).toEqual(['2019-10-02 10:00:00', '2019-10-02 10:00:01']);
  });

  it('says which columns it does not have', () => {
    const gone = { ...mapping, columns: columns({ column: 'when', form: 'as_is' }) };
    expect(() => relateEvents(table, gone)).toThrow('has no column “when”');
    expect(() => relateEvents(table, null)).toThrow('“event_time”, “event_type”, “product_id”, “user_id”');
  });
});

describe('flagged users', () => {
  const read = (users: readonly string[], form: { hasTextUsers: boolean; hasWords: boolean }) =>
    database.withConnection({}, async (connection) => {
      await connection.run(`CREATE TEMP TABLE user_words AS SELECT -1::BIGINT AS code, 'o''neil' AS word`);
      const rows = await connection.rows(
        `SELECT * FROM (${flaggedUsersText(new Set(users), form)}) f ORDER BY f.user_id`,
      );
      return rows.map((row) => row['user_id']);
    });

  it('are numbers, or the codes of texts where there are words', async () => {
    const users = ['12', "o'neil", '007', '9223372036854775808', 'nobody'];
    expect(await read(users, { hasTextUsers: false, hasWords: true })).toEqual(['-1', '12']);
    expect(await read(users, { hasTextUsers: false, hasWords: false })).toEqual(['12']);
  });

  it('are texts where ids are', async () => {
    expect(await read(['12', "o'neil"], { hasTextUsers: true, hasWords: false })).toEqual(['12', "o'neil"]);
  });

  it('may be nobody', async () => {
    expect(await read([], { hasTextUsers: false, hasWords: false })).toEqual([]);
    expect(await read([], { hasTextUsers: true, hasWords: false })).toEqual([]);
  });
});

describe('a mapping is proposed', () => {
  it('by the usual names, for times as texts', () => {
    const nine = {
      event_time: 'string',
      event_type: 'string',
      product_id: 'bigint',
      category_id: 'bigint',
      category_code: 'string',
      brand: 'string',
      price: 'double',
      user_id: 'bigint',
      user_session: 'string',
    };
    const { mapping, problem, notes } = proposeMapping(describeTable(nine));
    expect(problem).toBeNull();
    expect(Object.keys(mapping.columns).sort()).toEqual(Object.keys(nine).sort());
    expect(mapping.columns.event_time).toEqual({ column: 'event_time', form: 'text_utc' });
    expect(mapping.words).toBeUndefined();
    expect(notes).toEqual(['No column parts odd "name by days: every question reads the whole table.']);
  });

  it('by other names, with the partition and how it says the day', () => {
    const table = describeTable(
      {
        Ts_Ms: 'bigint',
        action: 'varchar',
        sku: 'varchar(20)',
        visitorId: 'varchar',
        amount: 'decimal(10,2)',
        dt: 'varchar',
      },
      ['dt'],
    );
    const { mapping, problem, notes } = proposeMapping(table, ['dt=20191001', 'dt=20191002']);
    expect(problem).toBeNull();
    expect(mapping.columns).toEqual({
      event_time: { column: 'Ts_Ms', form: 'epoch_millis' },
      event_type: { column: 'action', form: 'as_is' },
      product_id: { column: 'sku', form: 'as_is' },
      user_id: { column: 'visitorId', form: 'as_is' },
      price: { column: 'amount', form: 'as_is' },
    });
    expect(mapping.words).toMatchObject({ order: 'purchase' });
    expect(mapping.partition).toEqual({ column: 'dt', form: 'compact_text' });
    expect(notes).toContain('No session was found: each user is one session.');
    expect(notes).toContain('“Ts_Ms” is read as milliseconds since 1970: look whether that is right.');
    expect(relateEvents(table, mapping).absentFields).toEqual([
      'category_id',
      'category_code',
      'brand',
      'user_session',
    ]);
  });

  it('names what is missing', () => {
    const { problem } = proposeMapping(describeTable({ at_day: 'date', note: 'string', price: 'double' }));
    expect(problem).toMatch(/the time of an event \(event_time\), its type \(event_type\), the product.*the user/);
  });
});
