/** Checks of a connection, one after the other: after one that fails the rest is not tried, unless it was optional. */
import { EngineError, type ConnectionCheck } from '../../../preload/contract.js';
import type { Job } from '../serve.js';

export interface CheckStep {
  readonly id: ConnectionCheck['id'];
  readonly title: string;
  /** Says what was found, or null where nothing is set that could be tried. Throws EngineError. */
  readonly run: () => Promise<{ readonly ok: true | null; readonly detail: string }>;
  /** Asking questions takes none of it: where it is refused, the rest is tried all the same. */
  readonly isOptional?: boolean;
}

export function found(detail: string): { readonly ok: true; readonly detail: string } {
  return { ok: true, detail };
}

export function notSet(detail: string): { readonly ok: null; readonly detail: string } {
  return { ok: null, detail };
}

/** Never throws but `cancelled`. */
export async function runChecks(steps: readonly CheckStep[], { signal, onProgress }: Job): Promise<ConnectionCheck[]> {
  const checks: ConnectionCheck[] = [];
  let failed: string | null = null;
  for (const { id, title, run, isOptional = false } of steps) {
    if (failed !== null) {
      checks.push({ id, title, ok: null, detail: `Not tried: “${failed}” failed.`, wayOut: null });
      continue;
    }
    onProgress({ phase: title, done: checks.length, total: steps.length, unit: 'steps' });
    try {
      checks.push({ id, title, ...(await run()), wayOut: null });
    } catch (error) {
      signal.throwIfAborted();
      const { code, message, details } = EngineError.from(error);
      checks.push({ id, title, ok: false, detail: message, wayOut: details.wayOut ?? null });
      if (!isOptional || code !== 'access_denied') failed = title;
    }
  }
  return checks;
}
