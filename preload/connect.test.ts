import { describe, expect, it, vi } from 'vitest';
import { serve, type Handlers, type Job } from '../main/engine/serve.js';
import { connect } from './connect.js';
import { EngineError, type CallEngine, type Progress, type Reply, type Request, type Wire } from './contract.js';

interface Pair {
  readonly page: Wire<Request, Reply>;
  readonly engine: Wire<Reply, Request>;
  /** All that went down the wire. */
  readonly requests: readonly Request[];
  close(reason: string): void;
}

/** A wire without a transport: what one end posts, the other hears a moment later, as a copy, in order. */
function createPair(): Pair {
  const requests: Request[] = [];
  const toPage: ((reply: Reply) => void)[] = [];
  const toEngine: ((request: Request) => void)[] = [];
  const onClose: ((reason: string) => void)[] = [];
  let open = true;
  function send<Message>(listeners: readonly ((message: Message) => void)[], message: Message): void {
    const copy = structuredClone(message);
    queueMicrotask(() => {
      if (open) for (const listener of listeners) listener(copy);
    });
  }
  return {
    requests,
    page: {
      post: (request) => (requests.push(request), send(toEngine, request)),
      onMessage: (listener) => toPage.push(listener),
      onClose: (listener) => onClose.push(listener),
    },
    engine: {
      post: (reply) => send(toPage, reply),
      onMessage: (listener) => toEngine.push(listener),
      onClose: (listener) => onClose.push(listener),
    },
    close(reason) {
      open = false;
      for (const listener of onClose) listener(reason);
    },
  };
}

/** An engine with these handlers and nothing else. */
function startEngine(handlers: Partial<Record<keyof Handlers, (params: never, job: Job) => unknown>>) {
  const pair = createPair();
  serve(handlers as unknown as Handlers, pair.engine);
  return { call: connect(pair.page), ...pair };
}

/** A call that runs until it is aborted, as a query of DuckDB does. */
function runUntilAborted(_params: unknown, { signal }: Job): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')));
  });
}

const settings = { lastDataset: null, theme: 'auto', memoryLimitBytes: null } as const;

describe('a call over a wire', () => {
  it('resolves to the result', async () => {
    const { call } = startEngine({ 'settings.get': async () => settings });
    expect(await call('settings.get', {})).toEqual(settings);
  });

  it('carries columns as typed arrays, NaN included', async () => {
    const values = Float64Array.of(1.5, NaN, -0);
    const { call } = startEngine({ 'reports.run': async () => ({ table: { rowCount: 3, columns: [{ values }] } }) });
    const result = await call('reports.run', { report: 'unique-visitors', dataset: 'Oct' });
    expect(result.table.columns[0]?.values).toEqual(values);
  });

  it('gives the handler the parsed params', async () => {
    const handler = vi.fn(async () => null);
    const { call } = startEngine({ 'datasets.remove': handler });
    await call('datasets.remove', { dataset: 'October 2019' });
    expect(handler).toHaveBeenCalledWith({ dataset: 'October 2019' }, expect.anything());
  });

  it('answers many calls at once, each its own', async () => {
    const { call } = startEngine({
      'datasets.get': async ({ dataset }: { dataset: string }) => {
        if (dataset === 'slow') await new Promise((resolve) => setTimeout(resolve, 20));
        return { name: dataset };
      },
    });
    const answers = await Promise.all(['slow', 'a', 'b'].map((dataset) => call('datasets.get', { dataset })));
    expect(answers.map(({ name }) => name)).toEqual(['slow', 'a', 'b']);
  });

  it('reports progress, in order and before the result', async () => {
    const steps: readonly Progress[] = [1, 2, 3].map((done) => ({ phase: 'Loading', done, total: 3, unit: 'rows' }));
    const { call } = startEngine({
      'datasets.remove': async (_params, { onProgress }) => {
        for (const step of steps) onProgress(step);
        return null;
      },
    });
    const heard: unknown[] = [];
    await call('datasets.remove', { dataset: 'Oct' }, { onProgress: (progress) => heard.push(progress) });
    expect(heard).toEqual(steps);
  });
});

describe('a call that fails', () => {
  it('rejects with the engine’s error, its details included', async () => {
    const details = { report: 'unique-visitors', sql: 'SELECT 1', wayOut: 'Load it again.' };
    const { call } = startEngine({
      'quality.get': async () => {
        throw new EngineError('not_found', 'There is no dataset “Oct”.', details);
      },
    });
    const error = await call('quality.get', { dataset: 'Oct' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: 'not_found', message: 'There is no dataset “Oct”.', details });
  });

  it('rejects with `internal` where the handler throws anything else', async () => {
    const { call } = startEngine({
      'quality.get': () => {
        throw new TypeError('x is not a function');
      },
    });
    await expect(call('quality.get', { dataset: 'Oct' })).rejects.toMatchObject({
      code: 'internal',
      message: 'x is not a function',
    });
  });

  it.each([
    ['datasets.get', {}, 'dataset'],
    ['datasets.get', { dataset: '../etc' }, 'a dataset name has'],
    ['datasets.get', { dataset: 'Oct', extra: 1 }, 'extra'],
    ['datasets.load', { dataset: 'Oct', paths: [] }, 'paths'],
    ['reports.run', { report: 'unique-visitors', dataset: 'Oct', from: '1.10.2019' }, 'YYYY-MM-DD'],
  ] as const)('rejects %s with %o as `bad_params`, before the handler', async (name, params, hint) => {
    const handler = vi.fn(async () => null);
    const { call } = startEngine({ [name]: handler });
    const failed = (call as CallEngine)(name, params as never);
    await expect(failed).rejects.toMatchObject({
      code: 'bad_params',
      message: expect.stringContaining(hint) as string,
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it.each(['datasets.dance', 'toString', '__proto__'])('rejects the unknown call %s', async (name) => {
    const { call } = startEngine({});
    await expect(call(name as 'app.info', {})).rejects.toMatchObject({ code: 'unknown_call' });
  });

  it('leaves the wire as it was for the next call', async () => {
    const { call } = startEngine({ 'settings.get': async () => settings });
    await expect(call('datasets.dance' as 'app.info', {})).rejects.toMatchObject({ code: 'unknown_call' });
    expect(await call('settings.get', {})).toEqual(settings);
  });
});

describe('cancel', () => {
  it('before the call: rejects and never reaches the engine', async () => {
    const { call, requests } = startEngine({ 'datasets.list': runUntilAborted });
    await expect(call('datasets.list', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(requests).toEqual([]);
  });

  it('while it runs: rejects at once, and the handler’s signal is aborted', async () => {
    let job: Job | undefined;
    const { call } = startEngine({
      'datasets.list': (params, given) => runUntilAborted(params, (job = given)),
    });
    const controller = new AbortController();
    const running = call('datasets.list', {}, { signal: controller.signal });
    await expect.poll(() => job).toBeDefined();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => job?.signal.aborted).toBe(true);
  });

  it('while it runs: nothing the engine still says of it is heard', async () => {
    let job: Job | undefined;
    const onProgress = vi.fn();
    const { call } = startEngine({
      'datasets.list': (_params, given) => ((job = given), new Promise(() => undefined)),
    });
    const controller = new AbortController();
    const running = call('datasets.list', {}, { signal: controller.signal, onProgress });
    await expect.poll(() => job).toBeDefined();
    controller.abort();
    job?.onProgress({ phase: 'Late', done: 1, total: null, unit: 'rows' });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve));
    expect(onProgress).not.toHaveBeenCalled();
  });

  it('after the result: changes nothing and says nothing to the engine', async () => {
    const { call, requests } = startEngine({ 'settings.get': async () => settings });
    const controller = new AbortController();
    expect(await call('settings.get', {}, { signal: controller.signal })).toEqual(settings);
    controller.abort();
    expect(requests.map(({ kind }) => kind)).toEqual(['call']);
  });

  it('of one call leaves the others running', async () => {
    const { call } = startEngine({ 'datasets.list': runUntilAborted, 'settings.get': async () => settings });
    const controller = new AbortController();
    const cancelled = call('datasets.list', {}, { signal: controller.signal });
    const other = call('settings.get', {});
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(await other).toEqual(settings);
  });
});

describe('a wire that closes', () => {
  it('rejects the calls that wait and every later one with its reason', async () => {
    const { call, close } = startEngine({ 'datasets.list': runUntilAborted });
    const waiting = [call('datasets.list', {}), call('datasets.list', {})];
    close('The engine stopped unexpectedly.');
    const expected = { code: 'disconnected', message: 'The engine stopped unexpectedly.' };
    for (const failed of waiting) await expect(failed).rejects.toMatchObject(expected);
    await expect(call('datasets.list', {})).rejects.toMatchObject(expected);
  });

  it('aborts what the engine still does for it', async () => {
    let job: Job | undefined;
    const { call, close } = startEngine({
      'datasets.list': (params, given) => runUntilAborted(params, (job = given)),
    });
    const failed = call('datasets.list', {}).catch(() => undefined);
    await expect.poll(() => job).toBeDefined();
    close('The window was closed.');
    await failed;
    expect(job?.signal.aborted).toBe(true);
  });
});
