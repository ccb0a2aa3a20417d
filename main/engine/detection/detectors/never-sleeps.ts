/**
 * Users who are there at all hours: entropy of their events over the 24 UTC hours. Days are longer than the slots of
 * users last, so the counts stand in a table of their own, from the first event on until a user was away for 30 hours;
 * after a week they begin anew, or every regular customer would fill the clock some time. Time stamps of a second are
 * far finer than needed. A sign is given once a day and user,
 * with the first event of an hour: what a user does within an hour is counted when the hour is over.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { Detector, DetectorContext } from '../detector.js';
import { purchase, type Events } from '../events.js';
import { SeenLately } from '../keys/seen-lately.js';
import { writeCount, writeNumber } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';
import { SlotTable } from '../keys/slot-table.js';

const hourMs = 3_600_000;
const hours = 24;
const awayMs = 30 * hourMs;
const longestDays = 7;
const cap = 1 << 19;
/** Entropy that is next to all the hours alike: 20 of 24 give 4.32. */
const highEntropy = 4.3;

/** What a user has done since the counts began: numbers side by side. */
const began = 0;
const beganRow = 1;
const counted = 2;
const spent = 3;
const day = 4;
const days = 5;
const toldDay = 6;
const width = 7;

export function createNeverSleeps(
  rule: DetectorRule & { readonly kind: 'neverSleeps' },
  context: DetectorContext,
): Detector {
  const settings = settingsOf(rule);
  const { users } = context.tables;
  /** Of a user: the hour (since 1970) it was there last, and what it has done in it, which is not counted yet. */
  const hourAt = users.field(-1);
  const eventsAt = users.field();
  const spentAt = users.field();
  const lately = new SeenLately();
  const peaks = context.watch(users, 'above');
  const long = new SlotTable(cap);
  context.adopt(long);
  const state = long.field(0, width);
  const perHour = long.column('u16', { width: hours });
  let sweptAt = -Infinity;
  let turnedAt = -Infinity;
  users.onEvict((slot) => count(slot));

  function baseOf(entry: number): number {
    return entry * long.stride + state;
  }

  /** What the user did in its last hour enters the counts. */
  function count(user: number): void {
    const ofUsers = users.record.values;
    const record = user * users.stride;
    const events = ofUsers[record + eventsAt] as number;
    const entry = events > 0 ? long.find(users.lowOf(user), users.highOf(user)) : -1;
    if (entry < 0) return;
    const numbers = long.record.values;
    const base = baseOf(entry);
    (numbers[base + counted] as number) += events;
    (numbers[base + spent] as number) += ofUsers[record + spentAt] as number;
    const hour = entry * hours + ((ofUsers[record + hourAt] as number) % hours);
    perHour.values[hour] = Math.min(65_535, (perHour.values[hour] as number) + events);
    long.touch(entry, users.lastTime(user));
  }

  /** The user's entry at its first event of an hour, −1 where it was not there lately; what it did before is counted. */
  function enter(user: number, events: Events, at: number): number {
    if (!lately.see(users.hashOf(user))) return -1;
    count(user);
    users.note(user);
    const time = events.time[at] as number;
    const today = Math.floor(time / (hours * hourMs));
    const low = users.lowOf(user);
    const high = users.highOf(user);
    let entry = long.find(low, high);
    if (entry < 0) {
      if (long.isFull) long.evictOldest();
      entry = long.add(low, high, time);
    }
    const base = baseOf(entry);
    const numbers = long.record.values;
    const isOver =
      time - long.lastTime(entry) > awayMs ||
      today - Math.floor((numbers[base + began] as number) / (hours * hourMs)) >= longestDays;
    if (numbers[base + counted] === 0 || isOver) {
      numbers.fill(0, base, base + width);
      perHour.values.fill(0, entry * hours, entry * hours + hours);
      numbers[base + began] = time;
      numbers[base + beganRow] = events.row[at] as number;
    }
    long.touch(entry, time);
    if (numbers[base + day] !== today) {
      numbers[base + day] = today;
      (numbers[base + days] as number)++;
    }
    return entry;
  }

  /** At the first event of the user's hour, which alone is not counted yet. */
  function judge(entry: number, user: number, events: Events, at: number): void {
    if (entry < 0) return;
    const base = baseOf(entry);
    const numbers = long.record.values;
    const total = (numbers[base + counted] as number) + 1;
    if (total < settings.events || (numbers[base + days] as number) < settings.days) return;
    if (numbers[base + toldDay] === numbers[base + day]) return;
    const time = events.time[at] as number;
    const entropy = entropyOf(perHour.values, entry * hours, Math.floor(time / hourMs) % hours);
    peaks.reach(user, entropy);
    if (entropy < settings.entropy) return;
    numbers[base + toldDay] = numbers[base + day] as number;
    const price = events.price[at] as number;
    const paid = events.type[at] === purchase && !Number.isNaN(price) ? price : 0;
    const severity: Severity = entropy >= Math.max(highEntropy, settings.entropy) ? 'high' : 'medium';
    context.emit({
      entity: 'user',
      slot: user,
      userSlot: user,
      severity,
      time,
      row: events.row[at] as number,
      firstTime: numbers[base + began] as number,
      firstRow: numbers[base + beganRow] as number,
      events: total,
      types: allTypes,
      spent: (numbers[base + spent] as number) + paid,
      value: entropy,
      threshold: settings.entropy,
      facts: { days: numbers[base + days] as number },
    });
  }

  return {
    process(events, from, to) {
      const ofUsers = users.record.values;
      const { stride } = users;
      const { time, userSlot, type, price } = events;
      for (let at = from; at < to; at++) {
        const user = userSlot[at] as number;
        const record = user * stride;
        const hour = Math.floor((time[at] as number) / hourMs);
        if (ofUsers[record + hourAt] !== hour) {
          judge(enter(user, events, at), user, events, at);
          ofUsers[record + hourAt] = hour;
          ofUsers[record + eventsAt] = 0;
          ofUsers[record + spentAt] = 0;
        }
        (ofUsers[record + eventsAt] as number)++;
        const paid = price[at] as number;
        if (type[at] === purchase && !Number.isNaN(paid)) (ofUsers[record + spentAt] as number) += paid;
      }
    },

    onMinute(time) {
      if (time - turnedAt >= awayMs / 2) {
        turnedAt = time;
        lately.turn();
      }
      if (time - sweptAt < hourMs) return;
      sweptAt = Math.floor(time / hourMs) * hourMs;
      long.evictBefore(sweptAt - awayMs);
    },

    explain({ events, value, threshold, facts }) {
      const { days: over = 0 } = facts ?? {};
      return `${writeCount(events, 'event')} on ${writeCount(over, 'day')} spread over the hours with an entropy of ${writeNumber(value, 2)} bits (limit ${writeNumber(threshold, 2)}, all hours alike ${writeNumber(Math.log2(hours), 2)}).`;
    },
  };
}

/** Entropy (bits) of the counts and one more event in the hour `now`. */
function entropyOf(counts: Uint16Array, from: number, now: number): number {
  let sum = 1;
  for (let at = from; at < from + hours; at++) sum += counts[at] as number;
  let entropy = 0;
  for (let at = from; at < from + hours; at++) {
    const share = ((counts[at] as number) + (at - from === now ? 1 : 0)) / sum;
    if (share > 0) entropy -= share * Math.log2(share);
  }
  return entropy;
}
