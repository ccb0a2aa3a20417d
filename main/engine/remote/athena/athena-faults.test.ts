/** What goes wrong on the way to Athena: nothing is paid twice, nothing runs on that nobody waits for. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen, openTestRemote, quietJob, type TestRemote } from '../open-test-remote.js';

let one: TestRemote;
/** Its queries run for a minute, or until they are stopped. */
let slow: TestRemote;
beforeAll(async () => {
  one = await openTestRemote();
  slow = await openTestRemote({ runningMs: 60_000 });
});
afterAll(() => Promise.all([one.close(), slow.close()]));
beforeEach(() => {
  for (const { double } of [one, slow]) {
    double.faults.clear();
    double.requests.length = 0;
    for (const credentials of double.credentials) credentials.expired = false;
  }
});

const sql = 'SELECT 1 AS a';
const started = (before: number) => one.double.queries.length - before;

/** A query that runs until it is stopped; resolves once it runs. */
async function startLong(remote = slow.remote) {
  const controller = new AbortController();
  const { told, reached, onProgress } = listen(
    ({ remote: seen }) => seen?.state === 'running' && seen.queryId !== null,
  );
  const engine = await remote.open('lake');
  const failed = slow.fail(
    engine.ask(
      { sql: `SELECT ${Math.random()} AS long`, values: [], purpose: 'long', dataset: null, estimatedBytes: 500 },
      { signal: controller.signal, onProgress },
    ),
  );
  await reached;
  const queryId = told.at(-1)?.remote?.queryId ?? '';
  const find = () => slow.double.queries.find(({ id }) => id === queryId);
  return { controller, failed, queryId, find };
}

describe('passing faults', () => {
  test.each(['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'GetObject'])(
    '%s is asked again when it is throttled, or has a fault',
    async (operation) => {
      const before = one.double.queries.length;
      one.double.faults.add({ operation, kind: 'throttling', times: 5 });
      one.double.faults.add({ operation, kind: 'InternalError', times: 2 });
      const { columns } = await one.ask({ sql });
      expect(columns[0]?.values).toEqual(Float64Array.of(1));
      expect(one.double.faults.pending).toBe(0);
      expect(started(before)).toBe(1);
    },
  );

  test('a start whose answer is cut off is repeated, and starts one query', async () => {
    const before = one.double.queries.length;
    one.double.faults.add({ operation: 'StartQueryExecution', kind: 'cut', times: 3, afterBytes: 0 });
    await one.ask({ sql });
    expect(one.count('StartQueryExecution')).toBe(4);
    expect(started(before)).toBe(1);
  });

  test('a start that never gets through is told of, and its price is not known', async () => {
    one.double.faults.add({ operation: 'StartQueryExecution', kind: 'cut', times: 1000, afterBytes: 0 });
    const error = await one.fail(one.ask({ sql }));
    expect(error.code).toBe('network');
    expect((await one.records())[0]).toMatchObject({ state: 'failed', queryId: null, costUsd: null });
  });

  test('what is not there at all is told of at once', async () => {
    for (const credentials of one.double.credentials) credentials.expired = true;
    const error = await one.fail(one.ask({ sql }));
    expect(error.code).toBe('credentials');
    expect(one.count('StartQueryExecution')).toBe(1);
  });
});

test('the record stands before the query is sent', async () => {
  one.double.faults.add({ operation: 'StartQueryExecution', kind: 'delay', delayMs: 300 });
  const asked = one.ask({ sql: 'SELECT 2 AS a', values: [], purpose: 'shop-days', dataset: 'October' });
  await expect.poll(() => one.count('StartQueryExecution')).toBe(1);
  expect((await one.records())[0]).toMatchObject({
    ...{ sql: 'SELECT 2 AS a', purpose: 'shop-days', dataset: 'October', state: 'queued' },
    ...{ queryId: null, endedAt: null, bytesScanned: null, costUsd: null },
  });
  const { facts } = await asked;
  expect((await one.records())[0]).toMatchObject({ state: 'succeeded', queryId: facts.queryId, rows: 1, error: null });
});

test('queries wait for a free slot, in their order', async () => {
  const few = await openTestRemote({ runningMs: 600, activeQueryLimit: 1 });
  const { told, reached, onProgress } = listen(({ phase }) => phase === 'waiting for a free slot');
  const first = few.ask({ sql: 'SELECT 1 AS a' });
  const second = few.ask({ sql: 'SELECT 2 AS a' }, { onProgress });
  await reached;
  const controller = new AbortController();
  const third = few.fail(few.ask({ sql: 'SELECT 3 AS a' }, { signal: controller.signal }));
  const fourth = few.ask({ sql: 'SELECT 4 AS a' });
  controller.abort();
  expect((await third).code).toBe('cancelled');
  const answers = await Promise.all([first, second, fourth]);
  expect(answers.map(({ columns }) => columns[0]?.values[0])).toEqual([1, 2, 4]);
  expect(told.at(-1)?.remote?.state).toBe('succeeded');
  expect(few.double.queries.map(({ query }) => query)).toEqual(['SELECT 1 AS a', 'SELECT 2 AS a', 'SELECT 4 AS a']);
  await few.close();
});

describe('stopping', () => {
  test('who cancels is answered soon; the query is seen to its end, and what it scanned is kept', async () => {
    const { controller, failed, queryId, find } = await startLong();
    slow.double.faults.add({ operation: 'StopQueryExecution', kind: 'delay', delayMs: 3000 });
    controller.abort();
    expect((await failed).code).toBe('cancelled');
    expect((await slow.records(queryId))[0]?.state).toBe('running'); // the stop has not been answered yet
    expect(slow.count('StopQueryExecution')).toBe(1);
    await expect.poll(() => find()?.state, { timeout: 10_000 }).toBe('CANCELLED');
    await expect
      .poll(async () => (await slow.records(queryId))[0], { timeout: 10_000 })
      .toMatchObject({ state: 'cancelled', error: 'Cancelled.', bytesScanned: 0, costUsd: 0 });
  });

  test('a query whose start is under way is stopped, too', async () => {
    const before = slow.double.queries.length;
    slow.double.faults.add({ operation: 'StartQueryExecution', kind: 'delay', delayMs: 300 });
    const controller = new AbortController();
    const failed = slow.fail(slow.ask({ sql }, { signal: controller.signal }));
    await expect.poll(() => slow.count('StartQueryExecution')).toBe(1);
    controller.abort();
    expect((await failed).code).toBe('cancelled');
    await expect.poll(() => slow.double.queries[before]?.state).toBe('CANCELLED');
  });

  test('a stop that is throttled is repeated', async () => {
    const { controller, failed, find } = await startLong();
    slow.double.faults.add({ operation: 'StopQueryExecution', kind: 'throttling', times: 4 });
    controller.abort();
    await failed;
    await expect.poll(() => find()?.state).toBe('CANCELLED');
  });

  test('one that was not begun is not sent', async () => {
    const controller = new AbortController();
    controller.abort();
    const before = (await slow.records()).length;
    expect((await slow.fail(slow.ask({ sql }, { signal: controller.signal }))).code).toBe('cancelled');
    expect(await slow.records()).toHaveLength(before);
    expect(slow.count('StartQueryExecution')).toBe(0);
  });

  test('all are stopped at once', async () => {
    const long = [await startLong(), await startLong()];
    expect(await slow.remote.handlers['remote.stopAll']({}, quietJob)).toBe(2);
    for (const { failed, find } of long) {
      expect(find()?.state).toBe('CANCELLED');
      expect((await failed).code).toBe('cancelled');
    }
  });

  test('the end of the app stops what runs', async () => {
    const other = slow.openAnother();
    const { failed, find } = await startLong(other);
    await other.close();
    expect(find()?.state).toBe('CANCELLED');
    expect((await failed).code).toBe('cancelled');
  });

  test('one that somebody else stops is an error', async () => {
    const { failed, find } = await startLong();
    find()?.stop.abort();
    const error = await failed;
    expect(error.code).toBe('query_failed');
    expect(error.message).toContain('not from here');
  });
});

describe('what was lost sight of', () => {
  test('is looked up when the connection is used next, and stopped where it still runs', async () => {
    const { queryId, failed, find } = await startLong();
    for (const credentials of slow.double.credentials) credentials.expired = true;
    expect((await failed).code).toBe('credentials');
    expect(find()?.state).toBe('RUNNING');
    expect((await slow.records(queryId))[0]).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('expired'),
    });
    for (const credentials of slow.double.credentials) credentials.expired = false;
    await slow.remote.open('lake');
    await expect.poll(() => find()?.state).toBe('CANCELLED');
    await expect.poll(async () => (await slow.records(queryId))[0]?.state).toBe('cancelled');
    expect((await slow.records(queryId))[0]).toMatchObject({ costUsd: 0, bytesScanned: 0 });
  });

  test('of a process that was killed is found by the next one', async () => {
    const crashed = slow.openAnother(); // its requests go on, but the next one does not know it
    const { queryId, failed, find } = await startLong(crashed);
    const shown = async () =>
      (await next.handlers['remote.history']({ search: queryId, offset: 0, limit: 1 }, quietJob)).records[0];
    const next = slow.openAnother();
    expect(await shown()).toMatchObject({ state: 'failed' });
    expect(await next.handlers['remote.stopAll']({}, quietJob)).toBe(1);
    expect(find()?.state).toBe('CANCELLED');
    expect(await shown()).toMatchObject({ state: 'cancelled', queryId });
    await failed;
  });
});
