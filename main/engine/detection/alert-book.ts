/**
 * The alerts of a run: one for each entity and family while it lasts. pending → firing → recovering → resolved, all in
 * event time. Signals come in order; what comes out depends on them alone.
 */
import { directionOf, familyOf, type Rule, type RulePack } from '../../../preload/rules/pack.js';
import { families, severities, type EntityType, type Severity } from '../../../preload/rules/rule-kind.js';
import type { AlertState } from '../../../preload/alert.js';
import type { Keys } from './keys/keys.js';
import type { Signal } from './signal.js';
import type { SlotColumn, SlotTable } from './keys/slot-table.js';

/** An alert in numbers: keys are those of the events, times ms. */
export interface RawAlert {
  /** Counts the alerts of a run from 0; the same in every run over the same events with the same pack. */
  readonly serial: number;
  /** Index of the rule in the pack. */
  readonly rule: number;
  severity: Severity;
  state: AlertState;
  readonly entity: EntityType;
  readonly key: bigint;
  /** The user of a session or the user itself; null for products and the shop. */
  readonly userKey: bigint | null;
  readonly firstTime: number;
  detectedTime: number;
  lastTime: number;
  recoveringTime: number | null;
  resolvedTime: number | null;
  events: number;
  value: number;
  readonly threshold: number;
  readonly types: number;
  /** Evidence: from and to which row, both included; rising, without overlap. */
  ranges: [number, number][];
  /** Σ price of the entity's purchases in these ranges. */
  spent: number;
  reason: string;
}

interface OpenAlert {
  readonly raw: RawAlert;
  readonly slot: number;
  /** In {@link AlertBook.ofUser}; null where it does not stand there. */
  readonly userKey: number | null;
  /** Events and money of the ranges before the last. */
  eventsBefore: number;
  spentBefore: number;
  /** Time of the last sign, own or of another rule or entity of the family. */
  signTime: number;
  /** The sign that the sentence tells of; it is put into words when somebody is told. */
  strongest: { readonly rule: number; readonly signal: Signal };
}

const entityIndex = { user: 0, session: 1, product: 2, global: 3 } as const;
const slotBits = 2 ** 24;

export class AlertBook {
  private readonly open = new Map<number, OpenAlert>();
  /** Sessions' open alerts by the key of their user: which is told of, not opened twice. */
  private readonly ofUser = new Map<number, Set<OpenAlert>>();
  /** How many alerts of each key are open; none when the key goes. */
  private readonly openOf: Record<'user' | 'session' | 'product', SlotColumn<Uint16Array>>;
  private readonly familyOfRule: readonly number[];
  private serial = 0;

  constructor(
    private readonly pack: RulePack,
    private readonly rules: readonly Rule[],
    private readonly keys: Keys,
    private readonly explain: (rule: number, signal: Signal) => string,
    /** Told at every change of state, and when severity rises. */
    private readonly onChange: (alert: RawAlert) => void,
    /** Told of alerts that were never more than pending, and are over. */
    private readonly onForget: (alert: RawAlert) => void = () => undefined,
  ) {
    // Two rules of a person's own are two things; all else is one alert a family.
    this.familyOfRule = rules.map((rule, at) =>
      familyOf(rule) === 'own' ? families.length + at : families.indexOf(familyOf(rule)),
    );
    const { users, sessions, products } = keys.tables;
    const tables = { user: users, session: sessions, product: products };
    const watch = (entity: 'user' | 'session' | 'product', table: SlotTable) => {
      const count = table.column('u16', { isCleared: false });
      table.onEvict((slot) => {
        if (count.values[slot] !== 0) this.closeAll(entity, slot);
      });
      return count;
    };
    this.openOf = {
      user: watch('user', tables.user),
      session: watch('session', tables.session),
      product: watch('product', tables.product),
    };
  }

  get openCount(): number {
    return this.open.size;
  }

  get total(): number {
    return this.serial;
  }

  /** Takes the signs of one rule at one event; signs must come in the order of their rows. */
  take(rule: number, signal: Signal): void {
    const family = this.familyOfRule[rule] as number;
    const { entity, slot } =
      signal.entity === 'session' && this.keys.isOwn(signal.slot)
        ? { entity: 'user' as const, slot: signal.userSlot }
        : signal;
    const key = keyOf(family, entity, slot);
    const known = this.settled(key, signal.time);
    if (known) return this.grow(known, rule, signal, true);

    // One alert where user and session both fit: that which was there first goes on.
    if (entity === 'user') {
      for (const ofSession of this.ofUser.get(key) ?? [])
        if (this.settle(ofSession, signal.time)) return this.grow(ofSession, rule, signal, false);
    } else if (entity === 'session') {
      const ofUser = this.settled(keyOf(family, 'user', signal.userSlot), signal.time);
      if (ofUser) return this.grow(ofUser, rule, signal, false);
    }
    this.start(key, entity, slot, rule, signal);
  }

  /** Event time has come to `time` (ms): alerts recover and are resolved. */
  advance(time: number): void {
    for (const alert of this.open.values()) this.settle(alert, time);
  }

  /** The input has ended at `time` (ms): what is open is told as it stands then. */
  finish(time: number): void {
    this.advance(time);
    for (const alert of this.open.values()) if (alert.raw.state !== 'pending') this.tell(alert);
  }

  private start(key: number, entity: EntityType, slot: number, rule: number, signal: Signal): void {
    const { users, sessions, products } = this.keys.tables;
    const userSlot = entity === 'session' ? signal.userSlot : entity === 'user' ? slot : null;
    const table = { user: users, session: sessions, product: products, global: null }[entity];
    const raw: RawAlert = {
      serial: this.serial++,
      rule,
      severity: this.limit(rule, signal.severity),
      state: signal.isPending === true ? 'pending' : 'firing',
      entity,
      key: table === null ? 0n : table.keyOf(slot),
      userKey: userSlot === null ? null : users.keyOf(userSlot),
      firstTime: signal.firstTime,
      detectedTime: signal.time,
      lastTime: signal.lastTime ?? signal.time,
      recoveringTime: null,
      resolvedTime: null,
      events: signal.events,
      value: signal.value,
      threshold: signal.threshold,
      types: signal.types,
      ranges: [[signal.firstRow, signal.row]],
      spent: signal.spent,
      reason: '',
    };
    const family = this.familyOfRule[rule] as number;
    const userKey = entity === 'session' && userSlot !== null ? keyOf(family, 'user', userSlot) : null;
    const alert: OpenAlert = {
      raw,
      slot,
      userKey,
      eventsBefore: 0,
      spentBefore: 0,
      signTime: signal.time,
      strongest: { rule, signal },
    };
    this.open.set(key, alert);
    if (userKey !== null) {
      const ofUser = this.ofUser.get(userKey);
      if (ofUser) ofUser.add(alert);
      else this.ofUser.set(userKey, new Set([alert]));
    }
    if (entity !== 'global') this.countOpen(entity, slot, 1);
    table?.note(slot);
    this.tell(alert);
  }

  private grow(alert: OpenAlert, rule: number, signal: Signal, isOwn: boolean): void {
    const { raw } = alert;
    alert.signTime = Math.max(alert.signTime, signal.time);
    let changed = false;
    // A rule that counts each event type by itself has windows of several: the evidence is of the first.
    if (isOwn && rule === raw.rule && signal.types === raw.types) {
      const range = raw.ranges.at(-1) as [number, number];
      if (signal.firstRow > range[1]) {
        alert.eventsBefore = raw.events;
        alert.spentBefore = raw.spent;
        raw.ranges.push([signal.firstRow, signal.row]);
      } else if (signal.firstRow >= range[0]) {
        range[1] = Math.max(range[1], signal.row);
      }
      // A behaviour that is said to have begun within the last range goes on counting from there.
      raw.events = Math.max(raw.events, alert.eventsBefore + signal.events);
      raw.spent = Math.max(raw.spent, alert.spentBefore + signal.spent);
      raw.lastTime = Math.max(raw.lastTime, signal.lastTime ?? signal.time);
      const isAbove = directionOf(this.rules[rule] as Rule) === 'above';
      if (isAbove ? signal.value > raw.value : signal.value < raw.value) {
        raw.value = signal.value;
        if (alert.strongest.rule === rule) alert.strongest = { rule, signal };
      }
    }
    const severity = this.limit(rule, signal.severity);
    if (severities.indexOf(severity) > severities.indexOf(raw.severity)) {
      raw.severity = severity;
      alert.strongest = { rule, signal };
      changed = true;
    }
    if (raw.state === 'pending' && signal.isPending !== true) {
      raw.state = 'firing';
      raw.detectedTime = signal.time;
      alert.strongest = { rule, signal };
      changed = true;
    }
    if (raw.state === 'recovering') {
      raw.state = 'firing';
      raw.recoveringTime = null;
      changed = true;
    }
    if (changed) this.tell(alert);
  }

  private limit(rule: number, severity: Severity): Severity {
    const known = this.rules[rule] as Rule;
    const most = known.kind === 'window' ? known.severity : known.maxSeverity;
    return severities.indexOf(severity) > severities.indexOf(most) ? most : severity;
  }

  private settled(key: number, time: number): OpenAlert | undefined {
    const alert = this.open.get(key);
    return alert && this.settle(alert, time) ? alert : undefined;
  }

  /** Brings the alert's state to `time`; false where it is over. */
  private settle(alert: OpenAlert, time: number): boolean {
    const { raw, signTime } = alert;
    const recovering = signTime + this.pack.recoverAfterSeconds * 1000;
    const resolved = recovering + this.pack.resolveAfterSeconds * 1000;
    if (raw.state === 'pending') {
      if (time < recovering) return true;
      this.forget(alert);
      this.onForget(raw);
      return false;
    }
    if (raw.state === 'firing' && time >= recovering) {
      raw.state = 'recovering';
      raw.recoveringTime = recovering;
      this.tell(alert);
    }
    if (time < resolved) return true;
    this.close(alert, resolved);
    return false;
  }

  private close(alert: OpenAlert, time: number): void {
    alert.raw.state = 'resolved';
    alert.raw.recoveringTime ??= time;
    alert.raw.resolvedTime = time;
    this.forget(alert);
    this.tell(alert);
  }

  private tell({ raw, strongest }: OpenAlert): void {
    raw.reason = this.explain(strongest.rule, strongest.signal);
    this.onChange(raw);
  }

  private forget(alert: OpenAlert): void {
    const family = this.familyOfRule[alert.raw.rule] as number;
    const { entity } = alert.raw;
    this.open.delete(keyOf(family, entity, alert.slot));
    if (entity === 'global') return;
    this.countOpen(entity, alert.slot, -1);
    if (alert.userKey === null) return;
    const ofUser = this.ofUser.get(alert.userKey);
    ofUser?.delete(alert);
    if (ofUser?.size === 0) this.ofUser.delete(alert.userKey);
  }

  private countOpen(entity: 'user' | 'session' | 'product', slot: number, by: number): void {
    (this.openOf[entity].values[slot] as number) += by;
  }

  /** The entity's slot is given up: what it has is over. */
  private closeAll(entity: 'user' | 'session' | 'product', slot: number): void {
    const all = [...this.open.values()].filter((alert) => alert.raw.entity === entity && alert.slot === slot);
    for (const alert of all) {
      if (alert.raw.state === 'pending') {
        this.forget(alert);
        this.onForget(alert.raw);
      } else this.close(alert, alert.raw.recoveringTime ?? alert.signTime);
    }
  }
}

function keyOf(family: number, entity: EntityType, slot: number): number {
  return (family * 4 + entityIndex[entity]) * slotBits + slot;
}
