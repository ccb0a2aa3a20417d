/**
 * What was asked of engines elsewhere, and what it cost: `<workspace>/remote/history.ndjson`, a journal. A record stands
 * in it before its query is sent; later lines of its id change it. Texts are long and many queries have the same: a text
 * stands once, under its hash.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RemoteHistory, RemoteRecord } from '../../../preload/contract.js';
import { isAlive } from '../is-alive.js';
import { appendRecords, JournalReader, replaceRecords } from '../journal.js';

/** So many are kept. */
const keptRecords = 10_000;
/** Only the owner: values of a question may name people. */
const ownerOnly = 0o600;
/** Longer than any query runs: a process of this number that lives today is another one. */
const longestRunMs = 24 * 3_600_000;

/** `state` is `running` (or `queued`) until it is known how it ended, also when its process is gone. */
export type StoredRecord = RemoteRecord & {
  /** What it was thought to scan. */
  readonly estimatedBytes: number | null;
  /** The process that asks: its id, and a word of its own. */
  readonly owner: string;
};

type Change = Partial<Omit<StoredRecord, 'id' | 'sql' | 'values'>>;

export interface HistoryFilter {
  readonly connection?: string;
  readonly search?: string;
  readonly offset: number;
  readonly limit: number;
}

function isObject(line: unknown): line is Readonly<Record<string, unknown>> {
  return typeof line === 'object' && line !== null;
}

const hashText = (sql: string) => createHash('sha256').update(sql).digest('hex').slice(0, 24);
const isOpen = ({ state }: RemoteRecord) => state === 'queued' || state === 'running';

function isSameDay(iso: string, now: Date): boolean {
  return new Date(iso).toDateString() === now.toDateString();
}

export class QueryHistory {
  private readonly path: string;
  private readonly owner = `${process.pid}-${randomBytes(4).toString('hex')}`;
  private readonly texts = new Map<string, string>();
  private readonly found = new Map<string, StoredRecord>();
  /** Those that this process has not finished, with what was last seen of them: that is not written down. */
  private readonly own = new Map<string, Change>();
  private readonly reader: JournalReader;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    workspaceDir: string,
    private readonly kept = keptRecords,
  ) {
    this.path = join(workspaceDir, 'remote', 'history.ndjson');
    this.reader = new JournalReader(
      this.path,
      () => {
        this.texts.clear();
        this.found.clear();
      },
      (line) => this.take(line),
    );
  }

  /** Keeps a record of a query that is about to be sent. Resolves once it is on the disk. */
  begin(record: Omit<StoredRecord, 'owner'>): Promise<void> {
    this.own.set(record.id, {});
    return this.write(async () => {
      await mkdir(dirname(this.path), { recursive: true });
      await this.reader.refresh();
      if (this.found.size >= this.kept * 1.1) await this.compact();
      const { sql, ...rest } = record;
      const text = hashText(sql);
      const lines = [{ ...rest, text, owner: this.owner }];
      await appendRecords(this.path, this.texts.has(text) ? lines : [{ text, sql }, ...lines], ownerOnly);
    });
  }

  change(id: string, change: Change): Promise<void> {
    return this.write(() => appendRecords(this.path, [{ id, ...change }], ownerOnly));
  }

  /** How far a query of this process is. */
  see(id: string, change: Pick<Change, 'state' | 'bytesScanned'>): void {
    if (this.own.has(id)) this.own.set(id, change);
  }

  /** The last change of a record of this process. One that stays `running` is looked up another time. */
  async end(id: string, change: Change): Promise<void> {
    try {
      await this.change(id, change);
    } finally {
      this.own.delete(id);
    }
  }

  /** Those that match, as people see them, newest first. */
  async list({ connection, search = '', offset, limit }: HistoryFilter): Promise<RemoteHistory> {
    const sought = search.trim().toLowerCase();
    const matching = (await this.read())
      .filter((record) => connection === undefined || record.connection === connection)
      .filter(({ sql, purpose, dataset, queryId }) =>
        [sql, purpose, dataset ?? '', queryId ?? ''].some((text) => text.toLowerCase().includes(sought)),
      )
      .map((record) => this.show(record))
      .reverse();
    return {
      total: matching.length,
      records: matching.slice(offset, offset + limit),
      bytesScanned: matching.reduce((sum, { bytesScanned }) => sum + (bytesScanned ?? 0), 0),
      costUsd: matching.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
      running: matching.filter(isOpen).length,
    };
  }

  /** Bytes that a connection has scanned in this local day, and those that what still runs may scan beyond. */
  async usedToday(
    connection: string,
    now = new Date(),
  ): Promise<{ readonly scanned: number; readonly pending: number }> {
    let scanned = 0;
    let pending = 0;
    for (const record of await this.read()) {
      if (record.connection !== connection || !isSameDay(record.startedAt, now)) continue;
      scanned += record.bytesScanned ?? 0;
      if (this.isRunning(record)) pending += Math.max(0, (record.estimatedBytes ?? 0) - (record.bytesScanned ?? 0));
    }
    return { scanned, pending };
  }

  /** Those of which nobody knows how they ended: their process is gone, or has lost sight of them. */
  async lost(connection?: string): Promise<readonly StoredRecord[]> {
    return (await this.read()).filter(
      (record) =>
        isOpen(record) && !this.isRunning(record) && (connection === undefined || record.connection === connection),
    );
  }

  private isRunning(record: StoredRecord): boolean {
    if (!isOpen(record)) return false;
    if (record.owner === this.owner) return this.own.has(record.id);
    const pid = Number(record.owner.split('-')[0]);
    return pid !== process.pid && Date.now() - Date.parse(record.startedAt) < longestRunMs && isAlive(pid);
  }

  private show(record: StoredRecord): RemoteRecord {
    const shown: RemoteRecord & { estimatedBytes?: number | null; owner?: string } = { ...record };
    delete shown.estimatedBytes;
    delete shown.owner;
    if (!isOpen(record) || this.isRunning(record)) return shown;
    return {
      ...shown,
      state: 'failed',
      error: record.error ?? 'Vitrine ended while it ran; what became of it is not known.',
    };
  }

  private async read(): Promise<readonly StoredRecord[]> {
    await this.last.catch(() => undefined);
    await this.reader.refresh();
    return [...this.found.values()]
      .slice(-this.kept)
      .map((record) => (isOpen(record) ? { ...record, ...this.own.get(record.id) } : record));
  }

  private write(work: () => Promise<void>): Promise<void> {
    const result = this.last.then(work, work);
    this.last = result;
    return result;
  }

  private take(line: unknown): void {
    if (!isObject(line)) return;
    const { id, text, sql, ...rest } = line;
    if (typeof text === 'string' && typeof sql === 'string') return void this.texts.set(text, sql);
    if (typeof id !== 'string') return;
    const before = this.found.get(id);
    if (before !== undefined) return void this.found.set(id, { ...before, ...(rest as Change) });
    const known = typeof text === 'string' ? this.texts.get(text) : undefined;
    // A change of a record that is no longer kept has no beginning.
    if (known !== undefined) this.found.set(id, { ...rest, id, sql: known } as StoredRecord);
  }

  private async compact(): Promise<void> {
    const newest = [...this.found.values()].slice(-this.kept);
    const texts = new Map(newest.map(({ sql }) => [hashText(sql), sql]));
    const lines = [
      ...[...texts].map(([text, sql]) => ({ text, sql })),
      ...newest.map(({ sql, ...record }) => ({ ...record, text: hashText(sql) })),
    ];
    await replaceRecords(this.path, lines, ownerOnly);
    await this.reader.refresh();
  }
}
