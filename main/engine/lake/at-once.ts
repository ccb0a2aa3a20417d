/** Several pieces of work at once, and no more than that. */

/** Waits for its turn. Throws the signal's reason while it waits. */
export type Gate = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function makeGate(atOnce: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];

  function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (running < atOnce) {
      running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve(); // the place of the one that left
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(go);
    });
  }

  return async (work, signal) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

/** Results in the order of the items. The first that fails stops the others; it is thrown when all have ended. */
export async function eachAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const group = new AbortController();
  const stop = () => group.abort(signal.reason);
  const results: Result[] = [];
  const faults: unknown[] = [];
  let next = 0;
  async function go(): Promise<void> {
    while (next < items.length && faults.length === 0) {
      const at = next++;
      try {
        results[at] = await work(items[at] as Item, group.signal);
      } catch (error) {
        faults.push(error);
        group.abort(error);
      }
    }
  }
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) stop();
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, go));
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  if (faults.length > 0) throw faults[0];
  return results;
}
