/** Where a replay leaves its alerts: between the rooms of detection and of alerts. */
import type { Alert, RunInfo } from '../../preload/contract.js';
import type { RulePack } from '../../preload/rules/pack.js';

export interface RunRequest {
  readonly dataset: string;
  readonly pack: RulePack;
  /** Null for the whole data. */
  readonly from: string | null;
  readonly to: string | null;
  readonly totalRows: number;
}

/** How far a run has come. */
export interface RunPosition {
  readonly rows: number;
  /** Event time, ISO 8601; null before the first event. */
  readonly at: string | null;
  readonly late: number;
  readonly evicted: number;
}

export interface KeptRun {
  readonly id: string;
  /** How far an earlier replay of the same run had come that did not reach the end; null where there is none. */
  readonly earlier: RunPosition | null;
  /** Keeps alerts as they change: one whose id is there is replaced; the same one again changes nothing. */
  put(alerts: readonly Alert[]): Promise<void>;
  reached(position: RunPosition): Promise<void>;
  end(state: 'complete' | 'stopped', position: RunPosition): Promise<RunInfo>;
}

export interface AlertKeeper {
  /** The same dataset version, pack, and range are the same run: its alerts and position are found again. */
  openRun(request: RunRequest): Promise<KeptRun>;
}
