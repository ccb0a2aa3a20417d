import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleBrands, exampleCarts } from '../../charts/example-results.js';
import { EngineError, type LoadSummary, type QualityLevel } from '../../preload/contract.js';
import { runProgram } from './run-program.js';
import { fakeSurroundings, type Answers } from './test-surroundings.js';

async function run(command: string | readonly string[], answers: Answers = {}, environment = {}) {
  const fake = fakeSurroundings(answers, environment);
  const code = await runProgram(typeof command === 'string' ? command.split(' ') : command, fake.surroundings);
  return { ...fake, code, out: fake.stdout(), err: fake.stderr() };
}

const summary: LoadSummary = {
  dataset: 'October',
  rowsRead: 17_435,
  rowsLoaded: 17_434,
  rowsRejected: 1,
  duplicates: 5,
  duplicatesDropped: false,
  seconds: 0.8,
  bytes: 2_300_000,
  rowsIgnored: 0,
  skipped: [],
};

describe('help and version', () => {
  it('go to standard output and end with 0', async () => {
    const help = await run('--help');
    expect([help.code, help.err]).toEqual([0, '']);
    for (const name of [
      'load',
      'layout',
      'layouts',
      'datasets',
      'remove',
      'rejects',
      'quality',
      'report',
      'export',
      'sample',
      'publish',
      'serve',
    ])
      expect(help.out).toContain(`  ${name} `);
    expect(help.out).not.toContain('  run ');
    expect(await run('--version')).toMatchObject({ code: 0, out: '1.2.3\n' });
  });

  it.each('load layout layouts datasets remove rejects quality report alerts export sample serve doctor'.split(' '))(
    'of %s has an example',
    async (name) => {
      const { code, out, opened } = await run(`${name} --help`);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Examples?:\\n  \\$ vitrine ${name}`));
      expect(opened).toEqual([]);
    },
  );

  it('of a report shows its own parameters and its definition', async () => {
    const { out } = await run('report cart-abandonment --help');
    expect(out).toContain('--window-hours');
    expect(out).toContain('"weekday_hour"');
    expect(out).toContain('Abandonment rate = abandoned');
  });
});

describe('wrong usage ends with 2, opens no engine and prints nothing to standard output', () => {
  it.each([
    ['', 'Usage'],
    ['nonsense', "unknown command 'nonsense'"],
    ['load --dataset x', "missing required argument 'file'"],
    ['load a.csv', "required option '--dataset <name>'"],
    ['load a.csv --dataset x --max-rejects few', 'whole number'],
    ['load shop --dataset x --watch', '“--watch” needs “--append”'],
    ['load a b --dataset x --append --watch', '“--watch” takes one folder'],
    ['load a --dataset ../x --append --watch', 'a dataset name has'],
    ['load a --dataset x --append --watch --interval 0', 'seconds above 0'],
    ['layout', "missing required argument 'file'"],
    ['layout a.csv b.csv', 'too many arguments'],
    ['publish --dataset x --dry-run', "required option '--connection <name>'"],
    ['run plan.json', 'The command “run” is not built yet'],
    ['report --dataset x', "missing required argument 'id'"],
    ['report carts --dataset x', 'The reports are brand-opportunities, cart-abandonment'],
    ['report unique-visitors', '“--dataset NAME” is missing'],
    ['report unique-visitors --dataset x --grain year', 'Allowed choices are day, week, month'],
    ['report unique-visitors --dataset x --window-hours 3', "unknown option '--window-hours'"],
    ['report cart-abandonment --dataset x --window-hours 0', 'whole number from 1'],
    ['report unique-visitors --dataset x --from 2019-02-29', 'day of the calendar'],
    ['report unique-visitors --dataset x --from 2019-10-02 --to 2019-10-02', 'holds no day'],
    ['report unique-visitors --dataset x --engine hive', 'Allowed choices are duckdb, athena, trino'],
    ['report unique-visitors --dataset x --engine duckdb --connection lake', 'contradict'],
    ['report unique-visitors --dataset x --yes', '“--yes” is for engines elsewhere'],
    ['report unique-visitors --dataset x --format xlsx', 'Allowed choices are csv, json, parquet, pdf'],
    ['report unique-visitors --dataset x --format pdf', '“--format pdf” needs “--out FILE”.'],
    ['report unique-visitors --dataset x --out table.txt', 'format of table.txt is not known'],
    ['report unique-visitors --dataset x --format csv --json', 'contradict'],
    ['sample --rows 0 --out a.csv', 'whole number from 1'],
    ['serve --port 99999', 'whole number from 0 to 65535'],
    ['rejects --dataset x extra', 'too many arguments'],
  ])('%s', async (command, message) => {
    const { code, out, err, opened } = await run(command === '' ? [] : command);
    expect(err).toContain(message);
    expect([code, out, opened]).toEqual([2, '', []]);
  });

  it('also where the engine refuses the parameters', async () => {
    const refused = await run('report unique-visitors --dataset x --tz Mars --json', {
      'reports.run': () => {
        throw new EngineError('bad_params', '“Mars” is not a known time zone.', { wayOut: 'Use UTC.' });
      },
    });
    expect(refused).toMatchObject({ code: 2, out: '', err: 'vitrine: “Mars” is not a known time zone.\nUse UTC.\n' });
    expect(refused.closed()).toBe(1);
  });
});

describe('the workspace', () => {
  it('is the option, wherever it stands, else the variable', async () => {
    const answers: Answers = { 'datasets.list': () => [], 'datasets.broken': () => [] };
    const folder = async (command: string, environment = {}) =>
      (await run(command, answers, environment)).opened[0]?.workspaceDir;
    expect(await folder('datasets --workspace here')).toBe(resolve('/shop/here'));
    expect(await folder('--workspace here datasets')).toBe(resolve('/shop/here'));
    expect(await folder('datasets', { VITRINE_WORKSPACE: '/there' })).toBe(resolve('/there'));
  });
});

describe('load', () => {
  it('asks for absolute paths and prints the counts', async () => {
    const { code, out, calls } = await run('load a.csv /b/c.csv.gz --dataset October --drop-duplicates', {
      'datasets.load': () => summary,
    });
    expect(code).toBe(0);
    expect(calls).toEqual([
      {
        name: 'datasets.load',
        params: {
          dataset: 'October',
          paths: [resolve('/shop/a.csv'), resolve('/b/c.csv.gz')],
          dropDuplicates: true,
        },
      },
    ]);
    expect(out).toContain('rows read      17,435\n');
    expect(out).toContain('rows rejected  1\n');
  });

  it('tells what is noted on standard error', async () => {
    const notes = ['“a.csv” is named twice and loaded once.'];
    const { code, err } = await run('load a.csv a.csv --dataset October', {
      'datasets.load': () => ({ ...summary, notes }),
    });
    expect(code).toBe(0);
    expect(err).toContain(`${notes[0]}\n`);
  });

  it('prints the fields of the contract as JSON', async () => {
    const { out } = await run('load a.csv --dataset October --json', { 'datasets.load': () => summary });
    expect(JSON.parse(out)).toEqual(summary);
  });

  it('ends with 3 above --max-rejects, and only above', async () => {
    const answers: Answers = { 'datasets.load': () => summary };
    expect((await run('load a.csv --dataset October --max-rejects 1', answers)).code).toBe(0);
    const above = await run('load a.csv --dataset October --max-rejects 0 --json', answers);
    expect(above.code).toBe(3);
    expect(JSON.parse(above.out)).toMatchObject({ rowsLoaded: 17_434 });
  });

  it('ends with 1 and a way out when it fails', async () => {
    const { code, out, err } = await run('load a.csv --dataset October --json', {
      'datasets.load': () => {
        throw new EngineError('no_space', 'The disk is full.', { wayOut: 'Free some.' });
      },
    });
    expect([code, out, err]).toEqual([1, '', 'vitrine: The disk is full.\nFree some.\n']);
  });

  it('ends with 130 when interrupted, the engine closed', async () => {
    const fake = fakeSurroundings({
      'datasets.load': (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')));
          fake.controller.abort();
        }),
    });
    expect(await runProgram(['load', 'a.csv', '--dataset', 'x'], fake.surroundings)).toBe(130);
    expect([fake.stdout(), fake.stderr(), fake.closed()]).toEqual(['', 'vitrine: Cancelled.\n', 1]);
  });

  it('tells progress on standard error, not with --quiet', async () => {
    const answers: Answers = {
      'datasets.load': (_, { onProgress }) => {
        onProgress?.({ phase: 'Reading', done: 1, total: 2, unit: 'bytes', rows: 1000 });
        return { ...summary, rowsRejected: 0 };
      },
    };
    expect((await run('load a.csv --dataset x', answers)).err).toBe('Reading\n');
    expect((await run('load a.csv --dataset x --quiet', answers)).err).toBe('');
  });
});

describe('report', () => {
  const answers: Answers = { 'reports.run': () => exampleCarts('hour') };

  it('hands filters and own parameters to the engine; the empty value stays one', async () => {
    const { calls } = await run(
      [
        ...'report cart-abandonment --dataset x --from 2019-10-01 --to 2019-10-08 --tz Asia/Kathmandu'.split(' '),
        ...['--category', '', '--brand=', '--exclude-flagged', '--by', 'hour', '--window-hours', '168', '--json'],
      ],
      answers,
    );
    expect(calls[0]?.params).toEqual({
      report: 'cart-abandonment',
      dataset: 'x',
      from: '2019-10-01',
      to: '2019-10-08',
      tz: 'Asia/Kathmandu',
      category: '',
      brand: '',
      excludeFlagged: true,
      own: { by: 'hour', 'window-hours': 168 },
    });
  });

  it('prints one JSON document', async () => {
    const { code, out } = await run('report cart-abandonment --dataset x --json', answers);
    const document = JSON.parse(out) as { rows: unknown[]; columns: { name: string }[] };
    expect(code).toBe(0);
    expect(document.rows).toHaveLength(24);
    expect(document.columns.map(({ name }) => name).slice(0, 3)).toEqual(['hour', 'cart_lines', 'bought']);
  });

  it('prints CSV where it is asked for, without a file', async () => {
    const { out } = await run('report cart-abandonment --dataset x --format csv', answers);
    expect(out.startsWith('hour,cart_lines,bought,')).toBe(true);
    expect(out.split('\r\n')).toHaveLength(26);
  });

  it('prints an aligned table for people', async () => {
    const { out } = await run('report brand-opportunities --dataset x', { 'reports.run': () => exampleBrands(3) });
    const lines = out.split('\n');
    const rule = lines.findIndex((line) => line.startsWith('───'));
    expect(lines[rule - 1]).toMatch(/^brand +sessions/);
    expect(new Set(lines.slice(rule - 1, rule + 4).map((line) => line.indexOf('sessions'))).size).toBe(2);
    expect(lines.length - rule).toBe(5);
  });

  it('writes a file in the format named or in that of its ending', async () => {
    const saved = { path: '/shop/carts.pdf', bytes: 1000, rows: 24 };
    const save = (command: string) => run(command, { 'export.report': () => saved });
    const byEnding = await save('report cart-abandonment --dataset x --out carts.PDF');
    expect(byEnding.calls[0]?.params).toMatchObject({ format: 'pdf', path: resolve('/shop/carts.PDF') });
    expect(byEnding).toMatchObject({ code: 0, out: '', err: 'Wrote carts.PDF (24 rows, 1.0 kB).\n' });
    const named = await save('report cart-abandonment --dataset x --format csv --out carts.txt --json');
    expect(named.calls[0]?.params).toMatchObject({ format: 'csv' });
    expect(JSON.parse(named.out)).toEqual(saved);
  });
});

describe('other commands', () => {
  it('quality ends with 3 for a red check alone', async () => {
    const quality = (level: QualityLevel): Answers => ({
      'quality.get': () => ({
        checks: [{ id: 'rejected_rows', title: 'Rejected', level, count: 2, unit: 'rows', why: '', examples: [] }],
        published: [],
      }),
    });
    expect((await run('quality --dataset x', quality('amber'))).code).toBe(0);
    const red = await run('quality --dataset x --json', quality('red'));
    expect(red.code).toBe(3);
    expect(JSON.parse(red.out)).toMatchObject({ checks: [{ id: 'rejected_rows', level: 'red' }], published: [] });
  });

  it('rejects gives all pages', async () => {
    const all = Array.from({ length: 25_000 }, (_, line) => ({ file: 'a.csv', line, reason: 'no', text: '\u001b[2J' }));
    const answers: Answers = {
      'datasets.rejects': ({ offset, limit }) => ({ total: all.length, rejects: all.slice(offset, offset + limit) }),
    };
    expect(JSON.parse((await run('rejects --dataset x --json', answers)).out)).toEqual(all);
    const text = (await run('rejects --dataset x', answers)).out;
    expect(text).toContain('a.csv:24999: no\n');
    expect(text).not.toContain('\u001b');
    const none: Answers = { 'datasets.rejects': () => ({ total: 0, rejects: [] }) };
    expect(JSON.parse((await run('rejects --dataset x --json', none)).out)).toEqual([]);
  });

  it('datasets lists, and names those that cannot be opened', async () => {
    const { out, err } = await run('datasets --json', {
      'datasets.list': () => [],
      'datasets.broken': () => [{ name: 'old', error: { code: 'wrong_version', message: 'Too new.', details: {} } }],
    });
    expect(JSON.parse(out)).toEqual([]);
    expect(err).toBe('old cannot be opened: Too new.\n');
  });

  it('remove, export and sample ask the engine', async () => {
    expect(await run('remove October --json', { 'datasets.remove': () => null })).toMatchObject({ code: 0 });
    const saved = { path: '/shop/a.parquet', bytes: 10, rows: 5 };
    const exported = await run('export --dataset x --out a.parquet', { 'export.dataset': () => saved });
    expect(exported.calls[0]?.params).toEqual({ dataset: 'x', path: resolve('/shop/a.parquet') });
    const sampled = await run('sample --rows 1000 --seed 7 --out a.csv', { 'sample.write': () => saved });
    expect(sampled.calls[0]?.params).toEqual({ rows: 1000, seed: 7, path: resolve('/shop/a.csv') });
  });
});
