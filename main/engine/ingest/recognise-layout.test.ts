/** What a file tells of its own layout, and what is said where it does not tell enough. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileLayout, type FileLayout, type TriedLayout, type WrittenLayout } from '../../../preload/contract.js';
import { Database } from '../database.js';
import { chooseFiles, type ChosenFile } from './choose-files.js';
import { inspectFiles, type Connect } from './inspect-files.js';
import { fields } from './layout.js';
import { readShippedLayouts } from './shipped-layouts.js';
import { tryLayout } from './try-layout.js';

let database: Database;
let folder: string;
let shipped: readonly FileLayout[];
const connect: Connect = (work) => database.withConnection({}, work);
const { signal } = new AbortController();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-recognise-'));
  database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 29, threads: 2 });
  shipped = await readShippedLayouts(join(import.meta.dirname, '../../../resources/layouts'));
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function choose(content: string, layout?: FileLayout, name = 'file.csv'): Promise<ChosenFile> {
  const path = join(folder, name);
  await writeFile(path, content);
  const [file] = await chooseFiles([path], connect, { layout, shipped });
  if (file === undefined) throw new Error('nothing was chosen');
  return file;
}

const read = ({ path, layout }: ChosenFile): Promise<TriedLayout> =>
  tryLayout(path, layout, { connect, signal, withTemporaryFolder: (work) => work(folder) });

function named(name: string): FileLayout {
  const found = shipped.find((layout) => layout.name === name);
  if (found === undefined) throw new Error(`no layout ${name}`);
  return found;
}

const kaggle = (...rows: string[]) => [fields.join(','), ...rows].join('\n');

describe('a file with the nine names of the published files', () => {
  const row = (product: string, user: string, price = '1.00', word = 'view') =>
    `2024-03-01 10:00:00 UTC,${word},${product},1,,,${price},${user},s`;

  it('has ids of numbers, though a few are broken', async () => {
    const file = await choose(kaggle(row('1', '2'), row('x', '2'), row('3', '2')));
    expect(file.layout).toMatchObject({ ids: 'number', required: ['price'] });
    expect(await read(file)).toMatchObject({ rowsSound: 2, rowsRejected: 1 });
  });

  it('keeps the ids of any column that numbers would lose', async () => {
    const big = '9223372036854775808';
    for (const [product, user] of [
      ['1', 'u1'],
      ['P-1', '1'],
      ['000123', '1'],
      ['1', big],
    ] as const) {
      const file = await choose(kaggle(row(product, user), row(product, user)));
      expect(file.layout.ids).toBe('text');
      expect((await read(file)).preview[0]?.values).toEqual(expect.arrayContaining([product, user]));
    }
  });

  it('needs no prices where most rows have none', async () => {
    const file = await choose(kaggle(row('1', '2', ''), row('1', '2', ''), row('1', '2', '')));
    expect(await read(file)).toMatchObject({ rowsSound: 3, rowsRejected: 0 });
    const dirty = await choose(kaggle(row('1', '2', ''), row('1', '2'), row('1', '2')));
    expect((await read(dirty)).reasons).toEqual([{ reason: 'price is missing', rows: 1 }]);
  });

  it('may have the words of another layout', async () => {
    const file = await choose(
      kaggle(row('1', '2', '1', 'visualizacao'), row('1', '2', '1', 'remocao'), row('1', '2', '1', 'Compra')),
    );
    expect(file.layout.name).toBe('Eventos de loja');
    expect(await read(file)).toMatchObject({ rowsSound: 3, rowsRejected: 0 });
  });
});

describe('a shipped layout that is asked for', () => {
  it('reads signs, encoding, decimals and times as the file has them', async () => {
    const content = 'timestamp;tipo_evento;id_produto;id_usuario;preco\n';
    for (const time of ['01/10/2019 13:45:00', '1569937500', '1569937500000', '2019-10-01T13:45:00Z']) {
      const file = await choose(`${content}${time};Remoção;P 1;u1;1,50\n`, named('Eventos de loja'));
      const tried = await read(file);
      expect(tried.preview[0]?.values).toEqual([
        '2019-10-01T13:45:00Z',
        'remove_from_cart',
        'P 1',
        ...[null, null, null],
        '1,50',
        'u1',
        null,
      ]);
      expect(tried.rowsSound).toBe(1);
    }
  });

  it('reads nothing into a file without header', async () => {
    await expect(choose('u1,compra,p1,2024-01-01 00:00:00\n', named('Eventos de loja'))).rejects.toMatchObject({
      message: expect.stringContaining(
        'The file has no header: its layout has to tell event_time, event_type, product_id, user_id by positions from 1.',
      ) as string,
    });
  });
});

describe('a proposal for a file without header', () => {
  it('takes rising numbers for times, and says what has to be told by positions', async () => {
    const path = join(folder, 'bare.csv');
    await writeFile(path, '1000001,2000001,4756105,pv,1511544070\n1000001,2000002,4756105,buy,1511544080\n');
    const [found] = await inspectFiles([path], connect, { shipped });
    expect(found).toMatchObject({
      layoutFrom: 'proposed',
      layout: { header: 'no', columns: { event_time: 5, event_type: 4 }, time: { form: 'epoch-seconds' } },
      problem: 'The file has no header: its layout has to tell product_id, user_id by positions from 1.',
    });
  });
});

describe('web events', () => {
  it('ignore views of pages that name no product, and reject others without one', async () => {
    const line = (event: string, product?: string) =>
      JSON.stringify({ timestamp: '2024-03-01T10:00:00Z', event, user_id: 'u', product_id: product });
    const lines = [
      line('page_view', 'p'),
      line('page_view'),
      line('scroll'),
      line('CLICK'),
      line('view_item'),
      line('purchase'),
    ];
    const tried = await read(await choose(lines.join('\n'), undefined, 'web.ndjson'));
    expect(tried).toMatchObject({ rows: 6, rowsSound: 1, rowsIgnored: 3, rowsRejected: 2 });
    expect(tried.reasons).toEqual([{ reason: 'product_id is missing', rows: 2 }]);
  });

  it('have the words of trackers, however they are joined', async () => {
    const words = ['product_viewed', 'addToCart', 'Product Removed', 'checkout-completed', 'checkoutCompleted'];
    const lines = words.map((event) => JSON.stringify({ ts: 1709287200000, event, user: { id: 1 }, sku: 'a' }));
    expect(await read(await choose(lines.join('\n'), undefined, 'words.ndjson'))).toMatchObject({ rowsSound: 5 });
  });
});

describe('what is said of a file that cannot be loaded', () => {
  const plain: WrittenLayout = {
    name: 'Loja',
    columns: { event_time: 'quando', event_type: 'evento', product_id: ['produto', 'sku'], user_id: 9 },
    words: { compra: 'purchase' },
  };

  it('names the columns that its layout does not find, and those that it has', async () => {
    await expect(choose('quando;evento;sku\n1;2;3\n', fileLayout.parse(plain))).rejects.toMatchObject({
      message:
        '“file.csv” cannot be loaded: The file has no column named “quando”, “evento”, “produto” or “sku”, and no column 9. It has: quando;evento;sku.',
      details: { wayOut: expect.stringContaining('Correct the layout “Loja”') as string },
    });
  });

  it('shows three of many names', async () => {
    await expect(choose('a,b\n1,2\n', named('Eventos de loja'))).rejects.toThrow(
      '“timestamp” or “data_hora” or “data_evento” (or 3 other names)',
    );
  });

  it('names a layout that has its columns and not its words', async () => {
    const rows = ['login', 'busca', 'compra'].map((word) => `2024-01-01 00:00:00,${word},1,2`);
    await expect(choose(['timestamp,tipo_evento,id_produto,id_usuario', ...rows].join('\n'))).rejects.toMatchObject({
      message:
        '“file.csv” cannot be loaded: its columns are those of “Eventos de loja”, but not its event types: “login”, “busca”.',
    });
  });

  it('names the layout, and what in it cannot be used', async () => {
    await expect(choose('a\n1\n', fileLayout.parse({ ...plain, time: { zone: 'Marte/Base' } }))).rejects.toThrow(
      'The layout “Loja” cannot be used: time.zone “Marte/Base” is not known',
    );
    const words = { compra: 'purchase', 'Compra ': 'view' } as const;
    await expect(choose('a\n1\n', fileLayout.parse({ ...plain, words }))).rejects.toThrow(
      'The layout “Loja” cannot be used: words has two meanings of “compra”',
    );
  });
});
