/** A process that replays is killed: what it had found is kept, and the replay that goes on comes to the same alerts. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine.js';
import { header, makeShopLines } from './open-test-replays.js';

const project = join(import.meta.dirname, '../../../..');
let folder: string;
let config: Parameters<typeof createEngine>[0];

/** Replays at a speed that takes minutes, and says when it has kept some alerts and a position. */
const child = `
  import { createEngine } from './engine.js';
  async function run(config: string) {
    const engine = await createEngine(JSON.parse(config));
    await engine.call('replay.run', { run: 'one', dataset: 'shop', pack: 'default', speed: 1000 }, {
      onProgress: ({ frame }) => { if ((frame?.rows ?? 0) > 1200 && (frame?.totalAlerts ?? 0) > 0) process.stdout.write('on its way'); },
    });
  }
  void run(process.argv[2]!);
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-killed-'));
  const shippedDir = join(folder, 'shipped');
  await mkdir(shippedDir);
  for (const part of ['queries', 'resources']) await symlink(join(project, part), join(shippedDir, part), 'dir');
  const entry = (name: string) => join(import.meta.dirname, name);
  await build({
    entryPoints: { 'detection-worker': entry('detection-worker.ts') },
    outdir: join(shippedDir, 'dist', 'engine'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
  });
  await build({
    stdin: { contents: child, resolveDir: join(project, 'main/engine'), loader: 'ts' },
    outfile: join(folder, 'child.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['@duckdb/node-api'],
  });
  config = { workspaceDir: join(folder, 'workspace'), shippedDir, version: 'test', host: 'cli' };
  const path = join(folder, 'shop.csv');
  await writeFile(path, `${[header, ...makeShopLines()].join('\n')}\n`);
  await withEngine(({ call }) => call('datasets.load', { dataset: 'shop', paths: [path] }));
});
afterAll(() => rm(folder, { recursive: true }));

async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await createEngine(config);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function listAlerts({ call }: Engine) {
  const { alerts } = await call('alerts.list', { dataset: 'shop', offset: 0, limit: 1000, withQuiet: true });
  return [...alerts].sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('a process that is killed while it replays', () => {
  it('leaves what the next one goes on from, to the same alerts', async () => {
    const process = spawn(globalThis.process.execPath, [join(folder, 'child.cjs'), JSON.stringify(config)], {
      env: { ...globalThis.process.env, NODE_PATH: join(project, 'node_modules') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => process.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, 1500)); // the position is kept once a second
    process.kill('SIGKILL');
    await new Promise((resolve) => process.once('exit', resolve));

    const request = { run: 'two', dataset: 'shop', pack: 'default', speed: null } as const;
    const resumed = await withEngine(async (engine) => {
      const [left] = await engine.call('alerts.runs', { dataset: 'shop' });
      expect(left).toMatchObject({ state: 'stopped' });
      expect(left?.rows).toBeGreaterThan(0);
      expect(left?.rows).toBeLessThan(3112);
      const states: string[] = [];
      await engine.call(
        'replay.run',
        { ...request, resume: true, speed: 10_000 },
        { onProgress: ({ frame }) => void states.push(frame?.state ?? '') },
      );
      expect(states.at(-1)).toBe('ended');
      return listAlerts(engine);
    });
    const [again, twice] = await withEngine(async (engine) => {
      await engine.call('replay.run', request);
      const once = await listAlerts(engine);
      await engine.call('replay.run', request);
      return [once, await listAlerts(engine)];
    });
    expect(resumed.length).toBeGreaterThan(3);
    expect(resumed).toEqual(again);
    expect(twice).toEqual(again);
  });
});
