/** What people did with alerts, and whom they allow: journals beside a dataset's runs, by what an alert is about and by entity. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alert, AlertCare, AllowEntry, KeptAlert, Verdict } from '../../../preload/contract.js';
import { appendRecords, JournalReader } from '../journal.js';

type OwnCare = Omit<AlertCare, 'allowedBy'>;

/** What is changed; what is left out stays. */
export type CarePatch = Partial<OwnCare>;

interface CareRecord extends CarePatch {
  /** The alert's id, which another version of the pack does not give again. */
  readonly alert: string;
  /** What it is about; records of before have none. */
  readonly matter?: string;
  readonly at: string;
}

type AllowRecord = AllowEntry | { readonly type: AllowEntry['type']; readonly id: string; readonly isRemoved: true };

const untouched: OwnCare = { verdict: 'none', acknowledgedAt: null, note: null, mutedUntil: null };

const keyOf = (type: string, id: string) => `${type} ${id}`;

/** What an alert is about, whatever the pack's version: two that rest on the same first event are one matter. */
const matterOf = ({ rule, family, entity, firstEventAt }: Alert) =>
  [rule, family, entity.type, entity.id, firstEventAt].join(' ');

const isOver = (until: string | null, nowMs: number) => until !== null && Date.parse(until) <= nowMs;

/** The care for a dataset's alerts as it stands at one moment. */
export interface CareNow {
  join(alert: Alert): KeptAlert;
  verdictOf(alert: Alert): Verdict;
  isAllowed(alert: Alert): boolean;
  /** Whether it is not among those that need a look: muted, or its entity allowed. */
  isQuiet(alert: Alert): boolean;
}

export class CareBook {
  private readonly care = new Map<string, OwnCare>();
  private readonly careById = new Map<string, OwnCare>();
  private readonly allowed = new Map<string, AllowEntry>();
  private readonly careReader: JournalReader;
  private readonly allowReader: JournalReader;
  private readonly carePath: string;
  private readonly allowPath: string;

  constructor(private readonly folder: string) {
    this.carePath = join(folder, 'care.ndjson');
    this.allowPath = join(folder, 'allowed.ndjson');
    this.careReader = new JournalReader(
      this.carePath,
      () => {
        this.care.clear();
        this.careById.clear();
      },
      (record) => this.takeCare(record as CareRecord),
    );
    this.allowReader = new JournalReader(
      this.allowPath,
      () => this.allowed.clear(),
      (record) => this.takeAllowed(record as AllowRecord),
    );
  }

  /** Brings itself up to date with the files. `nowMs` is the wall clock, against which mutes and entries end. */
  async read(nowMs = Date.now()): Promise<CareNow> {
    await Promise.all([this.careReader.refresh(), this.allowReader.refresh()]);
    const reasonOf = (type: string, id: string | null): string | null => {
      const entry = id === null ? undefined : this.allowed.get(keyOf(type, id));
      return entry === undefined || isOver(entry.until, nowMs) ? null : entry.reason;
    };
    const allowedBy = ({ entity, user }: Alert) => reasonOf(entity.type, entity.id) ?? reasonOf('user', user);
    const isUntouched = this.care.size === 0 && this.careById.size === 0;
    const find = (alert: Alert): OwnCare =>
      isUntouched ? untouched : (this.care.get(matterOf(alert)) ?? this.careById.get(alert.id) ?? untouched);
    const ownCare = (alert: Alert): OwnCare => {
      const own = find(alert);
      return own.mutedUntil !== null && isOver(own.mutedUntil, nowMs) ? { ...own, mutedUntil: null } : own;
    };
    return {
      verdictOf: (alert) => find(alert).verdict,
      isAllowed: (alert) => allowedBy(alert) !== null,
      join: (alert) => ({ ...alert, ...ownCare(alert), allowedBy: allowedBy(alert) }),
      isQuiet: (alert) => ownCare(alert).mutedUntil !== null || allowedBy(alert) !== null,
    };
  }

  /** Entries by when they were made. Those that have run out are left out. */
  async listAllowed(nowMs = Date.now()): Promise<readonly AllowEntry[]> {
    await this.allowReader.refresh();
    const entries = [...this.allowed.values()].filter(({ until }) => !isOver(until, nowMs));
    return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  async change(alerts: readonly Alert[], patch: CarePatch): Promise<void> {
    const at = new Date().toISOString();
    await mkdir(this.folder, { recursive: true });
    await appendRecords(
      this.carePath,
      alerts.map((alert) => ({ alert: alert.id, matter: matterOf(alert), at, ...patch })),
    );
  }

  async allow(entry: AllowEntry): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await appendRecords(this.allowPath, [entry]);
  }

  async disallow(type: AllowEntry['type'], id: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await appendRecords(this.allowPath, [{ type, id, isRemoved: true }]);
  }

  private takeCare({ alert, matter, verdict, acknowledgedAt, note, mutedUntil }: CareRecord): void {
    if (typeof alert !== 'string') return;
    const [kept, key] = matter === undefined ? [this.careById, alert] : [this.care, matter];
    const before = kept.get(key) ?? this.careById.get(alert) ?? untouched;
    kept.set(key, {
      verdict: verdict ?? before.verdict,
      acknowledgedAt: acknowledgedAt === undefined ? before.acknowledgedAt : acknowledgedAt,
      note: note === undefined ? before.note : note,
      mutedUntil: mutedUntil === undefined ? before.mutedUntil : mutedUntil,
    });
  }

  private takeAllowed(record: AllowRecord): void {
    if (typeof record.id !== 'string') return;
    const key = keyOf(record.type, record.id);
    this.allowed.delete(key);
    if (!('isRemoved' in record)) this.allowed.set(key, record);
  }
}
