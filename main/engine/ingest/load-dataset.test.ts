/** Files as people have them, loaded into a real dataset. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { fields } from './layout.js';

let test: TestWorkspace;
beforeAll(async () => {
  test = await openTestWorkspace();
});
afterAll(() => test.close());

const header = fields.join(',');
const first = '2019-10-01 00:00:00 UTC,view,1001,2053013555631882655,electronics.smartphone,samsung,489.07,512,aaaa-1';
const second = '2019-10-01 00:00:05 UTC,cart,1002,2053013553559896355,,,0.50,9223372036854775807,';
const third =
  '2019-10-01 00:00:05 UTC,purchase,1001,2053013555631882655,electronics.smartphone,Samsung ,489.07,512,aaaa-1';
const good = `${header}\n${first}\n${second}\n${third}\n`;

const everything = `SELECT CAST(event_no AS INTEGER) AS event_no, CAST(event_time AS VARCHAR) AS event_time,
  event_type, product_id, category_id, category_code, brand, price, user_id, user_session
  FROM written_events ORDER BY event_no`;

const loadedGood = [
  {
    event_no: 0,
    event_time: '2019-10-01 00:00:00',
    event_type: 'view',
    product_id: '1001',
    category_id: '2053013555631882655',
    category_code: 'electronics.smartphone',
    brand: 'samsung',
    price: '489.0700',
    user_id: '512',
    user_session: 'aaaa-1',
  },
  {
    event_no: 1,
    event_time: '2019-10-01 00:00:05',
    event_type: 'cart',
    product_id: '1002',
    category_id: '2053013553559896355',
    category_code: null,
    brand: null,
    price: '0.5000',
    user_id: '9223372036854775807',
    user_session: null,
  },
  {
    event_no: 2,
    event_time: '2019-10-01 00:00:05',
    event_type: 'purchase',
    product_id: '1001',
    category_id: '2053013555631882655',
    category_code: 'electronics.smartphone',
    brand: 'Samsung ',
    price: '489.0700',
    user_id: '512',
    user_session: 'aaaa-1',
  },
];

let made = 0;
/** Loads one file under a new name; returns the name. */
async function load(content: string | Buffer, file = 'events.csv'): Promise<string> {
  const dataset = `dataset ${++made}`;
  await test.load({ dataset, paths: [await test.write(file, content)] });
  return dataset;
}

describe('the same rows', () => {
  const reordered = good
    .trim()
    .split('\n')
    .map((line) => ['x', ...line.split(',').reverse(), 'y'].join(','))
    .join('\n');
  const variants: readonly (readonly [string, string | Buffer, string?])[] = [
    ['with LF', good],
    ['with CRLF', good.replaceAll('\n', '\r\n')],
    ['with a mix of newlines', good.replace('\n', '\r\n')],
    ['without a newline at the end', good.trimEnd()],
    ['with a byte order mark', `\ufeff${good}`],
    ['without a header', good.slice(header.length + 1)],
    [
      'without a header, with CRLF and a byte order mark',
      `\ufeff${good.slice(header.length + 1).replaceAll('\n', '\r\n')}`,
    ],
    ['with +00:00', good.replaceAll(' UTC', '+00:00')],
    ['with a space before +00:00', good.replaceAll(' UTC', ' +00:00')],
    ['with T and Z', good.replace(/(\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/g, '$1T$2Z')],
    ['without a zone', good.replaceAll(' UTC', '')],
    ['in another zone', good.replaceAll('01 00:00:0', '01 02:30:0').replaceAll(' UTC', '+02:30')],
    [
      'in a zone west of it',
      good.replaceAll('01 00:00:0', '-30 17:00:0').replaceAll('10--', '09-').replaceAll(' UTC', '-07:00'),
    ],
    ['in other columns, beside others', reordered.replace('x,user', 'extra,user')],
    ['with quoted fields', good.replace(/[^,\n]+/g, '"$&"')],
    ['with column names in capitals', good.replace(header, header.toUpperCase().replaceAll(',', ' ,'))],
    ['with blank lines', good.replaceAll('\n', '\n\n')],
    ['in a gzip', gzipSync(good), 'events.csv.gz'],
    ['in a gzip by another name', gzipSync(good.replaceAll('\n', '\r\n')), 'events.csv'],
    [
      'in a file whose name is a pattern',
      good,
      "a[1]* 'b'?.csv".replaceAll(process.platform === 'win32' ? /[*?]/g : /$^/g, ''),
    ],
  ];
  for (const [title, content, file] of variants)
    it(`come out of a file ${title}`, async () => {
      const dataset = await load(content, file);
      expect(await test.rows(dataset, everything)).toEqual(loadedGood);
      expect(await test.rejects(dataset)).toEqual({ total: 0, rejects: [] });
    });

  it('come out of Parquet, with times in UTC, ids as numbers or texts', async () => {
    const path = join(test.folder, 'events.parquet');
    const csv = await test.write('for-parquet.csv', good);
    const replacements = [
      '',
      'replace (CAST(left(event_time, 19) AS TIMESTAMP) AS event_time, CAST(price AS DECIMAL(10,2)) AS price, CAST(user_id AS BIGINT) AS user_id)',
      `replace (CAST(left(event_time, 19) || '+00' AS TIMESTAMPTZ) AS event_time, CAST(price AS DOUBLE) AS price)`,
    ];
    for (const replacement of replacements) {
      await test.database.withConnection({}, (connection) =>
        connection.run(
          `COPY (SELECT * ${replacement} FROM read_csv('${csv.replaceAll("'", "''")}', all_varchar = true)) TO '${path}'`,
        ),
      );
      const dataset = `dataset ${++made}`;
      await test.load({ dataset, paths: [path] });
      expect(await test.rows(dataset, everything)).toEqual(loadedGood);
    }
  });
});

describe('rejects', () => {
  const row = (changes: Readonly<Record<string, string>>) =>
    first
      .split(',')
      .map((value, at) => changes[fields[at] ?? ''] ?? value)
      .join(',');

  const bad: readonly (readonly [string, string])[] = [
    [row({ event_time: '' }), 'event_time is missing'],
    [row({ event_time: 'yesterday' }), 'event_time is not a time: “yesterday”'],
    [row({ event_time: '2019-02-30 00:00:00 UTC' }), 'event_time is not a time: “2019-02-30 00:00:00 UTC”'],
    [row({ event_time: '2019-10-01 00:00:00+99:00' }), 'event_time is not a time: “2019-10-01 00:00:00+99:00”'],
    [row({ event_time: '2019-10-01 00:00:00 CET' }), 'event_time is not a time: “2019-10-01 00:00:00 CET”'],
    [row({ event_time: ' 019-10-01 00:00:00 UTC' }), 'event_time is not a time: “ 019-10-01 00:00:00 UTC”'],
    [row({ event_time: '1569888000' }), 'event_time is not a time: “1569888000”'],
    [row({ event_type: '' }), 'event_type is missing'],
    [row({ event_type: 'xyz' }), 'unknown event type “xyz”'],
    [row({ event_type: 'Viewed' }), 'unknown event type “Viewed”'],
    [row({ product_id: '' }), 'product_id is missing'],
    [row({ product_id: '1.6' }), 'product_id is not a whole number: “1.6”'],
    [row({ product_id: '1_000' }), 'product_id is not a whole number: “1_000”'],
    [row({ product_id: '1e3' }), 'product_id is not a whole number: “1e3”'],
    [row({ product_id: '-5' }), 'product_id is not a whole number: “-5”'],
    [row({ product_id: ' 5' }), 'product_id is not a whole number: “ 5”'],
    [row({ category_id: '0x10' }), 'category_id is not a whole number: “0x10”'],
    [row({ price: '' }), 'price is missing'],
    [row({ price: '1.23456' }), 'price has more than 4 decimals: “1.23456”'],
    [row({ price: '100000000000000' }), 'price is too large: “100000000000000”'],
    [row({ price: '1e3' }), 'price is not a number: “1e3”'],
    [row({ price: 'NaN' }), 'price is not a number: “NaN”'],
    [row({ price: '.' }), 'price is not a number: “.”'],
    [row({ user_id: '' }), 'user_id is missing'],
    [row({ user_id: '9223372036854775808' }), 'user_id is larger than 9223372036854775807: “9223372036854775808”'],
    [row({ user_id: '99999999999999999999' }), 'user_id is larger than 9223372036854775807: “99999999999999999999”'],
    [`${first},more`, '10 fields instead of 9'],
    ['2019-10-01 00:00:00 UTC,view', '2 fields instead of 9'],
  ];

  for (const [title, pack] of [
    ['plain', (content: string) => content],
    ['gzipped', (content: string) => gzipSync(content)],
  ] as const)
    it(`say file, line, reason and text (${title})`, async () => {
      const content = `${header}\n${bad.map(([text]) => `${text}\n${first}\n`).join('\n')}`;
      const dataset = await load(pack(content), 'bad.csv');
      const { total, rejects } = await test.rejects(dataset);
      expect(rejects).toEqual(bad.map(([text, reason], at) => ({ file: 'bad.csv', line: 2 + 3 * at, reason, text })));
      const info = await test.store.get(dataset);
      expect(total).toBe(bad.length);
      expect(info).toMatchObject({ rows: bad.length, rowsRejected: bad.length, rowsRead: 2 * bad.length });
    });

  it('keep to the physical line behind quoted newlines', async () => {
    const torn = first.replace('samsung', '"sam\r\nsung, ""x"""');
    const unknown = first.replace('view', 'look').replace('samsung', '"a\nb"');
    const dataset = await load(`${header}\n${torn}\n${unknown}\n${first},\n"open\n${first.replace('489.07', 'x')}\n`);
    expect((await test.rejects(dataset)).rejects).toEqual([
      { file: 'events.csv', line: 4, reason: 'unknown event type “look”', text: unknown },
      { file: 'events.csv', line: 6, reason: '10 fields instead of 9', text: `${first},` },
      { file: 'events.csv', line: 7, reason: 'a quote is not closed', text: '"open' },
      { file: 'events.csv', line: 8, reason: 'price is not a number: “x”', text: first.replace('489.07', 'x') },
    ]);
    expect(await test.rows(dataset, 'SELECT brand FROM events')).toEqual([{ brand: 'sam\r\nsung, "x"' }]);
  });

  it('show Latin-1 as what it was meant to be', async () => {
    const dataset = await load(Buffer.from(`${good}${first.replace('samsung', 'café')}\n`, 'latin1'));
    expect((await test.rejects(dataset)).rejects).toMatchObject([
      { line: 5, reason: 'is not valid UTF-8', text: first.replace('samsung', 'café') },
    ]);
  });

  it('of Parquet have the number of the row', async () => {
    const path = join(test.folder, 'bad.parquet');
    const csv = await test.write('bad-for-parquet.csv', `${good}${bad[1]?.[0]}\n${first}\n`);
    await test.database.withConnection({}, (connection) =>
      connection.run(`COPY (FROM read_csv('${csv}', all_varchar = true)) TO '${path}'`),
    );
    await test.load({ dataset: 'bad parquet', paths: [path] });
    expect((await test.rejects('bad parquet')).rejects).toEqual([
      { file: 'bad.parquet', line: 4, reason: bad[1]?.[1], text: bad[1]?.[0] },
    ]);
  });

  it('may be all rows there are', async () => {
    const dataset = await load(`${header}\n1,2\n`);
    expect(await test.store.get(dataset)).toMatchObject({ rows: 0, rowsRejected: 1, from: null, to: null });
  });
});

describe('several files', () => {
  const later = first.replace('00:00:00', '00:00:07');

  it('become one dataset in the order of time, file and row, each with its counts', async () => {
    const folder = join(test.folder, 'months');
    await mkdir(folder);
    await test.write('months/b.csv', `${header}\n${first.replace('1001', '7')}\n${later}\n1\n`);
    await test.write('months/a.csv', good);
    await test.write('months/readme.txt', 'no events');
    const summary = await test.load({ dataset: 'months', paths: [folder] });
    expect(summary).toMatchObject({ rowsRead: 6, rowsLoaded: 5, rowsRejected: 1, duplicates: 0 });
    expect(
      await test.rows(
        'months',
        `SELECT strftime(event_time, '%S') AS s, product_id AS p FROM events ORDER BY event_no`,
      ),
    ).toEqual([
      { s: '00', p: '1001' },
      { s: '00', p: '7' },
      { s: '05', p: '1002' },
      { s: '05', p: '1001' },
      { s: '07', p: '1001' },
    ]);
    expect((await test.store.get('months')).files).toMatchObject([
      { name: 'a.csv', rowsRead: 3, rowsLoaded: 3, rowsRejected: 0 },
      { name: 'b.csv', rowsRead: 3, rowsLoaded: 2, rowsRejected: 1 },
    ]);
    expect((await test.quality('months')).checks.find(({ id }) => id === 'late_rows')).toMatchObject({ count: 0 });
  });

  it('of one name are told apart by their folders, in the dataset and in its rejects', async () => {
    for (const folder of ['one', 'two']) await mkdir(join(test.folder, folder));
    const paths = [await test.write('one/f.csv', `${good}1\n`), await test.write('two/f.csv', `${good}2\n`)];
    await test.load({ dataset: 'one name', paths });
    const { files } = await test.store.get('one name');
    expect(files.map(({ name }) => name).sort()).toEqual(['one/f.csv', 'two/f.csv']);
    const rejects = await test.rows('one name', 'SELECT file, text FROM rejects ORDER BY file');
    expect(rejects).toEqual([
      { file: 'one/f.csv', text: '1' },
      { file: 'two/f.csv', text: '2' },
    ]);
  });

  it('that are named more than once are loaded once, and the summary says so', async () => {
    const [f, g] = [await test.write('f.csv', good), await test.write('g.csv', good)];
    const { rowsRead, notes } = await test.load({ dataset: 'named twice', paths: [f, g, f, g, g] });
    expect(rowsRead).toBe(6);
    expect(notes).toEqual([
      '“f.csv” is named twice and loaded once.',
      '“g.csv” is named 3 times and loaded once.',
      '“g.csv” has the same content as “f.csv”; both are loaded.',
    ]);
    expect(await test.load({ dataset: 'named once', paths: [f] })).not.toHaveProperty('notes');
  });

  it('are stored in time order when the later one comes first', async () => {
    const november = await test.write('november.csv', good.replaceAll('2019-10', '2019-11'));
    const october = await test.write('october.csv', good);
    await test.load({ dataset: 'two months', paths: [november, october] });
    const months = await test.rows(
      'two months',
      'SELECT CAST(month(event_time) AS INTEGER) AS m FROM events ORDER BY event_no',
    );
    expect(months.map(({ m }) => m)).toEqual([10, 10, 10, 11, 11, 11]);
  });
});

describe('duplicates', () => {
  const copies = `${header}\n${first}\n${first}\n${third}\n${second}\n${third}\n${second}\n${second}\n`;

  it('are counted and kept', async () => {
    const dataset = await load(copies);
    expect(await test.store.get(dataset)).toMatchObject({ rows: 7, duplicates: 4, duplicatesDropped: false });
  });

  it('are dropped but for the first, and positions have no gaps', async () => {
    const path = await test.write('copies.csv', copies);
    const summary = await test.load({ dataset: 'no copies', paths: [path], dropDuplicates: true });
    expect(summary).toMatchObject({ rowsRead: 7, rowsLoaded: 3, duplicates: 4, duplicatesDropped: true });
    const rows = await test.rows(
      'no copies',
      'SELECT CAST(event_no AS INTEGER) AS n, product_id AS p FROM events ORDER BY event_no',
    );
    expect(rows).toEqual([
      { n: 0, p: '1001' },
      { n: 1, p: '1001' },
      { n: 2, p: '1002' },
    ]);
  });

  it('are rows equal as they stand in the file, over all files', async () => {
    const alike = [
      first,
      first.replace('489.07', '489.070'),
      first.replace('489.07', '0489.07'),
      first.replace(' UTC', '+00:00'),
      first.replace('samsung', 'Samsung'),
      first.replace('1001', '01001'),
    ];
    expect((await test.store.get(await load([header, ...alike].join('\n')))).duplicates).toBe(0);
    expect((await test.store.get(await load([header, ...alike, ...alike].join('\n')))).duplicates).toBe(alike.length);
    const [a, b] = [await test.write('a.csv', good), await test.write('b.csv', good)];
    expect(await test.load({ dataset: 'twice', paths: [a, b] })).toMatchObject({ duplicates: 3, rowsLoaded: 6 });
  });
});

describe('rows of one second', () => {
  it('stay in the order of the file, however many threads read it', async () => {
    const rows = Array.from({ length: 300_000 }, (_, at) => first.replace('1001', String(at)));
    const dataset = await load(`${header}\n${rows.join('\n')}\n`);
    const misplaced =
      'SELECT count(*) AS rows, count(*) FILTER (WHERE product_id <> event_no) AS misplaced FROM events';
    expect(await test.rows(dataset, misplaced)).toEqual([{ rows: '300000', misplaced: '0' }]);
  });
});

describe('rows out of order', () => {
  it('are counted and put in order', async () => {
    const dataset = await load(`${header}\n${second}\n${first}\n${third}\n${first.replace('1001', '8')}\n`);
    const rows = await test.rows(dataset, 'SELECT product_id AS p FROM events ORDER BY event_no');
    expect(rows.map(({ p }) => p)).toEqual(['1001', '8', '1002', '1001']);
    expect((await test.quality(dataset)).checks.find(({ id }) => id === 'late_rows')).toMatchObject({
      count: 2,
      level: 'amber',
      examples: [{ row_before: '2019-10-01T00:00:05Z' }, { row_before: '2019-10-01T00:00:05Z', product_id: '8' }],
    });
  });
});
