/** Files in other layouts, from their bytes to the rows of the stage. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileLayout, type FileLayout, type WrittenLayout } from '../../../preload/contract.js';
import { Database } from '../database.js';
import { chooseFiles } from './choose-files.js';
import { inspectFiles, type Connect } from './inspect-files.js';
import { kaggleLayout } from './kaggle-layout.js';
import { openRecords, prepareFile } from './prepare-file.js';
import { readText } from './read-text.js';
import { selectBadRows, selectIgnoredRows, selectSoundRows } from './row-checks.js';
import type { BadRecord } from './scan-records.js';
import { readShippedLayouts } from './shipped-layouts.js';
import { tryLayout } from './try-layout.js';

const layoutsFolder = join(import.meta.dirname, '../../../resources/layouts');
let database: Database;
let folder: string;
let shipped: readonly FileLayout[];
const connect: Connect = (work) => database.withConnection({}, work);
const { signal } = new AbortController();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-layouts-'));
  database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 29, threads: 2 });
  shipped = await readShippedLayouts(layoutsFolder);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

interface Read {
  readonly rows: readonly Record<string, unknown>[];
  readonly rejects: readonly { readonly line: number; readonly reason: string }[];
  readonly ignored: number;
  readonly layout: FileLayout;
  readonly absentFields: readonly string[];
}

const stageColumns = `CAST(event_time AS VARCHAR) AS time, event_type AS type, product_id, product_word, category_id, category_word,
  category_code, brand, price, user_id, user_word, user_session AS session`;

async function save(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** As a load does: chosen, prepared, its sound rows selected and the others found again. Nulls are left out. */
async function read(name: string, content: string | Buffer, written?: WrittenLayout): Promise<Read> {
  const path = await save(name, content);
  const layout = written === undefined ? undefined : fileLayout.parse(written);
  const [file] = await chooseFiles([path], connect, { layout, shipped });
  if (file === undefined) throw new Error('nothing was chosen');
  const rejects: BadRecord[] = [];
  return connect(async (connection) => {
    const prepared = await prepareFile(file, 'copy.csv', connection, {
      folder,
      signal,
      onBytes: () => undefined,
      keepRejects: async (found) => void rejects.push(...found),
    });
    const { source } = prepared;
    const rows = await connection.rows(`SELECT ${stageColumns} FROM (${selectSoundRows(source, 3)})`, source.values);
    const bad = await connection.rows(selectBadRows(source), source.values);
    const ignored = await connection.rows(selectIgnoredRows(source), source.values);
    expect(rows.length + bad.length + ignored.length).toBe(prepared.records);
    const lines: number[] = [];
    if (file.kind !== 'parquet') {
      const reader = openRecords(file, (_, line) => void lines.push(line));
      for await (const { text } of readText(file)) reader.push(text);
      reader.end();
      expect(lines).toHaveLength(prepared.records);
    }
    const refused = bad.map((row) => ({
      line: lines[Number(row['row_number']) - 1] ?? 0,
      reason: String(row['reason']),
    }));
    return {
      rows: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
      rejects: [...rejects.map(({ line, reason }) => ({ line, reason })), ...refused].sort((a, b) => a.line - b.line),
      ignored: ignored.length,
      layout: file.layout,
      absentFields: prepared.absentFields,
    };
  });
}

const plain: WrittenLayout = {
  name: 'plain',
  columns: { event_time: 'when', event_type: 'what', product_id: 'item', price: 'price', user_id: 'who' },
  words: { Seen: 'view', 'put in cart': 'cart', bought: 'purchase' },
};
const readPlain = (rows: readonly string[], layout: Partial<WrittenLayout> = {}) =>
  read('plain.csv', `when,what,item,price,who\n${rows.join('\n')}\n`, { ...plain, ...layout });

describe('the shipped layouts', () => {
  it('can be read, Kaggle first, which is the one that is built in', () => {
    expect(shipped.map(({ name }) => name)).toEqual([
      'Kaggle multi-category store',
      'Eventos de loja',
      'Kaggle cosmetics shop',
      'Web events (NDJSON)',
    ]);
    expect(shipped[0]).toEqual(kaggleLayout);
  });

  it('recognise eventos de loja, whatever the form of the times', async () => {
    const header = 'id_usuario,tipo_evento,id_produto,timestamp';
    for (const [time, form] of [
      ['2024-03-01 10:00:00', 'text'],
      ['2024-03-01T07:00:00-03:00', 'text'],
      ['13/03/2024 10:00:00', '%d/%m/%Y %H:%M:%S'],
      ['1709287200', 'epoch-seconds'],
      ['1709287200000', 'epoch-milliseconds'],
      ['1709287200000000', 'epoch-microseconds'],
    ] as const) {
      const rows = [`u1,visualizacao,P-1,${time}`, `u1,Carrinho ,P-1,${time}`, `7,compra,007,${time}`, `7,x,7,${time}`];
      const found = await read('eventos.csv', `\ufeff${header}\n${rows.join('\n')}\n${rows[2]}`);
      expect(found.layout).toMatchObject({ name: 'Eventos de loja', time: { form, zone: 'UTC' } });
      const utc = time.startsWith('13') ? '2024-03-13 10:00:00' : '2024-03-01 10:00:00';
      expect(found.rows).toEqual([
        { time: utc, type: 'view', product_word: 'P-1', user_word: 'u1' },
        { time: utc, type: 'cart', product_word: 'P-1', user_word: 'u1' },
        { time: utc, type: 'purchase', product_word: '007', user_id: '7' },
        { time: utc, type: 'purchase', product_word: '007', user_id: '7' },
      ]);
      expect(found.rejects).toEqual([{ line: 5, reason: 'unknown event type “x”' }]);
      expect(found.absentFields).toEqual(['category_id', 'category_code', 'brand', 'price', 'user_session']);
    }
  });

  it('are recognised by a header alone, and not by days that could be months', async () => {
    const header = 'timestamp;tipo_evento;id_produto;id_usuario;preco\n';
    const only = await read('header.csv', header);
    expect(only).toMatchObject({ rows: [], layout: { name: 'Eventos de loja', delimiter: ';', ids: 'text' } });
    const unsure = read('unsure.csv', `${header}01/02/2024 10:00;compra;1;2;1,50\n`);
    await expect(unsure).rejects.toThrow(
      'its columns are those of “Eventos de loja”, but its times could be read in more ways than one, or in none: “01/02/2024 10:00”',
    );
  });

  it('recognise web events, nested and flat, and ignore what is no shop event', async () => {
    const lines = [
      '{"timestamp":"2024-03-01T10:00:00.250Z","event":"page_view","user":{"id":"a-1"},"product":{"id":9007199254740993,"price":12.5,"category":"shoes"},"session":{"id":"s1"}}',
      '',
      '{"ts":"2024-03-01T10:00:01Z","event_name":"addToCart","userId":17,"sku":"P-1","brand":null}',
      '{"timestamp":"2024-03-01T10:00:02Z","event":"scroll","user":{"id":"a-1"}}',
      '{"timestamp":"2024-03-01T10:00:03Z","event":"purchase","user":{"id":"a-1"}',
      '[1]',
      '{"timestamp":"2024-03-01T10:00:04Z","event":"purchase","user":{"id":""},"sku":"x"}',
      '{"timestamp":"2024-03-01T10:00:05Z","event":"checkout_completed","user_id":"a,\\"1","items":[{"item_id":"é"}],"value":99.9}',
    ];
    for (const [name, content] of [
      ['web.ndjson', `${lines.join('\r\n')}\r\n`],
      ['web.json.gz', gzipSync(lines.join('\n'))],
    ] as const) {
      const found = await read(name, content);
      expect(found.layout.name).toBe('Web events (NDJSON)');
      expect(found.rows).toEqual([
        {
          time: '2024-03-01 10:00:00.25',
          type: 'view',
          product_id: '9007199254740993',
          category_code: 'shoes',
          price: '12.5000',
          user_word: 'a-1',
          session: 's1',
        },
        { time: '2024-03-01 10:00:01', type: 'cart', product_word: 'P-1', user_id: '17' },
        { time: '2024-03-01 10:00:05', type: 'purchase', product_word: 'é', price: '99.9000', user_word: 'a,"1' },
      ]);
      expect(found.ignored).toBe(1);
      expect(found.rejects).toEqual([
        { line: 5, reason: 'is not a JSON object' },
        { line: 6, reason: 'is not a JSON object' },
        { line: 7, reason: 'user_id is missing' },
      ]);
      expect(found.absentFields).toEqual(['category_id', 'brand']);
    }
  });

  it('recognise the published files, of the cosmetics shop too', async () => {
    const header = Object.keys(kaggleLayout.columns).join(',');
    const found = await read('cosmetics.csv', `${header}\n2019-12-01 00:00:00 UTC,cart,5,1,,,-2.50,9,\n`);
    expect(found.layout).toEqual(kaggleLayout);
    expect(found.rows).toMatchObject([{ product_id: '5', price: '-2.5000', user_id: '9' }]);
    const withUuids = `${header}\n2019-12-01 00:00:00 UTC,cart,P-5,c1,,,2.50,b7a1-22,\n`;
    expect((await read('uuids.csv', withUuids)).layout).toEqual({
      ...kaggleLayout,
      ids: 'text',
      required: [],
    });
  });
});

describe('times', () => {
  const timesOf = async (texts: readonly string[], time: WrittenLayout['time']) => {
    const { rows, rejects } = await readPlain(
      texts.map((text) => `${text},seen,1,,2`),
      { time },
    );
    return [...rows.map((row) => row['time']), ...rejects.map(({ line }) => line)];
  };

  it('without an offset are of the zone of the layout, summer or winter', async () => {
    const texts = ['2024-01-15 12:00:00', '2024-07-15T12:00:00.5', '2024-07-15T12:00:00Z', '2024-07-15 12:00:00+02:00'];
    expect(await timesOf(texts, { zone: 'America/New_York' })).toEqual([
      '2024-01-15 17:00:00',
      '2024-07-15 16:00:00.5',
      '2024-07-15 12:00:00',
      '2024-07-15 10:00:00',
    ]);
  });

  it('are seconds, milliseconds or microseconds since 1970, and nothing near it', async () => {
    expect(
      await timesOf(['0', '1709287200.25', '-1', '1709287200000', '1e9', '17x'], { form: 'epoch-seconds' }),
    ).toEqual(['1970-01-01 00:00:00', '2024-03-01 10:00:00.25', '1969-12-31 23:59:59', 5, 6, 7]);
    expect(await timesOf(['1709287200001'], { form: 'epoch-milliseconds', zone: 'Asia/Tokyo' })).toEqual([
      '2024-03-01 10:00:00.001',
    ]);
    expect(
      await timesOf(['1709287200000001', '253402300799999999', '999999999999999999'], {
        form: 'epoch-microseconds',
        zone: 'UTC',
      }),
    ).toEqual(['2024-03-01 10:00:00.000001', 3, 4]);
  });

  it('have the pattern of the layout, and its zone unless the pattern has one', async () => {
    const form = '%d/%m/%Y %H:%M';
    const texts = ['05/11/2024 10:00', '31/02/2024 10:00', '2024-11-05 10:00'];
    expect(await timesOf(texts, { form, zone: 'America/Sao_Paulo' })).toEqual(['2024-11-05 13:00:00', 3, 4]);
    expect(await timesOf(['05/11/2024 10:00 +0200'], { form: `${form} %z`, zone: 'America/Sao_Paulo' })).toEqual([
      '2024-11-05 08:00:00',
    ]);
  });

  it('of a zone or pattern that nobody knows are refused by its name', async () => {
    const load = (time: WrittenLayout['time']) => readPlain(['x,seen,1,,2'], { time });
    await expect(load({ zone: 'Mars/Base' })).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('“Mars/Base”') as string,
    });
    await expect(load({ form: '%Q' })).rejects.toMatchObject({ message: expect.stringContaining('“%Q”') as string });
  });
});

describe('prices', () => {
  it('may be absent, have decimal commas, and are required where the layout says so', async () => {
    const header = 'when;what;item;price;who';
    const rows = ['10,50', '', '1.234,50', '7', '10.5', '0,12345'].map(
      (text) => `2024-01-01 00:00:00;seen;1;${text};2`,
    );
    const content = [header, ...rows].join('\r\n');
    const signs = { delimiter: ';', decimal: ',' } as const;
    const found = await read('prices.csv', content, { ...plain, ...signs });
    expect(found.rows.map((row) => row['price'])).toEqual(['10.5000', undefined, '7.0000']);
    expect(found.rejects).toEqual([
      { line: 4, reason: 'price is not a number: “1.234,50”' },
      { line: 6, reason: 'price is not a number: “10.5”' },
      { line: 7, reason: 'price has more than 4 decimals: “0,12345”' },
    ]);
    const strict = await read('prices.csv', content, { ...plain, ...signs, required: ['price'] });
    expect(strict.rejects).toContainEqual({ line: 3, reason: 'price is missing' });
  });
});

describe('ids', () => {
  it('that are texts come through as they stand, whole numbers as numbers', async () => {
    const ids = ['0', '007', '9223372036854775807', '9223372036854775808', '-5', ' x ', 'b7a1-22', '1.0', 'ÀÉ'];
    const { rows, rejects } = await readPlain(ids.map((id) => `2024-01-01 00:00:00,SEEN,${id},,${id}`));
    expect(rejects).toEqual([]);
    expect(rows.map((row) => row['product_id'] ?? row['product_word'])).toEqual(ids);
    expect(rows.map((row) => 'user_id' in row)).toEqual(ids.map((_, at) => at === 0 || at === 2));
  });
});

describe('encodings, signs and headers', () => {
  const text = 'when|what|item|price|who\n2024-01-01 00:00:00|seen|“é|1.00|3€\n2024-01-01 00:00:01|’|1|1.00|2\n';
  const expected = [{ product_word: '“é', user_word: '3€' }];

  it('are read in UTF-16 of either order, with the line of what is rejected', async () => {
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const content of [little, Buffer.from(little).swap16(), gzipSync(little)]) {
      const found = await read('utf16.csv', content, { ...plain, delimiter: '|' });
      expect(found.rows).toMatchObject(expected);
      expect(found.rejects).toEqual([{ line: 3, reason: 'unknown event type “’”' }]);
    }
  });

  it('are read in windows-1252', async () => {
    const bytes = Buffer.from(text.replaceAll('“', '\x93').replaceAll('’', '\x92').replaceAll('€', '\x80'), 'latin1');
    const found = await read('windows.csv', bytes, { ...plain, delimiter: '|', encoding: 'windows-1252' });
    expect(found.rows).toMatchObject(expected);
    const iso = await read('iso.csv', Buffer.from('1,seen,é,,2', 'latin1'), {
      ...plain,
      columns: { event_time: 1, event_type: 2, product_id: 3, user_id: 5 },
      encoding: 'iso-8859-1',
      time: { form: 'epoch-seconds' },
    });
    expect(iso.rows).toMatchObject([{ product_word: 'é' }]);
  });

  it('have single quotes, tabs, blanks in the header, and positions', async () => {
    const content = `' When '\twhat\titem\tprice\twho\n'2024-01-01 00:00:00'\t'seen'\t'a''b\tc'\t\t"2"\n`;
    const { rows } = await read('tabs.csv', content, { ...plain, delimiter: '\t', quote: "'" });
    expect(rows).toMatchObject([{ product_word: `a'b\tc`, user_word: '"2"' }]);
    const columns = { event_time: 4, event_type: 3, product_id: 2, user_id: 1 };
    const positional = { ...plain, columns, words: { v: 'view' } } as const;
    for (const header of ['', 'a,b,c,d\n'])
      expect((await read('bare.csv', `${header}u,p,v,2024-01-01 00:00:00\n`, positional)).rows).toMatchObject([
        { product_word: 'p', user_word: 'u' },
      ]);
  });

  it('with a needed column twice, or not at all, are refused', async () => {
    const refused = (header: string) => read('header.csv', `${header}\n`, plain);
    await expect(refused('when,what,item,who,who')).rejects.toThrow('more than one column named “who”');
    await expect(refused('when,what,item')).rejects.toThrow('no column named “who”');
  });
});

describe('NDJSON', () => {
  it('has no positions, and a layout for it fits no CSV', async () => {
    const columns = { event_time: 1, event_type: 2, product_id: 3, user_id: 4 };
    await expect(read('a.ndjson', '{"a":1}', { ...plain, columns })).rejects.toThrow('NDJSON does not have');
    await expect(read('a.csv', 'a,b\n1,2\n', { ...plain, format: 'ndjson' })).rejects.toThrow('No line of the file');
  });

  it('as one array says what is expected', async () => {
    const path = await save('array.json', '[{"a":1},\n{"a":2}]');
    const [found] = await inspectFiles([path], connect, { shipped });
    expect(found?.problem).toContain('one object a line is expected');
  });
});

describe('the example in docs/layouts.md', () => {
  it('reads its file', async () => {
    const text = await readFile(join(layoutsFolder, '../../docs/layouts.md'), 'utf8');
    const [, csv = '', json = ''] = /```\n(.*?)```\s+```json\n(.*?)```/s.exec(text) ?? [];
    const found = await read('tienda.csv', Buffer.from(csv, 'latin1'), JSON.parse(json) as WrittenLayout);
    expect(found).toMatchObject({ rejects: [], ignored: 1 });
    expect(found.rows).toEqual(
      ['view', 'cart'].map((type, at) => ({
        time: `2024-03-01 09:1${5 + 2 * at}:00`,
        type,
        product_word: 'A-000123',
        price: '19.9000',
        user_word: 'c-17',
      })),
    );
  });
});

describe('Parquet', () => {
  it('is read by names, its own types before the forms of the layout', async () => {
    const path = join(folder, 'events.parquet');
    await connect((connection) =>
      connection.run(`COPY (SELECT TIMESTAMPTZ '2024-03-01 10:00:00+00' AS timestamp, 'compra' AS tipo_evento,
        'P-1' AS id_produto, 7.0::DOUBLE AS id_usuario, 12.5::DOUBLE AS preco) TO '${path}'`),
    );
    const [file] = await chooseFiles([path], connect, { shipped });
    expect(file).toMatchObject({ kind: 'parquet', layout: { name: 'Eventos de loja' } });
    const layout = {
      ...fileLayout.parse(file?.layout),
      decimal: ',',
      time: { form: '%d/%m/%Y', zone: 'Asia/Tokyo' },
    } as const;
    const tried = await tryLayout(path, layout, { connect, signal, withTemporaryFolder: (work) => work(folder) });
    expect(tried.preview).toEqual([
      { values: ['2024-03-01T10:00:00Z', 'purchase', 'P-1', null, null, null, '12.5', '7', null], reason: null },
    ]);
  });
});
