/** Real replays into the real store: evidence is what detection counted, and a run that was cut off ends the same. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptAlert, ReplayRequest } from '../../../preload/contract.js';
import { createReplays } from '../detection/replay/create-replays.js';
import {
  buildTestThread,
  fullSpeed,
  header,
  makeShopLines,
  readTestPack,
  type TestThread,
} from '../detection/replay/open-test-replays.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { withWriteLock } from '../workspace/write-lock.js';
import { createAlerts, type Alerts } from './create-alerts.js';

let test: TestWorkspace;
let thread: TestThread;
let alerts: Alerts;
const job = { signal: new AbortController().signal, onProgress: () => undefined };

beforeAll(async () => {
  test = await openTestWorkspace();
  thread = await buildTestThread();
  const { workspace, database, store } = test;
  const path = await test.write('shop.csv', `${[header, ...makeShopLines()].join('\n')}\n`);
  for (const dataset of ['shop', 'cut', 'told']) await test.load({ dataset, paths: [path] });
  alerts = createAlerts({
    workspaceDir: workspace.dir,
    shippedPacks: [await readTestPack('default'), await readTestPack('baseline')],
    version: '1.0.0',
    json: { read: readJson, write: writeJson },
    withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
    datasets: store,
  });
});
afterAll(async () => {
  await alerts.close();
  await test.close();
  await thread.close();
});

/** `stopAfterRows`: cancels there. */
async function play(given: Partial<ReplayRequest>, stopAfterRows = Infinity) {
  const controller = new AbortController();
  const replays = createReplays({
    startThread: thread.start,
    keeper: alerts.keeper,
    getPack: alerts.getPack,
    withDataset: test.store.withDataset,
    batchRows: 200,
  });
  const onProgress = ({ done }: { readonly done: number }) => {
    if (done >= stopAfterRows) controller.abort();
  };
  return replays['replay.run']({ ...fullSpeed, ...given }, { signal: controller.signal, onProgress });
}

async function list(dataset: string, run?: string): Promise<readonly KeptAlert[]> {
  const page = await alerts.handlers['alerts.list']({ dataset, run, withQuiet: true, offset: 0, limit: 1000 }, job);
  return page.alerts;
}

describe('a replay', () => {
  it.each(['default', 'baseline'])(
    'of the pack %s leaves alerts whose evidence is as much as they say',
    async (pack) => {
      const { id } = await play({ pack });
      const found = await list('shop', id);
      expect(found.length).toBeGreaterThan(0);
      for (const alert of found) {
        const table = await alerts.handlers['alerts.evidence'](
          { dataset: 'shop', alert: alert.id, offset: 0, limit: 10_000 },
          job,
        );
        const times = table.columns[0]?.values ?? [];
        expect({ alert, rows: table.rowCount, first: times[0] }).toEqual({
          alert,
          rows: alert.events,
          first: alert.firstEventAt,
        });
        if (alert.entity.type === 'global') continue;
        const { type, id: entity } = alert.entity;
        const all = await alerts.handlers['entity.get'](
          { dataset: 'shop', type, id: entity, offset: 0, limit: 1 },
          job,
        );
        expect(all.events).toBeGreaterThanOrEqual(alert.events);
        expect(all.purchaseValue).toBeGreaterThanOrEqual(alert.purchaseValue - 1e-6);
      }
    },
  );

  it('that was stopped and is resumed, and one that is played again, leave the same alerts', async () => {
    const whole = await list('shop', (await play({})).id);
    await expect(play({ dataset: 'cut' }, 1500)).rejects.toMatchObject({ code: 'cancelled' });
    const [stopped] = await alerts.handlers['alerts.runs']({ dataset: 'cut' }, job);
    expect(stopped).toMatchObject({ state: 'stopped', isCurrent: true });
    const summary = await play({ dataset: 'cut', resume: true });
    expect(summary.id).toBe(stopped?.id);
    expect(await list('cut')).toEqual(whole);
    const folder = join((await test.store.locate('cut')).folder, 'alerts', summary.id);
    const journal = await readFile(join(folder, 'alerts.ndjson'), 'utf8');
    await play({ dataset: 'cut' });
    expect(await list('cut')).toEqual(whole);
    const lines = (text: string) => text.split('\n').sort();
    expect(lines(await readFile(join(folder, 'alerts.ndjson'), 'utf8'))).toEqual(lines(journal));
  });

  it('tells webhooks once, however often it is played', async () => {
    const told: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (data: Buffer) => (body += data.toString()));
      request.on('end', () => {
        const { alert, dataset } = JSON.parse(body) as { alert: { id: string; state: string }; dataset: string };
        told.push(`${dataset} ${alert.id} ${alert.state}`);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    await alerts.handlers['webhooks.save']({ url, secret: 'hush', minSeverity: 'low', isOn: true }, job);
    try {
      await play({ dataset: 'told' });
      const found = await list('told');
      const ids = new Set(found.map(({ id }) => id));
      await expect.poll(() => new Set(told.map((text) => text.split(' ')[1])).size).toBe(ids.size);
      const resolved = found.filter(({ state }) => state === 'resolved');
      await expect.poll(() => told.filter((text) => text.endsWith('resolved')).length).toBe(resolved.length);
      for (let before = -1; before < told.length;) {
        before = told.length;
        await new Promise((resolve) => setTimeout(resolve, 200)); // until nothing more comes
      }
      const before = told.length;
      await play({ dataset: 'told' });
      await alerts.handlers['webhooks.test']({ url }, job); // comes after all that is under way
      expect(told).toHaveLength(before + 1);
    } finally {
      await alerts.handlers['webhooks.remove']({ url }, job);
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
