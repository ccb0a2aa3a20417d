/** The command line as it is shipped: built, a process of its own, the real engine. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../../scripts/vitrine.mjs', import.meta.url));
const rows = 20_000;
let dir: string;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, VITRINE_WORKSPACE: join(dir, 'workspace'), FORCE_COLOR: '0' };
}

function run(...options: readonly string[]): Promise<Ended> {
  const settings = { cwd: dir, env: environment(), maxBuffer: 2 ** 28 };
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...options], settings, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

async function readJson<T>(...options: readonly string[]): Promise<T> {
  const { code, out, err } = await run(...options, '--json', '--quiet');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as T;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-cli-'));
  expect(await run('sample', '--rows', String(rows), '--seed', '7', '--out', 'month.csv')).toMatchObject({ code: 0 });
  expect(await run('load', 'month.csv', '--dataset', 'Month')).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => rm(dir, { recursive: true }));

interface ReportDocument {
  readonly rows: readonly Record<string, unknown>[];
  readonly summary: Record<string, number | null>;
}

describe('the command line', { timeout: 120_000 }, () => {
  it('starts without reading what speaks to AWS and Trino, which lies in a file of its own', async () => {
    const built = (name: string) => readFile(fileURLToPath(new URL(`../../dist/${name}`, import.meta.url)), 'utf8');
    const packages = /^\/\/ node_modules\/(?:@aws-sdk|@smithy|trino-client)\//m;
    expect(await built('cli/vitrine.cjs')).not.toMatch(packages);
    expect(await built('packages/remote.cjs')).toMatch(packages);
  });

  it('loads what it exports, equal', async () => {
    expect(await run('export', '--dataset', 'Month', '--out', 'copy.csv')).toMatchObject({ code: 0 });
    expect(await run('load', 'copy.csv', '--dataset', 'Copy')).toMatchObject({ code: 0 });
    const question = ['report', 'cart-abandonment', '--by', 'product', '--dataset'];
    const original = await readJson<ReportDocument>(...question, 'Month');
    const copy = await readJson<ReportDocument>(...question, 'Copy');
    expect(original.rows.length).toBeGreaterThan(10);
    expect(copy.rows).toEqual(original.rows);
    expect(copy.summary).toEqual(original.summary);
    expect(await run('export', '--dataset', 'Copy', '--out', 'again.csv')).toMatchObject({ code: 0 });
    expect(await readFile(join(dir, 'again.csv'))).toEqual(await readFile(join(dir, 'copy.csv')));
    expect(await run('remove', 'Copy')).toMatchObject({ code: 0 });
    expect((await readJson<{ name: string }[]>('datasets')).map(({ name }) => name)).toEqual(['Month']);
  });

  it('saves a report in every format', async () => {
    for (const format of ['csv', 'json', 'parquet', 'pdf']) {
      const out = `days.${format}`;
      const saved = await readJson<{ bytes: number }>(
        ...`report unique-visitors --dataset Month --out ${out}`.split(' '),
      );
      expect((await readFile(join(dir, out))).length).toBe(saved.bytes);
    }
    expect((await readFile(join(dir, 'days.pdf'), 'latin1')).startsWith('%PDF-')).toBe(true);
    const { rows: days } = JSON.parse(await readFile(join(dir, 'days.json'), 'utf8')) as ReportDocument;
    const lines = (await readFile(join(dir, 'days.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(days.length + 1);
  });

  it('gives no rows for an unknown category, and some for the unknown one', async () => {
    const ask = (category: string) =>
      readJson<ReportDocument>('report', 'unique-visitors', '--dataset', 'Month', '--category', category);
    expect((await ask('no such category')).rows).toEqual([]);
    expect((await ask('')).rows.length).toBeGreaterThan(0);
  });

  it('fails with 1 for a dataset that is not there', async () => {
    const { code, out, err } = await run('quality', '--dataset', 'Nothing', '--json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^vitrine: .*Nothing/);
  });

  it('ends quietly when the reader of its output leaves', async () => {
    const child = spawn(process.execPath, [launcher, 'report', 'top-categories', '--dataset', 'Month'], {
      env: environment(),
    });
    let err = '';
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect([code, err]).toEqual([0, '']);
  });

  it('cancels a load on SIGINT and leaves nothing behind', async () => {
    await run('sample', '--rows', '1000000', '--seed', '1', '--out', 'large.csv');
    const child = spawn(process.execPath, [launcher, 'load', 'large.csv', '--dataset', 'Large'], {
      cwd: dir,
      env: environment(),
    });
    let err = '';
    child.stderr.on('data', (chunk) => {
      if (err === '') child.kill('SIGINT');
      err += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(err).toContain('vitrine: Cancelled.\n');
    expect((await readJson<{ name: string }[]>('datasets')).map(({ name }) => name)).toEqual(['Month']);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends watching on %s with 0', async (signal) => {
    await mkdir(join(dir, 'incoming'), { recursive: true });
    const child = spawn(
      process.execPath,
      [launcher, ...'load incoming --dataset Watched --append --watch'.split(' ')],
      { cwd: dir, env: environment() },
    );
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
      if (err.includes('Watching ') && !child.killed) child.kill(signal);
    });
    const [code] = await once(child, 'close');
    expect([code, err.includes('Cancelled')]).toEqual([0, false]);
  });
});
