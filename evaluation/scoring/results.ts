/** What all runs of a pack gave. */
import type { Filling } from '../cases/make-cases.js';
import type { FlaggedShare } from './flagged.js';
import type { Score } from './score.js';

export interface Outcome {
  readonly filling: Filling;
  /** Name of the background. */
  readonly background: string;
  readonly days: number;
  /** Events of background and cases. */
  readonly events: number;
  readonly seconds: number;
  readonly score: Score;
  /** Of runs without cases. */
  readonly flagged?: FlaggedShare;
}

export interface Results {
  readonly pack: string;
  readonly version: number;
  readonly outcomes: readonly Outcome[];
}

export function outcomesOf(results: Results, ...fillings: readonly Filling[]): readonly Outcome[] {
  return results.outcomes.filter(({ filling }) => fillings.includes(filling));
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
