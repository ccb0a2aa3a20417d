import { expect, test, vi } from 'vitest';
import { makeResult } from '../../charts/example-results.js';
import {
  EngineError,
  type CallEngine,
  type CallOptions,
  type Progress,
  type ReportResult,
} from '../../preload/contract.js';
import { notAsked, RemoteAnswers, remoteKey, type RemoteQuestion } from './remote-answers.js';

interface Asked {
  readonly name: string;
  readonly params: unknown;
  readonly signal: AbortSignal;
  readonly onProgress: NonNullable<CallOptions['onProgress']>;
  readonly answer: (data: ReportResult) => void;
  readonly fail: (error: EngineError) => void;
}

/** An engine whose answers the test gives. */
function manualEngine() {
  const asked: Asked[] = [];
  const onSettled = vi.fn();
  const call: CallEngine = (name, params, options = {}) =>
    new Promise((resolve, reject) => {
      const { signal = new AbortController().signal, onProgress = () => undefined } = options;
      signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')));
      asked.push({ name, params, signal, onProgress, answer: resolve as (data: unknown) => void, fail: reject });
    });
  return { asked, onSettled, answers: new RemoteAnswers(call, onSettled) };
}

const question: RemoteQuestion = { report: 'unique-visitors', dataset: 'Oct', engine: 'athena', connection: 'lake' };
const key = remoteKey(question);
const result = makeResult('unique-visitors', {}, ['period:date', 'visitors:integer'], []);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function at(asked: readonly Asked[], index: number): Asked {
  const one = asked[index];
  if (one === undefined) throw new Error(`nothing was asked as number ${index}`);
  return one;
}

test('looking at a question asks nothing: only a run does, once', async () => {
  const { asked, answers } = manualEngine();
  for (let day = 1; day <= 9; day += 1) {
    const other = remoteKey({ ...question, from: `2019-10-0${day}` });
    answers.listen(other, vi.fn())();
    answers.listen(other, vi.fn());
    expect(answers.read(other)).toBe(notAsked);
  }
  await settle();
  expect(asked).toHaveLength(0);
  answers.listen(key, vi.fn());
  answers.run(question, 5e9);
  answers.run(question);
  expect(asked).toHaveLength(1);
  expect(at(asked, 0)).toMatchObject({ name: 'reports.run', params: { ...question, approvedBytes: 5e9 } });
});

test('what was answered is kept for the session, whatever was agreed to; asking again is a run', async () => {
  const { asked, answers, onSettled } = manualEngine();
  for (let day = 10; day <= 29; day += 1) {
    const other = { ...question, from: `2019-10-${day}` };
    const stop = answers.listen(remoteKey(other), vi.fn());
    answers.run(other);
    at(asked, day - 10).answer({ ...result, elapsedMs: day });
    await settle();
    stop();
  }
  await settle();
  expect(answers.read(remoteKey({ ...question, from: '2019-10-10', approvedBytes: 7 })).data?.elapsedMs).toBe(10);
  expect(onSettled).toHaveBeenCalledTimes(20);
  answers.run({ ...question, from: '2019-10-10' });
  expect(asked).toHaveLength(21);
});

test('progress is told while it runs', () => {
  const { asked, answers } = manualEngine();
  const listener = vi.fn();
  answers.listen(key, listener);
  answers.run(question);
  const progress: Progress = {
    phase: 'Running',
    done: 0,
    total: null,
    unit: 'bytes',
    remote: { queryId: 'q-1', state: 'running', bytesScanned: 12 },
  };
  at(asked, 0).onProgress(progress);
  expect(answers.read(key)).toMatchObject({ loading: true, progress, data: undefined });
  expect(listener).toHaveBeenCalledTimes(2);
});

test('leaving stops it over there; coming back at once does not', async () => {
  const { asked, answers } = manualEngine();
  const stop = answers.listen(key, vi.fn());
  answers.run(question);
  stop();
  const stopAgain = answers.listen(key, vi.fn());
  await settle();
  expect(at(asked, 0).signal.aborted).toBe(false);
  stopAgain();
  await settle();
  expect(at(asked, 0).signal.aborted).toBe(true);
  expect(answers.read(key)).toMatchObject({ loading: false, error: { code: 'cancelled' } });
});

test('what fails leaves the answer that was there, and is not asked again by itself', async () => {
  const { asked, answers, onSettled } = manualEngine();
  answers.listen(key, vi.fn());
  answers.run(question);
  at(asked, 0).answer(result);
  await settle();
  answers.run(question);
  at(asked, 1).fail(new EngineError('credentials', 'The sign-in has ended.'));
  await settle();
  expect(answers.read(key)).toMatchObject({ data: result, error: { code: 'credentials' }, loading: false });
  expect(onSettled).toHaveBeenCalledTimes(2);
  answers.listen(key, vi.fn());
  expect(asked).toHaveLength(2);
});

test('what has changed over there is forgotten, for that connection alone', async () => {
  const { asked, answers } = manualEngine();
  const elsewhere: RemoteQuestion = { ...question, connection: 'other' };
  answers.run(question);
  answers.run(elsewhere);
  for (const one of asked) one.answer(result);
  await settle();
  answers.forget(({ connection }) => connection === 'lake');
  expect(answers.read(key)).toBe(notAsked);
  expect(answers.read(remoteKey(elsewhere)).data).toBe(result);
});
