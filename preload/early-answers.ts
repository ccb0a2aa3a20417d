/** Answers to reports before there is a dataset: out of a sample of the files, or out of the scan of all their rows. */
import type { ReportResult } from './shapes.js';

/** Exact: of all rows that a load is going to keep, unless it drops duplicates or is stopped. */
export interface EarlyAnswers {
  /** `shop-days` and `top-categories` as they are asked by default. What their `dataset` is called comes to be later. */
  readonly answers: readonly ReportResult[];
  /** The events that they are made of. */
  readonly rows: number;
}

/** Of a sample: numbers in it are smaller than those of the whole files by as much as it is. */
export interface FilesPreview extends EarlyAnswers {
  /** The bytes that were read of all bytes, a fraction; 1 where that was everything. */
  readonly share: number;
  /** Whether some file cannot be read but from its beginning (it is packed), so that later times may be missing. */
  readonly isOfBeginnings: boolean;
}
