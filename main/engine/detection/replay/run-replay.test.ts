import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError, type LiveFrame, type Progress, type ReplayRequest } from '../../../../preload/contract.js';
import type { Connection } from '../../database.js';
import { openTestWorkspace, type TestWorkspace } from '../../open-test-workspace.js';
import { createReplays, type ReplayNeeds } from './create-replays.js';
import { startThreadFrom } from './detection-thread.js';
import {
  buildTestThread,
  fullSpeed,
  header,
  makeShopLines,
  openTestKeeper,
  readTestPack,
  type TestKeeper,
  type TestThread,
} from './open-test-replays.js';

let workspace: TestWorkspace;
let thread: TestThread;
let needs: Omit<ReplayNeeds, 'keeper'>;

beforeAll(async () => {
  workspace = await openTestWorkspace();
  thread = await buildTestThread();
  const path = await workspace.write('shop.csv', `${[header, ...makeShopLines()].join('\n')}\n`);
  await workspace.load({ dataset: 'shop', paths: [path] });
  const pack = await readTestPack('default');
  needs = {
    startThread: thread.start,
    getPack: async (choice) => (choice === 'baseline' ? readTestPack('baseline') : pack),
    withDataset: workspace.store.withDataset,
  };
});
afterAll(async () => {
  await workspace.close();
  await thread.close();
});

interface Played {
  readonly keeper: TestKeeper;
  readonly frames: readonly LiveFrame[];
  readonly progress: readonly Progress[];
}

/** Plays to the end; `onFrame` may control the run. */
async function play(
  request: Partial<ReplayRequest> = {},
  more: Partial<ReplayNeeds> = {},
  onFrame: (frame: LiveFrame, replays: ReturnType<typeof createReplays>) => void = () => undefined,
): Promise<Played> {
  const keeper = (more.keeper ?? openTestKeeper()) as TestKeeper;
  const replays = createReplays({ ...needs, ...more, keeper });
  const progress: Progress[] = [];
  await replays['replay.run'](
    { ...fullSpeed, ...request },
    {
      signal: new AbortController().signal,
      onProgress: (told) => {
        progress.push(told);
        if (told.frame !== undefined) onFrame(told.frame, replays);
      },
    },
  );
  return { keeper, progress, frames: progress.flatMap(({ frame }) => frame ?? []) };
}

const job = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
const tableOf = ({ keeper }: Played) => [...keeper.alerts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('a replay', () => {
  it('finds the attacks, and sees every event', async () => {
    const played = await play();
    const table = tableOf(played);
    expect(table.map(({ user }) => user)).toEqual(expect.arrayContaining(['7', '8', '9']));
    expect(table.find(({ family }) => family === 'rate')).toMatchObject({
      pack: 'default',
      entity: { type: 'session', id: '00000000-0000-4000-8000-000000000007' },
      firstEventAt: '2019-11-04T10:16:30Z',
    });
    expect(played.frames.at(-1)).toMatchObject({ state: 'ended', rows: 3112, totalRows: 3112 });
    expect(played.keeper.ended).toEqual(['complete']);
  });

  it('has the same alerts however its events are cut, at any speed, after pauses and steps', async () => {
    const expected = tableOf(await play());
    expect(expected.length).toBeGreaterThan(3);
    for (const batchRows of [13, 97, 1000]) {
      expect(tableOf(await play({}, { batchRows }))).toEqual(expected);
    }
    expect(tableOf(await play({ speed: 40_000 }))).toEqual(expected);
    let turn = 0;
    const stepped = await play({ speed: 3600, isPaused: true }, { batchRows: 500 }, (frame, replays) => {
      turn++;
      const control = (params: object) => void replays['replay.control']({ run: 'one', ...params }, job());
      if (turn === 1) control({ action: 'step' });
      else if (turn === 2) control({ action: 'step', speed: 100 });
      else if (turn === 3) control({ action: 'play', speed: 10_000 });
      else if (turn === 5) control({ action: 'pause' });
      else if (frame.state === 'paused') control({ action: 'play', speed: null });
    });
    expect(tableOf(stepped)).toEqual(expected);
    expect(stepped.frames.some(({ state }) => state === 'paused')).toBe(true);
  });

  it('steps a minute of event time and pauses there', async () => {
    const times: string[] = [];
    await play({ speed: 1, isPaused: true }, {}, (frame, replays) => {
      if (frame.state === 'paused') times.push(frame.at);
      const action = times.length < 3 ? { action: 'step' as const } : { action: 'play' as const, speed: null };
      void replays['replay.control']({ run: 'one', ...action }, job()).catch(() => undefined);
    });
    const [start, ...steps] = [...new Set(times)].map((time) => Date.parse(time));
    expect(steps.map((time) => (time - (start as number)) / 60_000)).toEqual([1, 2]);
  });

  it('takes the events of a range, half-open', async () => {
    const { frames } = await play({ from: '2019-11-04T10:16:30Z', to: '2019-11-04T10:16:31Z' });
    const among = makeShopLines().filter((line) => line.startsWith('2019-11-04 10:16:30'));
    expect(frames.at(-1)?.rows).toBe(among.length);
    const empty = await play({ from: '2021-01-01T00:00:00Z' });
    expect(empty.keeper.ended).toEqual(['complete']);
  });

  it('catches up to where it was stopped, and comes to the same alerts', async () => {
    const expected = tableOf(await play());
    const earlier = { rows: 1500, at: '2019-11-04T11:00:00Z', late: 0, evicted: 0 };
    const { keeper, frames } = await play({ resume: true, speed: 36_000 }, { keeper: openTestKeeper(earlier) });
    expect([...keeper.alerts.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected);
    expect(frames.filter(({ state }) => state === 'playing').every(({ rows }) => rows >= 1500)).toBe(true);
  });

  it('tells every change of state where it is followed', async () => {
    const { progress, frames } = await play({ follow: true });
    const states = new Map<string, string[]>();
    for (const { id, state } of progress.flatMap(({ alerts }) => alerts ?? [])) {
      const known = states.get(id) ?? [];
      if (known.at(-1) !== state) states.set(id, [...known, state]);
    }
    expect(frames).toEqual([]);
    expect([...states.values()]).toContainEqual(['firing', 'recovering', 'resolved']);
  });
});

describe('a replay that goes wrong', () => {
  it('fails where it has not seen all the events that were counted', async () => {
    const loseOne = (connection: Connection): Connection => ({
      ...connection,
      vectors: async (sql, values) =>
        (await connection.vectors(sql, values)).map((vector) => vector.slice(1) as typeof vector),
    });
    const withDataset: ReplayNeeds['withDataset'] = (name, options, work) =>
      workspace.store.withDataset(name, options, (connection) => work(loseOne(connection)));
    const keeper = openTestKeeper();
    await expect(play({}, { withDataset, keeper })).rejects.toMatchObject({ code: 'mismatch' });
    expect(keeper.ended).toEqual(['stopped']);
  });

  it('fails where events are out of order', async () => {
    const swap = (connection: Connection): Connection => ({
      ...connection,
      vectors: async (sql, values) =>
        (await connection.vectors(sql, values)).map((vector) => vector.reverse() as typeof vector),
    });
    const withDataset: ReplayNeeds['withDataset'] = (name, options, work) =>
      workspace.store.withDataset(name, options, (connection) => work(swap(connection)));
    await expect(play({}, { withDataset })).rejects.toMatchObject({ code: 'mismatch' });
  });

  it('says so where its thread dies', async () => {
    const path = await workspace.write('dying.cjs', 'setTimeout(() => { throw new Error("no memory"); }, 20);');
    const failing = play({}, { startThread: startThreadFrom(path) });
    await expect(failing).rejects.toThrow(/ended early: no memory/);
    await expect(play({}, { startThread: startThreadFrom(`${path}.gone`) })).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('ends at once when it is cancelled, paused or not', async () => {
    const keeper = openTestKeeper();
    const replays = createReplays({ ...needs, keeper });
    const controller = new AbortController();
    const running = replays['replay.run'](
      { ...fullSpeed, isPaused: true },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(keeper.ended).toEqual(['stopped']);
    await expect(replays['replay.control']({ run: 'one', action: 'play' }, job())).rejects.toBeInstanceOf(EngineError);
  });
});

describe('packs that are tried', () => {
  it('counts alerts by rule and day, keeps nothing, and gives the spread of each signal', async () => {
    const keeper = openTestKeeper();
    const replays = createReplays({ ...needs, keeper });
    const simulation = await replays['replay.simulate']({ dataset: 'shop', pack: 'default' }, job());
    const kept = tableOf(await play());
    expect(simulation).toMatchObject({ rows: 3112, alerts: kept.length });
    const high = kept.filter(({ severity, entity }) => severity === 'high' && entity.type !== 'product');
    expect(simulation.flaggedUsers).toBe(new Set(high.flatMap(({ user }) => user ?? [])).size);
    expect(simulation.flaggedUsers).toBeGreaterThan(0);
    const baseline = await replays['replay.simulate']({ dataset: 'shop', pack: 'baseline' }, job());
    expect(baseline.alerts).toBeGreaterThan(0);
    expect([baseline.flaggedUsers, baseline.flaggedSessions]).toEqual([0, 0]);
    expect(simulation.perDay.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(kept.length);
    expect(simulation.perRule.reduce((sum, { low, medium, high }) => sum + low + medium + high, 0)).toBe(kept.length);
    expect(simulation.users).toBe(new Set(makeShopLines().map((line) => line.split(',')[7])).size);
    expect(simulation.spreads.find(({ rule }) => rule === 'rate')?.bars.length).toBeGreaterThan(1);
    expect(keeper.alerts.size).toBe(0);
  });

  it('tells two packs apart', async () => {
    const replays = createReplays({ ...needs, keeper: openTestKeeper() });
    const same = await replays['replay.compare']({ dataset: 'shop', before: 'default', after: 'default' }, job());
    expect([same.added, same.gone, same.changed]).toEqual([[], [], []]);
    const other = await replays['replay.compare']({ dataset: 'shop', before: 'default', after: 'baseline' }, job());
    expect(other.gone).toHaveLength(other.before.alerts);
    expect(other.added).toHaveLength(other.after.alerts);
  });
});
