/** Makes alerts for people of those in numbers: ids as they were written, times as texts, an id of its own. */
import { createHash } from 'node:crypto';
import type { Alert } from '../../../../preload/alert.js';
import { directionOf, familyOf, unitOf, type Rule, type RulePack } from '../../../../preload/rules/pack.js';
import type { RawAlert } from '../alert-book.js';
import { typeNames } from '../events.js';

export type NamedKind = 'user' | 'session' | 'product';

/** The ids as they stand in the files, by key. Of keys without a word of their own it may say nothing: their number is the id. */
export type ReadNames = (kind: NamedKind, keys: readonly bigint[]) => Promise<ReadonlyMap<bigint, string>>;

/** ISO 8601 in UTC, fractions of a second only where there are some. */
export function writeTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

const moneyDigits = 10_000;
const significantDigits = 6;
const roundNumber = (value: number) => Number(value.toPrecision(significantDigits));
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const dayMs = 86_400_000;
/** Event time after which an alert that is over is no longer told apart from one with the same first event. */
const rememberedMs = 30 * dayMs;
const sweepMs = dayMs;

/** How many alerts rest on one first event, and when the last of them was over. */
interface Use {
  readonly count: number;
  endedMs: number;
}

export class AlertWriter {
  /** As detection counts them: those that are on. */
  private readonly rules: readonly Rule[];
  private readonly packHash: string;
  /** By serial. */
  private readonly ids = new Map<number, { readonly id: string; readonly use: Use }>();
  /** By the id that the first of them got. */
  private readonly uses = new Map<string, Use>();
  private latestMs = -Infinity;
  private sweptMs = -Infinity;

  constructor(
    private readonly pack: RulePack,
    private readonly readNames: ReadNames,
  ) {
    this.rules = pack.rules.filter(({ isOn }) => isOn);
    const { boundSeconds, recoverAfterSeconds, resolveAfterSeconds, rules } = pack;
    this.packHash = hash(JSON.stringify([boundSeconds, recoverAfterSeconds, resolveAfterSeconds, rules]));
  }

  /** In the order of `raws`. Every alert of a run must come through here from its first on: ids depend on it. */
  async write(raws: readonly RawAlert[]): Promise<readonly Alert[]> {
    if (raws.length === 0) return [];
    const keys = { user: new Set<bigint>(), session: new Set<bigint>(), product: new Set<bigint>() };
    for (const { entity, key, userKey } of raws) {
      if (entity !== 'global') keys[entity].add(key);
      if (userKey !== null) keys.user.add(userKey);
    }
    const read = (kind: NamedKind) => this.readNames(kind, [...keys[kind]]);
    const names = { user: await read('user'), session: await read('session'), product: await read('product') };
    const nameOf = (kind: NamedKind, key: bigint) => names[kind].get(key) ?? String(key);
    const alerts = raws.map((raw) =>
      this.writeOne(
        raw,
        raw.entity === 'global' ? 'all' : nameOf(raw.entity, raw.key),
        raw.userKey === null ? null : nameOf('user', raw.userKey),
      ),
    );
    this.forget(raws);
    return alerts;
  }

  /** How many alerts it remembers: those that are open, and those of the last month. */
  get remembered(): number {
    return Math.max(this.ids.size, this.uses.size);
  }

  private writeOne(raw: RawAlert, entityId: string, user: string | null): Alert {
    const rule = this.rules[raw.rule] as Rule;
    const { severity, state, events, value, threshold, reason, ranges, types } = raw;
    const time = (ms: number | null) => (ms === null ? null : writeTime(ms));
    return {
      id: this.idOf(raw, rule, entityId),
      rule: rule.id,
      family: familyOf(rule),
      severity,
      state,
      entity: { type: raw.entity, id: entityId },
      firstEventAt: writeTime(raw.firstTime),
      detectedAt: writeTime(raw.detectedTime),
      lastEventAt: writeTime(raw.lastTime),
      events,
      value: roundNumber(value),
      threshold: roundNumber(threshold),
      unit: unitOf(rule),
      direction: directionOf(rule),
      reason,
      pack: this.pack.name,
      packVersion: this.pack.version,
      purchaseValue: Math.round(raw.spent * moneyDigits) / moneyDigits,
      evidence: { types: typeNames.filter((_, type) => (types & (1 << type)) !== 0), ranges },
      recoveringAt: time(raw.recoveringTime),
      resolvedAt: time(raw.resolvedTime),
      user,
    };
  }

  /** Two alerts of a run may rest on the same first event, one after the other: the second gets a number. */
  private idOf({ serial, entity, firstTime, detectedTime, resolvedTime }: RawAlert, rule: Rule, entityId: string) {
    const known = this.ids.get(serial);
    if (known !== undefined) {
      if (resolvedTime !== null) known.use.endedMs = resolvedTime;
      return known.id;
    }
    const parts = [rule.id, this.pack.name, this.pack.version, this.packHash, entity, entityId, firstTime];
    const base = hash(JSON.stringify(parts)).slice(0, 16);
    const before = this.uses.get(base);
    const isAgain = before !== undefined && detectedTime - before.endedMs <= rememberedMs;
    const use = { count: isAgain ? before.count + 1 : 1, endedMs: resolvedTime ?? Infinity };
    const id = use.count === 1 ? base : hash(JSON.stringify([...parts, use.count])).slice(0, 16);
    this.uses.set(base, use);
    this.ids.set(serial, { id, use });
    return id;
  }

  /** Lets go of what has been over for so long that it counts no more. */
  private forget(raws: readonly RawAlert[]): void {
    for (const { lastTime } of raws) this.latestMs = Math.max(this.latestMs, lastTime);
    if (this.latestMs < this.sweptMs + sweepMs) return;
    this.sweptMs = this.latestMs;
    const isOver = ({ endedMs }: Use) => this.latestMs - endedMs > rememberedMs + sweepMs;
    for (const [serial, { use }] of this.ids) if (isOver(use)) this.ids.delete(serial);
    for (const [base, use] of this.uses) if (isOver(use)) this.uses.delete(base);
  }
}
