import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fileLayout,
  type FileInspection,
  type LoadSummary,
  type TriedLayout,
  type WrittenLayout,
} from '../../preload/contract.js';
import { parseLayout } from './read-layout.js';
import { runProgram } from './run-program.js';
import { fakeSurroundings, type Answers } from './test-surroundings.js';

const written = {
  name: 'Loja',
  delimiter: ';',
  columns: { event_time: 'data', event_type: 'tipo', product_id: 'produto', user_id: ['cliente', 'usuario'] },
  words: { visualizacao: 'view', compra: 'purchase' },
} satisfies WrittenLayout;
const layout = fileLayout.parse(written);
const shipped = fileLayout.parse({ ...written, name: 'Kaggle multi-category store', delimiter: ',' });

const summary: LoadSummary = {
  dataset: 'Loja',
  rowsRead: 10,
  rowsLoaded: 8,
  rowsRejected: 2,
  duplicates: 0,
  duplicatesDropped: false,
  seconds: 0.1,
  bytes: 100,
  rowsIgnored: 1234,
  skipped: [{ file: 'old.csv', reason: 'its content is in the dataset' }],
};

const inspection: FileInspection = {
  path: '/shop/a.csv',
  name: 'a.csv',
  timesNamed: 1,
  kind: 'csv',
  sizeBytes: 100,
  hasHeader: true,
  columns: [],
  missingFields: ['price', 'brand'],
  layout,
  layoutFrom: 'recognised',
  preview: [],
  problem: null,
};

const tried: TriedLayout = {
  rows: 10,
  isWhole: true,
  rowsSound: 10,
  rowsRejected: 0,
  rowsIgnored: 0,
  reasons: [],
  words: [{ word: 'compra', rows: 10, meaning: 'purchase' }],
  preview: [],
  profile: [],
  problem: null,
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-layout-'));
  await writeFile(join(dir, 'loja.json'), `\uFEFF${JSON.stringify(written)}`);
});
afterAll(() => rm(dir, { recursive: true }));

async function run(options: readonly string[], answers: Answers = {}) {
  const fake = fakeSurroundings({
    'datasets.load': () => summary,
    'layouts.list': () => [shipped],
    'files.try': () => tried,
    ...answers,
  });
  const code = await runProgram(options, { ...fake.surroundings, currentDir: dir });
  return { ...fake, code, out: fake.stdout(), err: fake.stderr() };
}

describe('load --layout', () => {
  const load = (name: string) => run(['load', 'a.csv', '--dataset', 'Loja', '--layout', name]);

  it('reads a layout file and fills in what it leaves out', async () => {
    const { code, calls } = await load('loja.json');
    expect(code).toBe(0);
    expect(calls).toEqual([
      { name: 'datasets.load', params: { dataset: 'Loja', paths: [join(dir, 'a.csv')], layout } },
    ]);
  });

  it.each(['kaggle-multi-category', 'Kaggle-Multi-Category.json', 'KAGGLE multi-category store'])(
    'takes a shipped one by the name “%s”',
    async (name) => {
      const { code, calls } = await load(name);
      expect(code).toBe(0);
      expect(calls.at(-1)?.params).toMatchObject({ layout: shipped });
    },
  );

  it('fails with 1 where there is neither file nor name, and says which names there are', async () => {
    const { code, out, err, calls } = await load('nothing.json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('no file “nothing.json”, and no shipped layout');
    expect(err).toContain('kaggle-multi-category.');
    expect(calls.map(({ name }) => name)).toEqual(['layouts.list']);
  });

  it('fails with 1 for a file that holds no layout, and names it', async () => {
    await writeFile(join(dir, 'broken.json'), '{"name": "x",');
    await writeFile(join(dir, 'other.json'), JSON.stringify({ ...written, header: 'maybe' }));
    await writeFile(join(dir, 'events.csv'), 'x'.repeat(1_000_001));
    for (const [name, message] of [
      ['broken.json', '“broken.json” is no JSON: '],
      ['other.json', '“other.json” does not fit: header is none of auto, yes, no.'],
      ['events.csv', '“events.csv” is no layout: it is too large for one.'],
      ['.', '“.” is no layout: it is not a file.'],
    ] as const) {
      const { code, err, calls } = await load(name);
      expect([code, calls]).toEqual([1, []]);
      expect(err).toContain(message);
    }
  });
});

describe('a layout that does not fit', () => {
  it.each([
    [[], 'the layout is not an object'],
    [{ ...written, name: undefined }, 'name is missing'],
    [{ ...written, name: '' }, 'name is empty'],
    [{ ...written, name: 5 }, 'name is not a text'],
    [{ ...written, name: 'x'.repeat(81) }, 'name is longer than 80 characters'],
    [{ ...written, delimeter: ';' }, 'the layout has what no layout has: “delimeter”'],
    [{ ...written, delimiter: '||' }, 'delimiter is not one character'],
    [{ ...written, quote: '""' }, 'quote is not one character'],
    [{ ...written, encoding: 'latin' }, 'encoding is none of utf-8, windows-1252, iso-8859-1, utf-16'],
    [{ ...written, columns: { ...written.columns, user_id: undefined } }, 'columns.user_id is missing'],
    [{ ...written, columns: { ...written.columns, preco: 'preco' } }, 'columns has what no layout has: “preco”'],
    [{ ...written, columns: { ...written.columns, price: 0 } }, 'columns.price is neither a column’s name'],
    [{ ...written, columns: { ...written.columns, price: [] } }, 'columns.price is neither a column’s name'],
    [{ ...written, columns: { ...written.columns, price: true } }, 'columns.price is neither a column’s name'],
    [{ ...written, time: { form: 'iso' } }, 'time.form is neither text, epoch-seconds'],
    [{ ...written, time: { form: 3 } }, 'time.form is neither text, epoch-seconds'],
    [{ ...written, words: { clique: 'click' } }, 'words.clique is none of view, cart, remove_from_cart, purchase'],
    [{ ...written, words: { '': 'view' } }, 'words has an empty word'],
    [{ ...written, words: undefined }, 'words is missing'],
    [{ ...written, required: ['preco'] }, 'required.0 is none of event_time, '],
  ])('is told where and what: %#', (value, clause) => {
    expect(() => parseLayout(JSON.stringify(value), 'l.json')).toThrow(`“l.json” does not fit: ${clause}`);
  });

  it('is told at most five faults', () => {
    const words = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`w${at}`, 'click']));
    expect(() => parseLayout(JSON.stringify({ ...written, words }), 'l.json')).toThrow(
      /words\.w4 is none.*; and 2 more\.$/,
    );
  });
});

describe('load --append', () => {
  it('asks the engine to append, and names what was skipped and ignored', async () => {
    const { code, out, calls } = await run(['load', 'a.csv', '--dataset', 'Loja', '--append']);
    expect(code).toBe(0);
    expect(calls[0]?.params).toMatchObject({ dataset: 'Loja', append: true });
    expect(out).toContain('Appended to Loja in ');
    expect(out).toContain('rows ignored   1,234\n');
    expect(out).toContain('skipped old.csv: its content is in the dataset\n');
  });

  it('says that nothing was added where every file was skipped', async () => {
    const nothing = { rowsRead: 0, rowsLoaded: 0, rowsRejected: 0, rowsIgnored: 0, bytes: 0 };
    const append = (found: Partial<LoadSummary>) =>
      run(['load', 'a.csv', '--dataset', 'Loja', '--append'], {
        'datasets.load': () => ({ ...summary, ...nothing, ...found }),
      });
    expect((await append({})).out).toBe(
      'Nothing was added to Loja.\n  skipped old.csv: its content is in the dataset\n',
    );
    expect((await append({ rowsIgnored: 3 })).out).toContain('Appended to Loja in ');
  });

  it('gives the summary as JSON and heeds --max-rejects', async () => {
    const { code, out } = await run('load a.csv --dataset Loja --append --max-rejects 1 --json'.split(' '));
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual(summary);
  });
});

describe('layout', () => {
  const look = (found: Partial<FileInspection>, result: Partial<TriedLayout>, ...options: readonly string[]) =>
    run(['layout', 'a.csv', ...options], {
      'files.inspect': () => [{ ...inspection, ...found }],
      'files.try': () => ({ ...tried, ...result }),
    });

  it('prints the layout so that load can read it, and tells the rest on standard error', async () => {
    const { code, out, err, calls } = await look({}, {});
    expect(code).toBe(0);
    expect(parseLayout(out, 'printed')).toEqual(layout);
    expect(err).toContain('“a.csv” is recognised: Loja.\nNot in the file: price, brand.\n');
    expect(err).toContain('All 10 rows looked at: 10 sound, 0 rejected, 0 ignored.\n');
    expect(calls).toEqual([
      { name: 'files.inspect', params: { paths: [join(dir, 'a.csv')] } },
      { name: 'files.try', params: { path: join(dir, 'a.csv'), layout } },
    ]);
  });

  it('writes it to --out instead', async () => {
    const { code, out, err } = await look({}, {}, '--out', 'new.json');
    expect([code, out]).toEqual([0, '']);
    expect(parseLayout(await readFile(join(dir, 'new.json'), 'utf8'), 'new.json')).toEqual(layout);
    expect(err).toContain('Wrote new.json. Load with it: vitrine load "a.csv" --dataset NAME --layout "new.json"\n');
  });

  it('does not write over the file that it looks at', async () => {
    const { code, calls } = await look({}, {}, '--out', './a.csv');
    expect([code, calls]).toEqual([2, []]);
  });

  it('refuses a folder before anything is opened', async () => {
    const { code, out, err, opened } = await run(['layout', '.']);
    expect([code, out, opened]).toEqual([2, '', []]);
    expect(err).toContain('“.” is a folder: a layout is found out from one file.\nName one of the files in it.\n');
  });

  it('names the prices that cannot be read', async () => {
    const row = (text: string) => ({ values: [], reason: `price is not a number: “${text}”` });
    const preview = [row('1.019,90'), { values: [], reason: null }, row('1.019,90'), row('R$ 5')];
    const { code, err } = await look({ layout: { ...layout, decimal: ',' } }, { rowsRejected: 3, preview });
    expect(code).toBe(3);
    expect(err).toContain('Prices that cannot be read: 1.019,90, R$ 5.\n');
    expect(err).toContain('“,” before its decimals, without signs between thousands');
  });

  it('gives everything in one document with --json', async () => {
    const { out } = await look({ layoutFrom: 'proposed' }, {}, '--json');
    expect(JSON.parse(out)).toEqual({
      file: 'a.csv',
      layoutFrom: 'proposed',
      layout,
      columns: [],
      missingFields: ['price', 'brand'],
      problem: null,
      tried,
    });
  });

  const unknown = [{ word: 'scroll\u001b', rows: 3, meaning: null }];
  it.each<[string, Partial<FileInspection>, Partial<TriedLayout>, number, string]>([
    ['a full proposal', { layoutFrom: 'proposed', missingFields: [] }, {}, 0, 'look at it before you load'],
    ['a proposal with gaps', { layoutFrom: 'proposed' }, {}, 3, 'Not in the file: price, brand.'],
    ['a needed field', { missingFields: ['user_id'] }, {}, 3, 'Not found, and needed: user_id.'],
    [
      'rejects',
      {},
      { isWhole: false, rowsRejected: 2, reasons: [{ reason: 'no price', rows: 2 }] },
      3,
      'The first 10 rows looked at: 10 sound, 2 rejected, 0 ignored.\n  2 rejected: no price\n',
    ],
    ['unknown words', {}, { words: unknown }, 3, 'Words without a meaning, rejected: scroll� (3).'],
    [
      'words that the layout ignores',
      { layout: { ...layout, unknownWords: 'ignore' } },
      { words: unknown, rowsIgnored: 3 },
      0,
      'Words without a meaning, ignored: scroll� (3).',
    ],
    ['a layout that does not fit', {}, { problem: 'It has no such column.' }, 3, 'It has no such column.'],
    ['a file that cannot be loaded', { problem: 'The file is empty.' }, {}, 3, 'The file is empty.'],
  ])('tells of %s', async (_, found, result, code, message) => {
    const looked = await look(found, result);
    expect(looked.err).toContain(message);
    expect(looked.code).toBe(code);
  });

  it('fails with 1 where none can be proposed', async () => {
    const { code, out, err } = await look({ layout: null, layoutFrom: null, problem: 'No column of times.' }, {});
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^vitrine: No column of times\.\nWrite one by hand/);
  });
});

describe('layouts', () => {
  it('lists the shipped ones with their files', async () => {
    const { code, out } = await run(['layouts']);
    expect(code).toBe(0);
    expect(out).toMatch(/Kaggle multi-category store +kaggle-multi-category\.json +data, tipo, produto, cliente\n/);
    const json = JSON.parse((await run(['layouts', '--json'])).out) as unknown;
    expect(json).toEqual([{ file: 'kaggle-multi-category.json', ...shipped }]);
  });
});
