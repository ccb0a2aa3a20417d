import { expect, test, vi } from 'vitest';
import { EngineError, type CallEngine, type CallOptions } from '../../preload/contract.js';
import { Answers, questionKey } from './answers.js';

interface Asked {
  readonly params: unknown;
  readonly signal: AbortSignal;
  readonly onProgress: NonNullable<CallOptions['onProgress']>;
  readonly answer: (data: unknown) => void;
  readonly fail: (error: EngineError) => void;
}

/** An engine whose answers the test gives. */
function manualEngine() {
  const asked: Asked[] = [];
  const call: CallEngine = (_name, params, options = {}) =>
    new Promise((resolve, reject) => {
      const { signal = new AbortController().signal, onProgress = () => undefined } = options;
      signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')));
      asked.push({ params, signal, onProgress, answer: resolve as (data: unknown) => void, fail: reject });
    });
  return { asked, answers: new Answers(call) };
}

const name = 'datasets.get';
const params = { dataset: 'Oct' };
const key = questionKey(name, params);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
}

test('equal params are one question, whatever the order of their keys', () => {
  expect(questionKey('reports.run', { report: 'a', dataset: 'b' })).toBe(
    questionKey('reports.run', { dataset: 'b', report: 'a', from: undefined }),
  );
  expect(questionKey('reports.run', { report: 'a', dataset: 'b', brand: '' })).not.toBe(
    questionKey('reports.run', { report: 'a', dataset: 'b' }),
  );
});

test('a question asked twice at once runs once, and both hear its progress and answer', async () => {
  const { asked, answers } = manualEngine();
  const listeners = [vi.fn(), vi.fn()] as const;
  for (const listener of listeners) answers.listen(key, name, params, listener);
  expect(asked).toHaveLength(1);
  const progress = { phase: 'Asking', done: 1, total: 2, unit: 'steps' } as const;
  at(asked, 0).onProgress(progress);
  expect(answers.read(key)).toMatchObject({ loading: true, progress, data: undefined });
  at(asked, 0).answer('October');
  await settle();
  expect(answers.read(key)).toMatchObject({ data: 'October', loading: false, error: null, progress: null });
  for (const listener of listeners) expect(listener).toHaveBeenCalled();
});

test('what nobody waits for any more is aborted; one who comes back at once finds it running', async () => {
  const { asked, answers } = manualEngine();
  const stop = answers.listen(key, name, params, vi.fn());
  stop();
  const stopAgain = answers.listen(key, name, params, vi.fn());
  await settle();
  expect(asked).toHaveLength(1);
  expect(at(asked, 0).signal.aborted).toBe(false);
  stopAgain();
  await settle();
  expect(at(asked, 0).signal.aborted).toBe(true);
});

test('an answer is kept for the next who asks, the oldest of many is forgotten', async () => {
  const { asked, answers } = manualEngine();
  for (let dataset = 0; dataset < 14; dataset += 1) {
    const question = { dataset: String(dataset) };
    const stop = answers.listen(questionKey(name, question), name, question, vi.fn());
    at(asked, dataset).answer(dataset);
    await settle();
    stop();
    await settle();
  }
  expect(answers.read(questionKey(name, { dataset: '13' })).data).toBe(13);
  expect(answers.read(questionKey(name, { dataset: '0' })).data).toBeUndefined();
});

test('cancel reaches the engine and is told; retry asks again', async () => {
  const { asked, answers } = manualEngine();
  answers.listen(key, name, params, vi.fn());
  answers.cancel(key);
  await settle();
  expect(answers.read(key)).toMatchObject({ loading: false, error: { code: 'cancelled' } });
  answers.retry(key);
  at(asked, 1).answer('October');
  await settle();
  expect(answers.read(key)).toMatchObject({ data: 'October', error: null });
});

test('after a change in the engine what is shown is asked again and stays meanwhile, the rest is forgotten', async () => {
  const { asked, answers } = manualEngine();
  const other = { dataset: 'Nov' };
  const otherKey = questionKey(name, other);
  answers.listen(key, name, params, vi.fn());
  const stop = answers.listen(otherKey, name, other, vi.fn());
  at(asked, 0).answer('old');
  at(asked, 1).answer('other');
  await settle();
  stop();
  await settle();
  answers.invalidate([name]);
  expect(answers.read(otherKey).data).toBeUndefined();
  expect(answers.read(key)).toMatchObject({ data: 'old', loading: true });
  at(asked, 2).answer('new');
  await settle();
  expect(answers.read(key)).toMatchObject({ data: 'new', loading: false });
});

test('a late answer to a question that was asked again is not taken', async () => {
  const { asked, answers } = manualEngine();
  answers.listen(key, name, params, vi.fn());
  answers.invalidate([name]);
  at(asked, 1).answer('new');
  await settle();
  at(asked, 0).answer('late');
  await settle();
  expect(answers.read(key).data).toBe('new');
});

test('what failed because the engine went away is asked again when it is back', async () => {
  const { asked, answers } = manualEngine();
  answers.listen(key, name, params, vi.fn());
  at(asked, 0).fail(new EngineError('disconnected', 'The engine stopped.'));
  await settle();
  expect(answers.read(key).error?.code).toBe('disconnected');
  answers.resume();
  at(asked, 1).answer('October');
  await settle();
  expect(answers.read(key)).toMatchObject({ data: 'October', error: null });
});

test('a question that failed is not asked again by another listener, only by a retry', async () => {
  const { asked, answers } = manualEngine();
  answers.listen(key, name, params, () => undefined);
  at(asked, 0).fail(new EngineError('not_found', 'There is no such dataset.'));
  await settle();
  answers.listen(key, name, params, () => undefined);
  expect(asked).toHaveLength(1);
  answers.retry(key);
  expect(asked).toHaveLength(2);
});
