/** The shipped command line fetches a file of the web, is killed in the middle, and goes on. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoadSummary } from '../../preload/contract.js';
import { openTestServer, type TestServer } from '../engine/lake/fetch/open-test-server.js';
import { writeSample } from '../engine/sample/write-sample.js';

const launcher = fileURLToPath(new URL('../../scripts/vitrine.mjs', import.meta.url));
const rows = 300_000;
const partBytes = 8 * 2 ** 20;

let folder: string;
let server: TestServer;
let hold: (() => Promise<void> | undefined) | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-killed-'));
  const path = join(folder, '2019-Oct.csv');
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  await writeSample({ rows, seed: 3, kind: 'app', path, ...job });
  server = await openTestServer(() => ({ path, hold }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

it('goes on after a kill −9, with nothing fetched twice beyond a part', { timeout: 300_000 }, async () => {
  const load = [launcher, 'load', `${server.url}/2019-Oct.csv`, '--dataset', 'October', '--json'];
  const settings = { cwd: folder, env: { ...process.env, VITRINE_WORKSPACE: join(folder, 'workspace') } };
  const { size } = await stat(join(folder, '2019-Oct.csv'));
  expect(size).toBeGreaterThan(4 * partBytes);

  const child = spawn(process.execPath, load, { ...settings, stdio: 'ignore', detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error('It did not start.');
  // everything is held up until what is under way has been read, as a network has less under way than a loopback
  let held: Promise<void> | undefined;
  hold = () => {
    if (server.sent() < 2.5 * partBytes) return undefined;
    held ??= sleep(3000).then(() => void process.kill(-pid, 'SIGKILL')); // the launcher, and what it has started
    return held;
  };
  await once(child, 'close');
  await held;
  hold = undefined;
  const sentBefore = server.sent();

  const { stdout } = await promisify(execFile)(process.execPath, load, settings);
  expect((JSON.parse(stdout) as LoadSummary).rowsLoaded).toBe(rows);
  expect(sentBefore).toBeGreaterThan(2 * partBytes);
  // The server counts what it wrote, also what lay in the buffers of four connections and was never read.
  expect(server.sent() - size).toBeLessThan(2 * partBytes);

  const sentAfter = server.sent();
  await promisify(execFile)(
    process.execPath,
    load.map((word) => word.replace('October', 'Again')),
    settings,
  ).catch((error: unknown) => expect.fail(String(error)));
  expect(server.sent()).toBe(sentAfter);
});
