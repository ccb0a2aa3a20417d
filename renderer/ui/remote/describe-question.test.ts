import { expect, test } from 'vitest';
import type { RemoteEstimate } from '../../../preload/contract.js';
import { describeEstimate, describeQuestion, describeState, describeToday } from './describe-question.js';

const question = { report: 'unique-visitors', dataset: 'Oct', tz: 'Europe/Berlin' };
const estimate: RemoteEstimate = {
  bytes: 12_300_000_000,
  costUsd: 0.0615,
  basis: 'The manifest.',
  needsApproval: true,
  readsAllDays: false,
  todayBytes: 2e9,
  dayCapBytes: 1e11,
};

test('a question is told as the bar of filters tells it', () => {
  expect(describeQuestion(question)).toBe('all days of the lake · Europe/Berlin');
  expect(
    describeQuestion({
      ...question,
      from: '2019-10-01',
      to: '2019-11-01',
      category: '',
      brand: 'acme',
      excludeFlagged: true,
    }),
  ).toMatch(/^1\s?–\s?31 Oct 2019 · Europe\/Berlin · category unknown · brand acme · without flagged users$/);
});

test('an estimate is told with its price where there is one', () => {
  expect(describeEstimate(estimate)).toBe('scans at most 12.3 GB ($0.0615)');
  expect(describeEstimate({ bytes: 5e6, costUsd: null })).toBe('scans at most 5 MB');
  expect(describeEstimate({ bytes: null, costUsd: null })).toBe('how much it scans is not known before');
});

test('what was scanned today stands beside the cap', () => {
  expect(describeToday(estimate)).toBe('Today 2 GB of 100 GB are used.');
  expect(describeToday({ ...estimate, dayCapBytes: null })).toBe('Today 2 GB were scanned; there is no cap.');
  expect(describeToday({ ...estimate, todayBytes: 0, dayCapBytes: null })).toBeNull();
});

test('a running question tells its state and what it has scanned', () => {
  expect(describeState(undefined)).toBe('is being sent');
  expect(describeState({ queryId: null, state: 'queued', bytesScanned: null })).toBe('waits in the queue');
  expect(describeState({ queryId: 'q', state: 'running', bytesScanned: 1.2e9 })).toBe('runs · 1.2 GB scanned');
});
