import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDoctor } from './doctor.js';

const shippedDir = fileURLToPath(new URL('../..', import.meta.url));
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-doctor-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the doctor', () => {
  it('finds Node, DuckDB, the workspace, the queries and the fonts', async () => {
    const checks = await runDoctor({ workspaceDir: join(dir, 'workspace'), shippedDir });
    const found = new Map(checks.map((check) => [check.name, check]));
    for (const name of ['node', 'duckdb', 'workspace', 'queries', 'fonts'])
      expect(found.get(name)).toMatchObject({ ok: true, wayOut: null });
    expect(found.get('duckdb')?.detail).toMatch(/^DuckDB v\d/);
    expect(await readdir(join(dir, 'workspace'))).toEqual([]);
  });

  it('says what is wrong and what to do', async () => {
    const file = join(dir, 'file');
    await writeFile(file, '');
    const checks = await runDoctor({ workspaceDir: file, shippedDir: dir });
    const failed = checks.filter(({ ok }) => !ok);
    expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining(['workspace', 'queries', 'fonts']));
    for (const { detail, wayOut } of failed) {
      expect(detail).not.toBe('');
      expect(wayOut).not.toBeNull();
    }
  });
});
