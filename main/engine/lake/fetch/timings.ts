/** How patient a fetch is, and how it parts files. */
export interface Timings {
  readonly partBytes: number;
  /** Of one file. */
  readonly partsAtOnce: number;
  /** Without a byte for so long, a connection is given up. */
  readonly stallMs: number;
  /** In a row, without a byte between them. */
  readonly mostFailures: number;
  /** After the first of them in a row. */
  readonly pauseMs: (failures: number) => number;
}
