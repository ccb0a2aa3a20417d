/** What may be asked twice is asked again where the network or the service fails. */
import { setTimeout as wait } from 'node:timers/promises';
import { EngineError } from '../../../../preload/contract.js';

const pausesMs = [1000, 3000, 9000];

/** Only for calls that do no harm when they are made twice. Ends at once when the signal is aborted. */
export async function insist<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (!['network', 'throttled'].includes(EngineError.from(error).code)) throw error;
      await wait(pauseMs, undefined, { signal });
    }
  }
  return work();
}
