/** How long is waited for what. Tests wait less. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Pace {
  /** Between two looks at a query: from, and up to. */
  readonly pollMs: number;
  readonly pollCapMs: number;
  /** Before something is tried again after a passing fault: from, and up to. */
  readonly retryMs: number;
  readonly retryCapMs: number;
  /** So long a fault may last before it counts. */
  readonly faultMs: number;
  /** Before a slot is asked for again: from, and up to; and all together. */
  readonly slotMs: number;
  readonly slotCapMs: number;
  readonly slotPatienceMs: number;
  /** For a query that was stopped to end. */
  readonly stopMs: number;
  /** Without a byte of a result. */
  readonly idleMs: number;
}

export const defaultPace: Pace = {
  pollMs: 250,
  pollCapMs: 2000,
  retryMs: 500,
  retryCapMs: 5000,
  faultMs: 30_000,
  slotMs: 2000,
  slotCapMs: 15_000,
  slotPatienceMs: 900_000,
  stopMs: 8000,
  idleMs: 30_000,
};

/** Rejects with an AbortError as soon as the signal says so. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}

/** Pauses that grow by half up to the cap, each up to a fifth shorter or longer: not all ask at once. */
export function growingPauses(firstMs: number, capMs: number): () => number {
  let nextMs = firstMs;
  return () => {
    const ms = nextMs * (0.8 + 0.4 * Math.random());
    nextMs = Math.min(capMs, nextMs * 1.5);
    return ms;
  };
}
