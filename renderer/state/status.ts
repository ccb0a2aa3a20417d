/** What the status line says of the question on the screen. */
import { create } from 'zustand';
import type { ReportResult } from '../../preload/shapes.js';

interface Status {
  /** The answer that is shown; null where the screen shows no report, or one to an earlier question. */
  readonly result: ReportResult | null;
  readonly loading: boolean;
}

export const useStatus = create<Status>(() => ({ result: null, loading: false }));

export function showStatus(status: Status): void {
  useStatus.setState(status);
}
