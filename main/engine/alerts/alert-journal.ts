/** A run's alerts: of each id the last line of the journal counts. */
import type { Alert } from '../../../preload/contract.js';
import { JournalReader } from '../journal.js';

/** Later in an alert's life; the same life is always lived through in the same order. */
const stateRank = { pending: 0, firing: 1, recovering: 2, resolved: 3 } as const;

/** Whether `kept` is of a later moment than `put`: a replay that starts again meets its alerts when they were younger. */
export function isLater(kept: Alert, put: Alert): boolean {
  if (kept.lastEventAt !== put.lastEventAt) return kept.lastEventAt > put.lastEventAt;
  if (kept.state !== put.state) return stateRank[kept.state] > stateRank[put.state];
  return kept.events > put.events;
}

function isAlert(record: unknown): record is Alert {
  return typeof (record as { readonly id?: unknown } | null)?.id === 'string';
}

export class AlertJournal {
  private readonly found = new Map<string, Alert>();
  private readonly reader: JournalReader;
  /** Rises with every change. */
  changes = 0;

  constructor(path: string) {
    this.reader = new JournalReader(
      path,
      () => {
        this.found.clear();
        this.changes++;
      },
      (record) => {
        if (!isAlert(record)) return;
        this.found.set(record.id, record);
        this.changes++;
      },
    );
  }

  /** Brings itself up to date with the file. The map is the journal's own and changes with the next call. */
  async read(): Promise<ReadonlyMap<string, Alert>> {
    await this.reader.refresh();
    return this.found;
  }
}
