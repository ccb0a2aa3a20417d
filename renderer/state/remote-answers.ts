/**
 * Answers of engines elsewhere, kept by their questions for as long as the page is open: they were paid for. Nothing is
 * asked but by {@link RemoteAnswers.run}, which only a person's click leads to; what nobody looks at any more is stopped.
 */
import { EngineError, type CallEngine, type ReportQuestion, type ReportResult } from '../../preload/contract.js';
import { noAnswer, questionKey, type Answer } from './answers.js';

export type RemoteQuestion = ReportQuestion & {
  readonly engine: 'athena' | 'trino';
  readonly connection: string;
};

export interface RemoteAnswer extends Answer<ReportResult> {
  /** When it was asked last, milliseconds since 1970; null: never. */
  readonly askedAtMs: number | null;
  readonly answeredAtMs: number | null;
  /** What was agreed to when it was asked last. */
  readonly approvedBytes: number | undefined;
}

export const notAsked: RemoteAnswer = {
  ...noAnswer,
  askedAtMs: null,
  answeredAtMs: null,
  approvedBytes: undefined,
};

interface Entry {
  readonly question: RemoteQuestion;
  answer: RemoteAnswer;
  running: AbortController | null;
}

/** The same for equal questions, whatever was agreed to. */
export function remoteKey(question: RemoteQuestion): string {
  return questionKey('reports.run', { ...question, approvedBytes: undefined });
}

export class RemoteAnswers {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Map<string, Set<() => void>>();

  /** `onSettled` is told when a question is over, however it ended: what was scanned today has changed. */
  constructor(
    private readonly call: CallEngine,
    private readonly onSettled: () => void,
  ) {}

  read(key: string): RemoteAnswer {
    return this.entries.get(key)?.answer ?? notAsked;
  }

  /** Asks nothing. When the last listener has gone, what runs is stopped. */
  listen(key: string, listener: () => void): () => void {
    const own = this.listeners.get(key) ?? new Set<() => void>();
    this.listeners.set(key, own);
    own.add(listener);
    return () => {
      own.delete(listener);
      // A moment later, because a component that moves stops listening and listens again.
      setTimeout(() => {
        if (own.size === 0) this.cancel(key);
      }, 0);
    };
  }

  /** Asks, unless it runs already. */
  run(question: RemoteQuestion, approvedBytes?: number): void {
    const key = remoteKey(question);
    const entry = this.entries.get(key) ?? { question, answer: notAsked, running: null };
    if (entry.running !== null) return;
    this.entries.set(key, entry);
    const controller = new AbortController();
    const startedAt = performance.now();
    const isCurrent = () => entry.running === controller;
    entry.running = controller;
    this.update(key, {
      ...entry.answer,
      error: null,
      loading: true,
      progress: null,
      askedAtMs: Date.now(),
      approvedBytes,
    });

    const settle = (outcome: Partial<RemoteAnswer>) => {
      if (!isCurrent()) return;
      entry.running = null;
      this.update(key, {
        ...entry.answer,
        ...outcome,
        loading: false,
        progress: null,
        elapsedMs: performance.now() - startedAt,
      });
      this.onSettled();
    };
    this.call(
      'reports.run',
      { ...question, approvedBytes },
      {
        signal: controller.signal,
        onProgress: (progress) => {
          if (isCurrent()) this.update(key, { ...entry.answer, progress });
        },
      },
    ).then(
      (data) => settle({ data, error: null, answeredAtMs: Date.now() }),
      (error: unknown) => settle({ error: EngineError.from(error) }),
    );
  }

  cancel(key: string): void {
    this.entries.get(key)?.running?.abort();
  }

  /** Forgets the answers to these questions: they have to be asked anew. What runs goes on. */
  forget(isOutdated: (question: RemoteQuestion) => boolean): void {
    for (const [key, entry] of this.entries)
      if (entry.running === null && isOutdated(entry.question)) this.update(key, notAsked);
  }

  private update(key: string, answer: RemoteAnswer): void {
    const entry = this.entries.get(key);
    if (entry) entry.answer = answer;
    for (const listener of this.listeners.get(key) ?? []) listener();
  }
}
