/** One after another, in the order of coming; who gives up does not hold up the others. */
import { EngineError } from '../../../preload/contract.js';

export interface Turns {
  /** Runs `work` when it is its turn. Rejects with `cancelled` where the signal is aborted before. */
  take<T>(signal: AbortSignal, onWait: () => void, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async take(signal, onWait, work) {
      if (waiting > 0) onWait();
      waiting++;
      const before = last;
      let finish: () => void = () => undefined;
      last = new Promise<void>((resolve) => (finish = resolve));
      try {
        await untilAborted(before, signal);
        return await work();
      } finally {
        waiting--;
        void before.then(finish); // those behind wait for those before, also where this one has gone
      }
    },
  };
}

async function untilAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new EngineError('cancelled', 'Cancelled.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([turn, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
