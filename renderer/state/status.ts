/** What the status line says of the question on the screen. */
import { create } from 'zustand';
import type { ReportResult } from '../../preload/shapes.js';

export interface Status {
  /** The answer that is shown; null where the screen shows no report, or one to an earlier question. */
  readonly result: ReportResult | null;
  readonly loading: boolean;
  /** The connection that is to answer, before there is an answer; null: DuckDB. */
  readonly elsewhere?: string | null;
}

export const useStatus = create<Status>(() => ({ result: null, loading: false }));

export function showStatus({ result, loading, elsewhere = null }: Status): void {
  useStatus.setState({ result, loading, elsewhere });
}
