/** Batches go to the thread as it takes them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ThreadListeners } from './detection-thread.js';
import type { EventBatch } from '../events.js';
import { playEvents, type Playing } from './play-events.js';

afterEach(() => vi.restoreAllMocks());

describe('playing', () => {
  it('waits for the thread without a trace of batches that are over', async () => {
    const race = vi.spyOn(Promise, 'race');
    let posted = 0;
    let waiting = 0;
    let most = 0;
    const startThread: Playing['startThread'] = async (_data, { onMessage }: ThreadListeners) => ({
      post(message) {
        if (message.kind === 'end') return onMessage({ kind: 'done', spreads: [], memoryBytes: 0 });
        posted++;
        most = Math.max(most, ++waiting);
        setImmediate(() => {
          waiting--;
          onMessage({ kind: 'taken' });
        });
      },
      end: async () => undefined,
    });
    async function* batches(): AsyncGenerator<EventBatch> {
      for (let at = 0; at < 500; at++) yield { length: 0 } as EventBatch;
    }
    await playEvents({
      startThread,
      data: {} as Playing['data'],
      batches,
      signal: new AbortController().signal,
      onNews: async () => undefined,
    });
    expect([posted, most]).toEqual([500, 3]);
    expect(race.mock.calls.length).toBeLessThan(3);
  });
});
