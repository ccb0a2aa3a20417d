/** Hands the batches of a source to the thread, a few at a time, and what the thread says to a listener, in order. */
import { EngineError } from '../../../../preload/contract.js';
import type { StartThread, DetectionThread } from './detection-thread.js';
import type { EventBatch } from '../events.js';
import type { Control, FromThread, Reached, ThreadData } from './worker-messages.js';

const batchesInFlight = 3;

export type News = Extract<FromThread, { kind: 'news' }>;
export type Outcome = Extract<FromThread, { kind: 'done' }> & { readonly reached: Reached };

export interface Playing {
  readonly startThread: StartThread;
  readonly data: ThreadData;
  /** The signal says that no more are wanted. */
  readonly batches: (signal: AbortSignal) => AsyncIterable<EventBatch>;
  readonly signal: AbortSignal;
  /** The next batch waits until it is through: so that news do not pile up. */
  readonly onNews: (news: News) => Promise<void>;
  /** Told once, of what controls the thread. */
  readonly onStart?: (control: (control: Control) => void) => void;
}

const cancelled = () => new EngineError('cancelled', 'Cancelled.');

/** A promise with its handles: of the thread's end. */
function openPromise<T>() {
  let settle!: { resolve: (value: T) => void; reject: (error: unknown) => void };
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => undefined); // it may fail while nobody waits yet
  return { promise, ...settle };
}

/** Rejects with EngineError `cancelled`, `internal` where the thread dies, and what the source or the listener throws. */
export async function playEvents(playing: Playing): Promise<Outcome> {
  const { startThread, data, batches, signal, onNews, onStart } = playing;
  if (signal.aborted) throw cancelled();
  const end = openPromise<Outcome>();
  let reached: Reached = { rows: 0, time: null, evicted: 0 };
  let inFlight = 0;
  let hasRoom = openPromise<void>();
  let hasEnded = false;
  const wake = () => {
    hasEnded = true;
    hasRoom.resolve();
  };
  // Once: a stream has batches without end, and each wait on this promise would stay with it.
  end.promise.then(wake, wake);
  let queue = Promise.resolve();

  const inTurn = (work: () => Promise<void> | void) => {
    queue = queue.then(work).catch(end.reject);
  };
  const thread: DetectionThread = await startThread(data, {
    onMessage(message) {
      if (message.kind === 'news')
        inTurn(async () => {
          reached = message.reached;
          await onNews(message);
        });
      else if (message.kind === 'done') inTurn(() => end.resolve({ ...message, reached }));
      else
        inTurn(() => {
          inFlight--;
          hasRoom.resolve();
        });
    },
    onDeath: end.reject,
  });
  const abort = () => end.reject(cancelled());
  signal.addEventListener('abort', abort);

  const feedEnd = new AbortController();
  async function feed(): Promise<void> {
    for await (const batch of batches(feedEnd.signal)) {
      if (feedEnd.signal.aborted) return;
      thread.post({ kind: 'batch', batch });
      inFlight++;
      while (inFlight >= batchesInFlight && !hasEnded) {
        hasRoom = openPromise();
        await hasRoom.promise;
      }
      if (hasEnded) return;
    }
    thread.post({ kind: 'end' });
  }

  let feeding = Promise.resolve();
  try {
    if (signal.aborted) abort();
    onStart?.((control) => thread.post({ kind: 'control', ...control }));
    feeding = feed();
    await Promise.race([feeding, end.promise]);
    return await end.promise;
  } finally {
    feedEnd.abort();
    await feeding.catch(() => undefined); // a query may still be running on the source's connection
    signal.removeEventListener('abort', abort);
    await thread.end();
    await queue; // what has been heard is dealt with
  }
}
