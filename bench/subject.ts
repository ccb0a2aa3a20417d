/** What a subject of the benchmark is: steps that run in processes of their own, and the figures that come of them. */
import { join } from 'node:path';

/** `s` and `ms` are times; `×` is a ratio of two figures of the same run. */
export type Unit = 's' | 'ms' | 'bytes' | '×' | 'rows/s' | 'frames/s' | 'count';

export interface Figure {
  /** By which the goals find it. */
  readonly id: string;
  readonly what: string;
  /** Null where it could not be measured; `note` says why. */
  readonly value: number | null;
  readonly unit: Unit;
  readonly note?: string;
}

/** Where a size is measured. */
export interface Place {
  readonly rows: number;
  /** Of this size alone, removed afterwards. */
  readonly folder: string;
  /** The sample: a file, or one for each month. */
  readonly files: readonly string[];
  readonly workspaceDir: string;
  /** Holds `queries/`, `resources/` and `dist/`. */
  readonly shippedDir: string;
  /** How often the long steps are run: the figure is the median. */
  readonly runs: number;
}

export interface Measured<Answer> {
  readonly seconds: number;
  readonly peakBytes: number;
  readonly answer: Answer;
}

/** Runs one of the subject's steps in a process of its own, so that its peak memory is its own. Throws where it fails. */
export type RunStep = <Answer>(step: string) => Measured<Answer>;

export interface Subject {
  readonly name: string;
  /** Above its figures. */
  readonly title: string;
  /** Measured once, at the first size. */
  readonly isOfOneSize?: boolean;
  readonly steps: Readonly<Record<string, (place: Place) => Promise<unknown>>>;
  measure(run: RunStep, place: Place): readonly Figure[];
}

/** The name of the dataset that all subjects ask. */
export const dataset = 'bench';

/** October 2019 has so many events; more of them are made as further months. */
export const rowsOfMonth = 42_448_764;

export function placeOf(folder: string, rows: number, shippedDir: string): Place {
  const months = Math.ceil(rows / (rowsOfMonth * 1.1));
  const files = Array.from({ length: months }, (_, month) => join(folder, `events-${month + 1}.csv`));
  return { rows, folder, files, workspaceDir: join(folder, 'w'), shippedDir, runs: months > 1 ? 1 : 3 };
}

export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The number below which 95 % of them lie. */
export function p95Of(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? NaN;
}

export function notMeasured(id: string, what: string, unit: Unit, why: string): Figure {
  return { id, what, value: null, unit, note: why };
}
