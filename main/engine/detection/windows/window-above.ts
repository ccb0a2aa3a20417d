/** Windows that fire with the event that takes the value over the threshold. */
import type { EntityType } from '../../../../preload/rules/rule-kind.js';
import type { WindowRule } from '../../../../preload/rules/window-rule.js';
import type { Detector, DetectorContext } from '../detector.js';
import { createPick, createPriceTest, typesOf } from './window-measure.js';
import { DistinctWindow } from './distinct-window.js';
import { purchase, type Events } from '../events.js';

/**
 * What is kept of a key beside the number of its window or part, which is 0 in the record of a new key: then nothing else of it
 * counts.
 */
const valueAt = 0;
const eventsAt = 1;
const timeAt = 2;
const rowAt = 3;
const spentAt = 4;
/** Where the behaviour may be said to begin next, once the window has passed the beginning; sliding windows only. */
const nextAt = 5;
const signalAt = 9;
const tumblingWidth = 5;
const slidingWidth = 10;
const mostParts = 20;

const entityOf = {
  user: 'user',
  user_and_type: 'user',
  session: 'session',
  product: 'product',
  global: 'global',
} as const;
const spentOf = { user: 'userSpent', session: 'sessionSpent', product: 'productSpent', global: null } as const;
const slotOf = { user: 'userSlot', session: 'sessionSlot', product: 'productSlot', global: null } as const;
const tableOf = { user: 'users', session: 'sessions', product: 'products', global: null } as const;

export function createAboveWindow(rule: WindowRule, context: DetectorContext): Omit<Detector, 'explain'> {
  const { measure, key, window } = rule;
  const limit = rule.threshold.value;
  const entity: EntityType = entityOf[key];
  const isByType = key === 'user_and_type';
  const types = typesOf(rule);
  const allowsPrice = createPriceTest(rule);
  const isSum = measure === 'sum';
  const isSliding = window.kind === 'sliding';
  const windowMs = window.seconds * 1000;
  const parts = isSliding && measure !== 'distinct' ? Math.min(window.seconds, mostParts) : 0;
  const partMs = parts === 0 ? windowMs : windowMs / parts;
  const width = (isSliding ? slidingWidth : tumblingWidth) + parts;
  const kinds = isByType ? 4 : 1;
  const tableName = tableOf[entity];
  const table = tableName === null ? null : context.tables[tableName];
  const options = { width: width * kinds, isCleared: false };
  const state = table === null ? { values: new Float64Array(width) } : table.column('f64', options);
  const numbers = table ?? { record: { values: new Float64Array(1) }, stride: 1 };
  const firstNumber = table === null ? 0 : table.field(0, kinds);
  const peaks = table === null ? null : context.watch(table, 'above');
  const distinct =
    measure === 'distinct' ? new DistinctWindow(createPick(rule), isSliding ? windowMs : Infinity) : null;
  if (distinct && table) {
    table.onEvict((slot) => {
      for (let kind = 0; kind < kinds; kind++) distinct.forget(slot * kinds + kind);
    });
  }
  let shopSpent = 0;
  let windowEnd = -Infinity;
  let current = 0;

  function process(events: Events, from: number, to: number): void {
    const { time, type, price } = events;
    const slotName = slotOf[entity];
    const slots = slotName === null ? null : events[slotName];
    const { values } = state;
    const { stride } = numbers;
    const ofNumbers = numbers.record.values;
    for (let at = from; at < to; at++) {
      const kind = type[at] as number;
      const now = time[at] as number;
      if (slots === null && kind === purchase && !Number.isNaN(price[at] as number)) shopSpent += price[at] as number;
      if ((types & (1 << kind)) === 0) continue;
      const slot = slots === null ? 0 : (slots[at] as number);
      const record = isByType ? slot * 4 + kind : slot;
      const place = record * width;
      const number = slot * stride + firstNumber + (isByType ? kind : 0);
      // Windows and parts are numbered from 1, so that a new key's 0 is never the present one.
      if (now >= windowEnd) {
        current = Math.floor(now / partMs) + 1;
        windowEnd = current * partMs;
      }
      const last = ofNumbers[number] as number;
      ofNumbers[number] = current;
      if (isSliding) slide(values, place, record, last, events, at, now);
      else if (last !== current) {
        values[place + valueAt] = 0;
        begin(values, place, events, at, now);
        if (distinct) distinct.forget(record);
      }
      (values[place + eventsAt] as number)++;
      if (allowsPrice !== null && !allowsPrice(price[at] as number)) continue;
      if (distinct) {
        values[place + valueAt] = distinct.add(record, events, at);
        table?.note(slot);
      } else {
        const amount = isSum ? (price[at] as number) : 1;
        if (!(amount === amount)) continue;
        values[place + valueAt] = (values[place + valueAt] as number) + amount;
        if (isSliding)
          values[place + slidingWidth + (current % parts)] =
            (values[place + slidingWidth + (current % parts)] as number) + amount;
      }
      const value = values[place + valueAt] as number;
      peaks?.reach(slot, value);
      if (value > limit) fire(values, place, slot, kind, value, events, at);
    }
  }

  /** Brings the window of a key to this event, and with it the beginning of the behaviour. */
  function slide(
    values: Float64Array,
    place: number,
    record: number,
    last: number,
    events: Events,
    at: number,
    now: number,
  ): void {
    const isNew = last === 0;
    if (isNew) values[place + signalAt] = 0;
    if (distinct) {
      values[place + valueAt] = distinct.prune(record, now);
    } else if (current !== last) {
      const first = place + slidingWidth;
      if (current - last >= parts) values.fill(0, first, first + parts);
      else for (let part = last + 1; part <= current; part++) values[first + (part % parts)] = 0;
      let sum = 0;
      for (let part = 0; part < parts; part++) sum += values[first + part] as number;
      values[place + valueAt] = sum;
    }
    const isAlarmed =
      now - (values[place + signalAt] as number) <= windowMs && (values[place + signalAt] as number) > 0;
    if (isAlarmed) return;
    const isOver = (values[place + signalAt] as number) > 0;
    if (isNew || isOver || now - (values[place + nextAt] as number) > 2 * windowMs) {
      values[place + signalAt] = 0;
      begin(values, place, events, at, now);
      mark(values, place, events, at, now);
    } else if (now - (values[place + nextAt] as number) > windowMs) {
      values[place + timeAt] = values[place + nextAt] as number;
      values[place + rowAt] = values[place + nextAt + 1] as number;
      values[place + spentAt] = values[place + nextAt + 2] as number;
      values[place + eventsAt] = (values[place + eventsAt] as number) - (values[place + nextAt + 3] as number);
      mark(values, place, events, at, now);
    }
  }

  function begin(values: Float64Array, place: number, events: Events, at: number, now: number): void {
    values[place + eventsAt] = 0;
    values[place + timeAt] = now;
    values[place + rowAt] = events.row[at] as number;
    values[place + spentAt] = spentBefore(events, at);
  }

  function mark(values: Float64Array, place: number, events: Events, at: number, now: number): void {
    values[place + nextAt] = now;
    values[place + nextAt + 1] = events.row[at] as number;
    values[place + nextAt + 2] = spentBefore(events, at);
    values[place + nextAt + 3] = values[place + eventsAt] as number;
  }

  function spentNow(events: Events, at: number): number {
    const name = spentOf[entity];
    return name === null ? shopSpent : (events[name][at] as number);
  }

  function spentBefore(events: Events, at: number): number {
    const price = events.price[at] as number;
    const own = events.type[at] === purchase && !Number.isNaN(price) ? price : 0;
    return spentNow(events, at) - own;
  }

  function fire(
    values: Float64Array,
    place: number,
    slot: number,
    kind: number,
    value: number,
    events: Events,
    at: number,
  ) {
    const now = events.time[at] as number;
    if (isSliding) values[place + signalAt] = now;
    context.emit({
      entity,
      slot,
      userSlot: entity === 'user' || entity === 'session' ? (events.userSlot[at] as number) : -1,
      severity: rule.severity,
      time: now,
      row: events.row[at] as number,
      firstTime: values[place + timeAt] as number,
      firstRow: values[place + rowAt] as number,
      events: values[place + eventsAt] as number,
      types: isByType ? 1 << kind : types,
      spent: spentNow(events, at) - (values[place + spentAt] as number),
      value,
      threshold: limit,
    });
  }

  return { process };
}
