/** Parquet and the dataset's files, written and read back by DuckDB. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeResult } from '../../../charts/example-results.js';
import type { DatasetInfo, Progress } from '../../../preload/contract.js';
import { Database, type Connection } from '../database.js';
import { datasetFormat, writeDataset } from './write-dataset.js';
import { writeReportParquet } from './report-parquet.js';

let dir: string;
let database: Database;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-duckdb-'));
  database = await Database.open({ prelude: 'SELECT 1', tempDirectory: dir, memoryLimitBytes: 2 ** 28, threads: 2 });
});
afterAll(async () => {
  database.close();
  await rm(dir, { recursive: true });
});

function withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  return database.withConnection({}, work);
}

describe('a report as Parquet', () => {
  const result = makeResult(
    'any',
    { by: 'product' },
    ['day:date:', 'brand:text:', 'product_id:id:', 'n:integer:', 'rate:number:', 'flag:boolean:', 'moment:time:'],
    [
      {
        day: '2019-10-27',
        brand: "it's “小米”",
        product_id: '9223372036854775807',
        n: 2 ** 53,
        rate: 0.1,
        flag: 'true',
        moment: '2019-10-01T00:00:07Z',
      },
      { day: null, brand: null, product_id: null, n: null, rate: null, flag: null, moment: null },
    ],
    { n: 3 },
  );

  it('keeps types and values', async () => {
    const path = join(dir, 'report.parquet');
    await withConnection((connection) => writeReportParquet(connection, path, result));
    const types = await withConnection((connection) =>
      connection.rows(`DESCRIBE SELECT * FROM read_parquet(?)`, [path]),
    );
    expect(types.map((type) => [type['column_name'], type['column_type']])).toEqual([
      ['day', 'DATE'],
      ['brand', 'VARCHAR'],
      ['product_id', 'BIGINT'],
      ['n', 'BIGINT'],
      ['rate', 'DOUBLE'],
      ['flag', 'BOOLEAN'],
      ['moment', 'TIMESTAMP WITH TIME ZONE'],
    ]);
    const rows = await withConnection((connection) =>
      connection.rows("SELECT * REPLACE (timezone('UTC', moment) AS moment) FROM read_parquet(?)", [path]),
    );
    expect(rows).toEqual([
      {
        day: '2019-10-27',
        brand: "it's “小米”",
        product_id: '9223372036854775807',
        n: '9007199254740992',
        rate: 0.1,
        flag: true,
        moment: '2019-10-01 00:00:07',
      },
      { day: null, brand: null, product_id: null, n: null, rate: null, flag: null, moment: null },
    ]);
  });

  it('carries the question', async () => {
    const path = join(dir, 'question.parquet');
    await withConnection((connection) => writeReportParquet(connection, path, result));
    const [pair] = await withConnection((connection) =>
      connection.rows("SELECT decode(value) AS value FROM parquet_kv_metadata(?) WHERE decode(key) = 'vitrine'", [
        path,
      ]),
    );
    expect(JSON.parse(String(pair?.['value']))).toMatchObject({ report: 'any', params: { by: 'product' } });
  });

  it('keeps ids as texts where one is no number of 64 bits, and has types without rows', async () => {
    const path = join(dir, 'ids.parquet');
    const describe = async (rows: Parameters<typeof makeResult>[3]) => {
      const made = makeResult('any', {}, ['product_id:id:'], rows);
      await withConnection((connection) => writeReportParquet(connection, path, made));
      return withConnection((connection) =>
        connection.rows('SELECT typeof(any_value(product_id)) AS type, count(*) AS n FROM read_parquet(?)', [path]),
      );
    };
    expect(await describe([{ product_id: '9223372036854775808' }])).toEqual([{ type: 'VARCHAR', n: '1' }]);
    expect(await describe([{ product_id: '007' }])).toEqual([{ type: 'VARCHAR', n: '1' }]);
    expect(await describe([])).toMatchObject([{ n: '0' }]);
  });
});

describe('a dataset as a file', () => {
  const nothingAbsent: DatasetInfo['absentFields'] = [];
  const info = { name: 'shop', rows: 3, absentFields: nothingAbsent } as DatasetInfo;
  const job = { signal: new AbortController().signal, onProgress: () => undefined };

  async function makeWordTables(connection: Connection): Promise<void> {
    for (const kind of ['product', 'category', 'user'])
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${kind}_words (code BIGINT, word VARCHAR)`);
  }

  async function withEvents<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return withConnection(async (connection) => {
      await makeWordTables(connection);
      await connection.run(`CREATE TEMP TABLE written_events AS SELECT row_number() OVER () AS event_no,
        CAST(event_time AS timestamp) AS event_time, event_type, CAST(product_id AS varchar) AS product_id,
        CAST(category_id AS varchar) AS category_id, category_code, brand, CAST(price AS decimal(18,4)) AS price,
        CAST(user_id AS varchar) AS user_id, user_session
        FROM (VALUES ('2019-10-01 00:00:00', 'view', 1, 2053013555631882655, 'a.b', 'z', '35.79', 9223372036854775807, 's1'),
          ('2019-10-01 00:00:00', 'cart', 2, 2, NULL, NULL, '-0.5', 1, NULL),
          ('2019-10-01 00:00:01.25', 'purchase', 3, 3, '', 'a,"b"', '1.2345', 1, 's2'))
        t(event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session)`);
      return work(connection);
    });
  }

  it('is CSV in the layout it came in, in the stored order', async () => {
    const path = join(dir, 'shop.csv');
    expect(await withEvents((connection) => writeDataset(connection, path, 'csv', info, job))).toBe(3);
    expect(await readFile(path, 'utf8')).toBe(
      [
        'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session',
        '2019-10-01 00:00:00 UTC,view,1,2053013555631882655,a.b,z,35.79,9223372036854775807,s1',
        '2019-10-01 00:00:00 UTC,cart,2,2,,,-0.50,1,',
        '2019-10-01 00:00:01.25 UTC,purchase,3,3,"","a,""b""",1.2345,1,s2',
        '',
      ].join('\n'),
    );
  });

  it('has the columns that the files had, in every format', async () => {
    const without = { ...info, absentFields: ['category_id', 'price', 'user_session'] } as const;
    const path = join(dir, 'few-columns.csv');
    await withEvents((connection) => writeDataset(connection, path, 'csv', without, job));
    const [header, first] = (await readFile(path, 'utf8')).split('\n');
    expect(header).toBe('event_time,event_type,product_id,category_code,brand,user_id');
    expect(first).toBe('2019-10-01 00:00:00 UTC,view,1,a.b,z,9223372036854775807');
    const parquet = join(dir, 'few-columns.parquet');
    await withEvents((connection) => writeDataset(connection, parquet, 'parquet', without, job));
    const columns = await withConnection((connection) =>
      connection.rows('DESCRIBE SELECT * FROM read_parquet(?)', [parquet]),
    );
    expect(columns.map((column) => column['column_name'])).toEqual(header?.split(','));
  });

  it('is Parquet with its own types', async () => {
    const path = join(dir, 'shop.parquet');
    await withEvents((connection) => writeDataset(connection, path, 'parquet', info, job));
    const types = await withConnection((connection) =>
      connection.rows('DESCRIBE SELECT * FROM read_parquet(?)', [path]),
    );
    expect(types.map((type) => type['column_type'])).toEqual(
      'TIMESTAMP VARCHAR BIGINT BIGINT VARCHAR VARCHAR DECIMAL(18,4) BIGINT VARCHAR'.split(' '),
    );
  });

  it('is refused when the rows are not as many as there should be', async () => {
    const writing = withEvents((connection) =>
      writeDataset(connection, join(dir, 'few.csv'), 'csv', { ...info, rows: 4 }, job),
    );
    await expect(writing).rejects.toMatchObject({ code: 'mismatch' });
  });

  it('stops at once when cancelled', async () => {
    const controller = new AbortController();
    const writing = database.withConnection({ signal: controller.signal }, async (connection) => {
      await makeWordTables(connection);
      await connection.run(`CREATE TEMP VIEW written_events AS SELECT i AS event_no, TIMESTAMP '2019-10-01 00:00:00' AS event_time,
        'view' AS event_type, i AS product_id, i AS category_id, 'a' AS category_code, 'b' AS brand,
        CAST(1 AS decimal(18,4)) AS price, i AS user_id, 's' AS user_session FROM range(10000000000) t(i)`);
      const reported: Progress[] = [];
      const onProgress = (progress: Progress) => {
        reported.push(progress);
        controller.abort();
      };
      const path = join(dir, 'endless.csv');
      return writeDataset(connection, path, 'csv', info, { signal: controller.signal, onProgress });
    });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('names its format by its ending', async () => {
    expect(['a.csv', 'a.CSV.GZ', 'b.c.parquet'].map(datasetFormat)).toEqual(['csv', 'csv.gz', 'parquet']);
    expect(() => datasetFormat('a.xlsx')).toThrowError(expect.objectContaining({ code: 'bad_params' }));
    expect((await readdir(dir)).length).toBeGreaterThan(0);
  });
});
