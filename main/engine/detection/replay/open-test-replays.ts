/** For tests of replays: a dataset with attacks in it, the thread as it is shipped, and a keeper that remembers. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Alert, ReplayRequest, RunInfo } from '../../../../preload/contract.js';
import { rulePack, type RulePack } from '../../../../preload/rules/pack.js';
import type { AlertKeeper, RunPosition } from '../../alert-keeper.js';
import { startThreadFrom, type StartThread } from './detection-thread.js';

export interface TestThread {
  readonly file: string;
  readonly start: StartThread;
  close(): Promise<void>;
}

/** The thread bundled as it is shipped. */
export async function buildTestThread(): Promise<TestThread> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-thread-'));
  const file = join(folder, 'detection-worker.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'detection-worker.ts')],
    outfile: file,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node16',
    logLevel: 'error',
  });
  return { file, start: startThreadFrom(file), close: () => rm(folder, { recursive: true }) };
}

export const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

const session = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/**
 * Two hours of a small shop as lines of a CSV without header, in order: people with pauses, one who reads product after
 * product each second for five minutes, one who does so later at half the speed, and one who buys too often.
 */
export function makeShopLines(): readonly string[] {
  const rows: { readonly at: number; readonly text: string }[] = [];
  const start = Date.UTC(2019, 10, 4, 9, 59, 50);
  const add = (at: number, type: string, product: number, user: number, sessionNumber: number) => {
    const time = new Date(start + Math.floor(at) * 1000).toISOString().replace('T', ' ').replace('.000Z', ' UTC');
    const price = `${(product % 90) + 10}.50`;
    const text = `${time},${type},${product},${product % 7},a.b${product % 5},brand${product % 3},${price},${user},${session(sessionNumber)}`;
    rows.push({ at: Math.floor(at), text });
  };
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x80000000;
  };
  for (let n = 0; n < 2500; n++) {
    const user = 1000 + Math.floor(random() * 300);
    const type = random() < 0.9 ? 'view' : random() < 0.7 ? 'cart' : 'purchase';
    add(random() * 7200, type, 1 + Math.floor(random() * 500), user, user);
  }
  for (let n = 0; n < 300; n++) add(1000 + n, 'view', 2000 + n * 3, 7, 7);
  for (let n = 0; n < 300; n++) add(4000 + n * 2, 'view', 5000 + ((n * 37) % 400), 8, 8);
  for (let n = 0; n < 12; n++) add(6500 + n * 25, 'purchase', 77, 9, 9);
  return rows.sort((a, b) => a.at - b.at).map(({ text }) => text);
}

export async function readTestPack(name: 'default' | 'baseline'): Promise<RulePack> {
  const path = join(import.meta.dirname, '../../../../resources/packs', `${name}.json`);
  return rulePack.parse(JSON.parse(await readFile(path, 'utf8')));
}

export interface TestKeeper extends AlertKeeper {
  readonly alerts: Map<string, Alert>;
  readonly positions: RunPosition[];
  readonly ended: string[];
}

/** `earlier` is how far a replay before has come. */
export function openTestKeeper(earlier: RunPosition | null = null): TestKeeper {
  const alerts = new Map<string, Alert>();
  const positions: RunPosition[] = [];
  const ended: string[] = [];
  return {
    alerts,
    positions,
    ended,
    async openRun({ dataset, pack, from, to, totalRows }) {
      return {
        id: 'kept',
        earlier,
        async put(changed) {
          for (const alert of changed) alerts.set(alert.id, alert);
        },
        async reached(position) {
          positions.push(position);
        },
        async end(state, position): Promise<RunInfo> {
          ended.push(state);
          return {
            id: 'kept',
            dataset,
            pack: pack.name,
            packVersion: pack.version,
            from,
            to,
            startedAt: '2020-01-01T00:00:00Z',
            state,
            ...position,
            totalRows,
            alerts: alerts.size,
            isCurrent: true,
          };
        },
      };
    },
  };
}

export const fullSpeed: Pick<ReplayRequest, 'run' | 'dataset' | 'speed'> = { run: 'one', dataset: 'shop', speed: null };
