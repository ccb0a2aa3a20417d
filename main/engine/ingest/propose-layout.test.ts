/** Files that no shipped layout fits: what is proposed for them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileLayout, type FileInspection } from '../../../preload/contract.js';
import { Database } from '../database.js';
import { chooseFiles } from './choose-files.js';
import { inspectFiles, type Connect } from './inspect-files.js';
import { readShippedLayouts } from './shipped-layouts.js';
import { tryLayout } from './try-layout.js';

let database: Database;
let folder: string;
const connect: Connect = (work) => database.withConnection({}, work);
const { signal } = new AbortController();
const shippedLayouts = () => readShippedLayouts(join(import.meta.dirname, '../../../resources/layouts'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-propose-'));
  database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 29, threads: 2 });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function inspect(name: string, content: string | Buffer): Promise<FileInspection> {
  const path = join(folder, name);
  await writeFile(path, content);
  const [found] = await inspectFiles([path], connect, { shipped: await shippedLayouts() });
  if (found === undefined) throw new Error('nothing was inspected');
  return found;
}

const tryProposal = ({ path, layout }: FileInspection) =>
  tryLayout(path, fileLayout.parse(layout), { connect, signal, withTemporaryFolder: (work) => work(folder) });

/** Rows that the proposal reads soundly, of how many. */
async function trial(found: FileInspection): Promise<string> {
  const tried = await tryProposal(found);
  expect(tried.problem).toBeNull();
  return `${tried.rowsSound} of ${tried.rows}`;
}

describe('a proposal', () => {
  it('maps Spanish names, semicolons, decimal commas and d/m/Y in windows-1252', async () => {
    const rows = [
      'Cliente;Acción;Código Producto;Precio;Fecha;Sesión;Categoría',
      'c-1;Visualización;A 1;1,50;31/01/2024 10:15;s1;niños',
      'c-1;Añadir al carrito;A 1;12,00;31/01/2024 10:16;s1;niños',
      'c-2;Compra;A 2;7;01/02/2024 09:00;s2;hogar',
    ];
    const found = await inspect('tienda.csv', Buffer.from(rows.join('\r\n'), 'latin1'));
    expect(found).toMatchObject({
      layoutFrom: 'proposed',
      problem: null,
      missingFields: ['category_id', 'brand'],
      layout: {
        name: 'tienda',
        delimiter: ';',
        encoding: 'windows-1252',
        decimal: ',',
        columns: {
          event_time: 'Fecha',
          event_type: 'Acción',
          product_id: 'Código Producto',
          category_code: 'Categoría',
          price: 'Precio',
          user_id: 'Cliente',
          user_session: 'Sesión',
        },
        time: { form: '%d/%m/%Y %H:%M', zone: 'UTC' },
        words: { visualización: 'view', 'añadir al carrito': 'cart', compra: 'purchase' },
        ids: 'text',
      },
    });
    expect(await trial(found)).toBe('3 of 3');
  });

  it('reads the example of docs/layouts.md, but for what is no event', async () => {
    const documented = await readFile(join(import.meta.dirname, '../../../docs/layouts.md'), 'utf8');
    const rows = /^Fecha;.*?(?=```)/ms.exec(documented)?.[0] ?? '';
    const found = await inspect('pedidos_2024-03-01.csv', Buffer.from(rows, 'latin1'));
    expect(found.layout).toMatchObject({
      delimiter: ';',
      encoding: 'windows-1252',
      decimal: ',',
      columns: { price: 'Importe' },
      words: { 'ver ficha': 'view', 'al carrito': 'cart' },
    });
    expect(found.layout?.words).not.toHaveProperty('newsletter');
    expect(await trial(found)).toBe('2 of 3');
  });

  it.each([
    ['tausend.csv', ['1.019,90', '2.500,00', '19,90'], ',', '1 of 3', '1.019,90'],
    ['thousands.csv', ['"1,019.90"', '"2,500.00"', '19.90'], '.', '1 of 3', '1,019.90'],
    ['currency.csv', ['"R$ 19,90"', '"R$ 5,00"', '"7,50"'], ',', '1 of 3', 'R$ 19,90'],
  ])(
    'has a price column that is written otherwise, so that it is told: %s',
    async (name, prices, decimal, sound, text) => {
      const rows = prices.map((price) => (price.startsWith('"') ? price : `"${price}"`));
      const lines = rows.map((price) => `2024-01-01 00:00:00,view,1,2,${price}`);
      const found = await inspect(name, `when,action,item,client,price\n${lines.join('\n')}\n`);
      expect(found.layout).toMatchObject({ decimal, columns: { price: 'price' } });
      expect(await trial(found)).toBe(sound);
      const tried = await tryProposal(found);
      expect(tried.preview[0]?.reason).toBe(`price is not a number: “${text}”`);
    },
  );

  it('takes no column of words for the price', async () => {
    const found = await inspect('value.csv', 'when,action,item,client,value\n2024-01-01 00:00:00,view,1,2,red 5 x\n');
    expect(found.layout?.columns).not.toHaveProperty('price');
  });

  it('tells months before days from the values, and the event type by its words', async () => {
    const rows = ['visitor|x|sku|at', 'v1|pv|1|12/31/2023 11:59:00 PM', 'v2|atc|2|1/2/2024 1:00:00 AM'];
    const found = await inspect('us.csv', rows.join('\n'));
    expect(found.layout).toMatchObject({
      delimiter: '|',
      columns: { event_time: 'at', event_type: 'x', product_id: 'sku', user_id: 'visitor' },
      time: { form: '%m/%d/%Y %I:%M:%S %p' },
      words: { pv: 'view', atc: 'cart' },
    });
    expect(await trial(found)).toBe('2 of 2');
  });

  it('reaches into NDJSON', async () => {
    const line = (kind: string) =>
      `{"meta":{"at":{"created_at":1709287200}},"verb":{"kind":"${kind}"},"shopper":{"customer_id":"a"},"goods":{"sku":"b","amount":2}}`;
    const found = await inspect('deep.ndjson', ['browse', 'checkout_completed', 'wave'].map(line).join('\n'));
    expect(found).toMatchObject({
      kind: 'ndjson',
      layoutFrom: 'proposed',
      problem: null,
      layout: {
        format: 'ndjson',
        columns: {
          event_time: 'meta.at.created_at',
          event_type: 'verb.kind',
          product_id: 'goods.sku',
          price: 'goods.amount',
          user_id: 'shopper.customer_id',
        },
        time: { form: 'epoch-seconds' },
      },
    });
    expect(await trial(found)).toBe('2 of 3');
  });

  it('says what could not be found, and is null where nothing could', async () => {
    const found = await inspect('half.csv', 'when,action,foo\n2024-01-01 00:00:00,view,1\n');
    expect(found).toMatchObject({
      layoutFrom: 'proposed',
      missingFields: expect.arrayContaining(['product_id']) as unknown,
    });
    expect(found.problem).toBe('The file has no column named “product_id”, “user_id”.');
    expect(await inspect('none.csv', 'a,b\n1,2\n')).toMatchObject({ layout: null, layoutFrom: null });
  });

  it('is not loaded before a person has looked at it', async () => {
    const found = await inspect('client.csv', 'when,action,item,client\n2024-01-01 00:00:00,view,1,2\n');
    expect(found).toMatchObject({ layoutFrom: 'proposed', problem: null });
    const known = { shipped: await shippedLayouts() };
    await expect(chooseFiles([found.path], connect, known)).rejects.toMatchObject({
      code: 'bad_input',
      message: '“client.csv” cannot be loaded: its columns are not known: when, action, item, client.',
      details: { wayOut: expect.stringContaining('--layout layout.json') as string },
    });
    const layout = fileLayout.parse(JSON.parse(JSON.stringify(found.layout)));
    expect(layout).toEqual(found.layout);
    expect(await chooseFiles([found.path], connect, { ...known, layout })).toMatchObject([{ layoutFrom: 'given' }]);
  });
});

describe('a trial', () => {
  const layout = fileLayout.parse({
    name: 'a',
    columns: { event_time: 't', event_type: 'e', product_id: 'p', user_id: 'u', price: 'm' },
    words: { V: 'view' },
    unknownWords: 'ignore',
    time: { zone: 'America/Sao_Paulo' },
  });
  const tryIt = async (content: string) => {
    const path = join(folder, 'try.csv');
    await writeFile(path, content);
    return tryLayout(path, layout, { connect, signal, withTemporaryFolder: (work) => work(folder) });
  };

  it('counts rows, reasons and words, and shows the first rows as they would be', async () => {
    const rows = [
      '2024-01-01 00:00:00.5, v ,p1,u1,1.5',
      'soon,v,p1,u1,',
      '2024-01-01 00:00:00,v',
      'now,scroll,,,',
      'x,v,1,1,1',
    ];
    const tried = await tryIt(`t,e,p,u,m\n${rows.join('\n')}\n`);
    expect(tried).toMatchObject({
      rows: 5,
      isWhole: true,
      rowsSound: 1,
      rowsRejected: 3,
      rowsIgnored: 1,
      problem: null,
    });
    expect(tried.reasons).toEqual([
      { reason: 'event_time is not a time', rows: 2 },
      { reason: '2 fields instead of 5', rows: 1 },
    ]);
    expect(tried.words).toEqual([
      { word: 'v', rows: 2, meaning: 'view' },
      { word: ' v ', rows: 1, meaning: 'view' },
      { word: 'scroll', rows: 1, meaning: null },
    ]);
    expect(tried.preview.map(({ reason }) => reason)).toEqual([
      null,
      'event_time is not a time: “soon”',
      '2 fields instead of 5',
      'an event type that is ignored',
      'event_time is not a time: “x”',
    ]);
    expect(tried.preview[0]?.values).toEqual([
      '2024-01-01T03:00:00.5Z',
      'view',
      'p1',
      null,
      null,
      null,
      '1.5',
      'u1',
      null,
    ]);
    expect(tried.profile.find(({ field }) => field === 'product_id')).toMatchObject({
      rows: 1,
      distinct: 1,
      min: 'p1',
    });
  });

  it('of a long file ends with a whole record', async () => {
    const row = '2024-01-01 00:00:00,v,"p\n1",u1,1.5\n';
    const tried = await tryIt(`t,e,p,u,m\n${row.repeat(40_000)}`);
    expect(tried).toMatchObject({ isWhole: false, rowsRejected: 0 });
    expect(tried.rows).toBe(Math.floor((2 ** 20 - 10) / row.length));
    expect(tried.preview).toHaveLength(100);
  });

  it('says what keeps the layout from fitting', async () => {
    expect(await tryIt('t,e,p\n1,2,3\n')).toMatchObject({ rows: 0, problem: 'The file has no column named “u”.' });
  });
});
