/** What could not be delivered: kept in the workspace until it is sent again. */
import { join } from 'node:path';
import type { Alert, DeadLetter } from '../../../preload/contract.js';
import { appendRecords, JournalReader, replaceRecords } from '../journal.js';

/** All that is needed to send it again. */
export interface StoredLetter extends DeadLetter {
  readonly dataset: string;
  readonly run: string;
  readonly alert: Alert;
}

const ownerOnly = 0o600;
/** The newest are kept. */
const keptLetters = 1000;

export class DeadLetters {
  private readonly letters = new Map<string, StoredLetter>();
  private readonly reader: JournalReader;
  private readonly path: string;
  private last: Promise<unknown> = Promise.resolve();

  constructor(workspaceDir: string) {
    this.path = join(workspaceDir, 'dead-letters.ndjson');
    this.reader = new JournalReader(
      this.path,
      () => this.letters.clear(),
      (record) => {
        const letter = record as StoredLetter;
        if (typeof letter.id !== 'string') return;
        this.letters.delete(letter.id);
        this.letters.set(letter.id, letter);
      },
    );
  }

  /** The newest first. */
  async read(): Promise<readonly StoredLetter[]> {
    await this.reader.refresh();
    return [...this.letters.values()].reverse();
  }

  async list(): Promise<readonly DeadLetter[]> {
    const letters = await this.read();
    return letters.map(({ id, url, at, attempts, reason, alert }) => ({ id, url, at, attempts, reason, alert }));
  }

  add(letters: readonly StoredLetter[]): Promise<void> {
    return this.queue(async () => {
      await appendRecords(this.path, letters, ownerOnly);
      await this.reader.refresh();
      if (this.letters.size > 2 * keptLetters)
        await replaceRecords(this.path, [...this.letters.values()].slice(-keptLetters), ownerOnly);
    });
  }

  remove(ids: ReadonlySet<string>): Promise<void> {
    return this.queue(async () => {
      await this.reader.refresh();
      const left = [...this.letters.values()].filter(({ id }) => !ids.has(id));
      if (left.length < this.letters.size) await replaceRecords(this.path, left, ownerOnly);
    });
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
