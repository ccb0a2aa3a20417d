/** Files and streams give the alerts of the dataset that they would make. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert, Progress, Reject } from '../../../../preload/contract.js';
import type { EventInput } from '../../event-input.js';
import { createInputReader } from '../../ingest/read-input.js';
import { readShippedLayouts } from '../../ingest/shipped-layouts.js';
import { openTestWorkspace, type TestWorkspace } from '../../open-test-workspace.js';
import { createReplays } from './create-replays.js';
import { createStreams, type EventStreams } from './create-streams.js';
import {
  buildTestThread,
  fullSpeed,
  header,
  makeShopLines,
  openTestKeeper,
  readTestPack,
  type TestThread,
} from './open-test-replays.js';

let workspace: TestWorkspace;
let thread: TestThread;
let streams: EventStreams;
let expected: readonly Alert[];
const lines = makeShopLines();

beforeAll(async () => {
  workspace = await openTestWorkspace();
  thread = await buildTestThread();
  const getPack = () => readTestPack('default');
  const { withDataset } = workspace.store;
  streams = createStreams({
    startThread: thread.start,
    getPack,
    withDataset,
    readInput: createInputReader({
      connect: (work) => workspace.database.withConnection({}, work),
      withTemporaryFolder: workspace.workspace.withTemporaryFolder,
      layouts: await readShippedLayouts('resources/layouts'),
    }),
  });
  const path = await workspace.write('shop.csv', `${[header, ...lines].join('\n')}\n`);
  await workspace.load({ dataset: 'shop', paths: [path] });
  const keeper = openTestKeeper();
  const replays = createReplays({ startThread: thread.start, getPack, withDataset, keeper });
  await replays['replay.run'](fullSpeed, { signal: new AbortController().signal, onProgress: () => undefined });
  expected = sort([...keeper.alerts.values()]);
});
afterAll(async () => {
  await workspace.close();
  await thread.close();
});

const sort = (alerts: readonly Alert[]) => [...alerts].sort((a, b) => (a.id < b.id ? -1 : 1));

async function detect(input: EventInput, onProgress: (progress: Progress) => void = () => undefined) {
  const alerts = new Map<string, Alert>();
  const rejects: Reject[] = [];
  const summary = await streams.detectInput(input, undefined, {
    signal: new AbortController().signal,
    onProgress: (progress) => {
      for (const alert of progress.alerts ?? []) alerts.set(alert.id, alert);
      rejects.push(...(progress.rejects ?? []));
      onProgress(progress);
    },
  });
  return { alerts: sort([...alerts.values()]), rejects, summary };
}

/** A stream that comes in pieces of this size, which cut lines anywhere. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) {
    yield bytes.subarray(from, from + size);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const stream = (text: string, size = 50_000): EventInput => ({ name: 'standard input', bytes: pieces(text, size) });

describe('detection over a file', () => {
  it('gives the alerts of the dataset, with and without header, packed or not', async () => {
    const files = {
      'plain.csv': `${[header, ...lines].join('\n')}\n`,
      'headless.csv': lines.join('\n'),
      'packed.csv.gz': gzipSync(`${[header, ...lines].join('\r\n')}\r\n`),
    };
    for (const [name, content] of Object.entries(files)) {
      const { alerts, summary } = await detect({ path: await workspace.write(name, content) });
      expect(summary).toMatchObject({ rows: lines.length, late: 0, rejected: 0 });
      expect(alerts).toEqual(expected);
    }
  });

  it('goes on after rows that are no events, and names their lines', async () => {
    const broken = [...lines];
    broken.splice(2000, 0, 'no event at all', lines[0]?.replace(',view,', ',look,') ?? '');
    const path = await workspace.write('broken.csv', `${[header, ...broken].join('\n')}\n`);
    const { alerts, rejects, summary } = await detect({ path });
    expect(rejects.map(({ line }) => line)).toEqual([2002, 2003]);
    expect(rejects[1]?.reason).toBe('unknown event type “look”');
    expect(summary).toMatchObject({ rows: lines.length, rejected: 2 });
    expect(alerts).toEqual(expected);
  });

  it('goes on after a row of the future, and names its line', async () => {
    const future = [...lines];
    future.splice(1000, 0, 'no event at all', lines[0]?.replace(/^\d{4}/, '2029') ?? '');
    const path = await workspace.write('future.csv', `${[header, ...future].join('\n')}\n`);
    const { alerts, rejects, summary } = await detect({ path });
    expect(rejects.map(({ line }) => line)).toEqual([1002, 1003]);
    expect(rejects[1]).toMatchObject({ file: 'future.csv', reason: expect.stringContaining('6 hours ahead') });
    expect(summary).toMatchObject({ rows: lines.length, rejected: 2, late: 0 });
    expect(alerts).toEqual(expected);
  });

  it('refuses what it cannot read', async () => {
    const path = await workspace.write('other.csv', 'a,b\n1,2\n');
    await expect(detect({ path })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(detect({ path: `${path}.none` })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('detection over a stream', () => {
  it('gives the alerts of the dataset, wherever the pieces are cut', async () => {
    for (const size of [1777, 100_000]) {
      expect((await detect(stream(`${[header, ...lines].join('\n')}\n`, size))).alerts).toEqual(expected);
    }
    expect((await detect(stream(lines.join('\n'), 30_000))).alerts).toEqual(expected);
  });

  it('says what to do where a packed file is piped in', async () => {
    async function* packed() {
      yield gzipSync(lines.join('\n'));
    }
    const failing = detect({ name: 'standard input', bytes: packed() });
    await expect(failing).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining('a gzip file') });
    await expect(failing).rejects.toMatchObject({ details: { wayOut: expect.stringContaining('gunzip') } });
  });

  it('takes what a replay emits', async () => {
    const emitted: string[] = [];
    const job = { signal: new AbortController().signal, onProgress: () => undefined };
    const request = { dataset: 'shop', speed: null, from: null, to: null };
    const { rows } = await streams.emitEvents(request, async (some) => void emitted.push(...some), job);
    expect(rows).toBe(lines.length);
    expect(JSON.parse(emitted[0] ?? '')).toMatchObject({ event_type: 'view', user_session: expect.any(String) });
    expect((await detect(stream(emitted.join('')))).alerts).toEqual(expected);
  });

  it('puts events in order that are late by less than the bound, and drops the others', async () => {
    const shuffled = [...lines];
    for (let at = 0; at + 1 < shuffled.length; at += 2) {
      const [one = '', two = ''] = shuffled.slice(at, at + 2);
      const gap = Date.parse(two.slice(0, 19)) - Date.parse(one.slice(0, 19));
      // Events of one second stay as they came.
      if (gap > 0 && gap < 8000) shuffled.splice(at, 2, two, one);
    }
    expect(shuffled).not.toEqual(lines);
    const { alerts, summary } = await detect(stream(shuffled.join('\n')));
    expect(summary.late).toBe(0);
    expect(alerts).toEqual(expected);
    const late = await detect(stream([...lines, lines[0]].join('\n')));
    expect(late.summary).toMatchObject({ rows: lines.length, late: 1 });
  });

  it('tells alerts while the stream goes on', async () => {
    let tell: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${lines.slice(0, 2000).join('\n')}\n`);
      await told; // the rest comes when an alert has been told of
      yield Buffer.from(lines.slice(2000).join('\n'));
    }
    const { alerts } = await detect({ name: 'standard input', bytes: slow() }, (progress) => {
      if ((progress.alerts?.length ?? 0) > 0) tell();
    });
    expect(alerts).toEqual(expected);
  });

  it('ends when it is cancelled while nothing comes', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${lines.slice(0, 100).join('\n')}\n`);
      await new Promise(() => undefined);
    }
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    const job = { signal: controller.signal, onProgress: () => undefined };
    const running = streams.detectInput({ name: 'standard input', bytes: endless() }, undefined, job);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
