/**
 * Answers of the engine, kept by the question that was asked. Questions asked twice at once run once; a question that
 * nobody waits for any more is aborted; the last few answers stay, so that going back is immediate.
 */
import { EngineError, type CallEngine, type CallName, type Progress } from '../../preload/contract.js';

export interface Answer<Result> {
  readonly data: Result | undefined;
  readonly error: EngineError | null;
  readonly loading: boolean;
  readonly progress: Progress | null;
  /** From asking to the answer, the wire included. */
  readonly elapsedMs: number | null;
}

export const noAnswer: Answer<never> = {
  data: undefined,
  error: null,
  loading: false,
  progress: null,
  elapsedMs: null,
};

interface Entry {
  readonly name: CallName;
  readonly params: unknown;
  answer: Answer<unknown>;
  readonly listeners: Set<() => void>;
  running: AbortController | null;
}

/** Answers kept though no screen shows them. */
const keptUnused = 12;

/** The same text for equal params, whatever the order of their keys; undefined ones are left out. */
export function questionKey(name: CallName, params: unknown): string {
  const sorted = JSON.stringify(params, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return `${name} ${sorted}`;
}

export class Answers {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly call: CallEngine) {}

  read(key: string): Answer<unknown> {
    return this.entries.get(key)?.answer ?? noAnswer;
  }

  /** Asks unless the answer is there or on its way; the returned function stops listening. */
  listen(key: string, name: CallName, params: unknown, listener: () => void): () => void {
    const entry = this.entries.get(key) ?? {
      name,
      params,
      answer: noAnswer,
      listeners: new Set<() => void>(),
      running: null,
    };
    this.entries.delete(key);
    this.entries.set(key, entry); // the map's order is the order of use
    entry.listeners.add(listener);
    const isAnswered = entry.answer.data !== undefined || entry.answer.error !== null;
    if (entry.running === null && !isAnswered) this.ask(entry);
    return () => {
      entry.listeners.delete(listener);
      // A moment later, because a component that moves stops listening and listens again.
      setTimeout(() => this.release(key, entry), 0);
    };
  }

  cancel(key: string): void {
    this.entries.get(key)?.running?.abort();
  }

  retry(key: string): void {
    const entry = this.entries.get(key);
    if (entry && entry.running === null) this.ask(entry);
  }

  /** Asks again, for those who listen, every question of these calls; forgets the other answers to them. */
  invalidate(names: readonly CallName[]): void {
    for (const [key, entry] of [...this.entries]) {
      if (!names.includes(entry.name)) continue;
      entry.running?.abort();
      if (entry.listeners.size === 0) this.entries.delete(key);
      else this.ask(entry);
    }
  }

  /** Asks again what failed because the engine went away. */
  resume(): void {
    for (const entry of this.entries.values()) {
      if (entry.listeners.size > 0 && entry.answer.error?.code === 'disconnected') this.ask(entry);
    }
  }

  private ask(entry: Entry): void {
    const controller = new AbortController();
    const startedAt = performance.now();
    const isCurrent = () => entry.running === controller;
    entry.running = controller;
    this.update(entry, { ...entry.answer, error: null, loading: true, progress: null });

    const settle = (outcome: Pick<Answer<unknown>, 'data' | 'error'>) => {
      if (!isCurrent()) return;
      entry.running = null;
      this.update(entry, { ...outcome, loading: false, progress: null, elapsedMs: performance.now() - startedAt });
    };
    this.call(entry.name, entry.params as never, {
      signal: controller.signal,
      onProgress: (progress) => {
        if (isCurrent()) this.update(entry, { ...entry.answer, progress });
      },
    }).then(
      (data) => settle({ data, error: null }),
      (error: unknown) => settle({ data: entry.answer.data, error: EngineError.from(error) }),
    );
  }

  private update(entry: Entry, answer: Answer<unknown>): void {
    entry.answer = answer;
    for (const listener of entry.listeners) listener();
  }

  private release(key: string, entry: Entry): void {
    if (entry.listeners.size > 0 || this.entries.get(key) !== entry) return;
    if (entry.running !== null || entry.answer.error !== null) {
      this.entries.delete(key);
      entry.running?.abort();
      return;
    }
    const unused = [...this.entries].filter(([, other]) => other.listeners.size === 0);
    for (const [oldKey] of unused.slice(0, Math.max(0, unused.length - keptUnused))) this.entries.delete(oldKey);
  }
}
