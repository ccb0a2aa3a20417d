/**
 * Users who are there at all hours: entropy of their events over the 24 UTC hours. Days are longer than the slots of
 * users last, so the counts stand in a table of their own, from the first event on until a user was away for 30 hours;
 * after a week they begin anew, or every regular customer would fill the clock some time. Time stamps of a second are
 * far finer than needed. A sign is given once a day and user: with the first event of the day that fulfils the rule.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { Detector, DetectorContext } from '../detector.js';
import { purchase, type Events } from '../events.js';
import { writeCount, writeNumber } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';
import { SlotTable } from '../slot-table.js';

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
const count = 2;
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
  const hourOf = users.field(-1);
  const entryOf = users.field();
  const peaks = context.watch(users, 'above');
  const long = new SlotTable(cap);
  const state = long.column('f64', { width });
  const perHour = long.column('u16', { width: hours });
  let sweptAt = -Infinity;

  /** The user's entry, at its first event in an hour. */
  function enter(halves: Int32Array, events: Events, at: number): number {
    const low = halves[at * 2] as number;
    const high = halves[at * 2 + 1] as number;
    const time = events.time[at] as number;
    const today = Math.floor(time / (hours * hourMs));
    let entry = long.find(low, high);
    if (entry < 0) {
      if (long.isFull) long.evictOldest();
      entry = long.add(low, high, time);
    }
    const base = entry * width;
    const numbers = state.values;
    const isOver =
      time - long.lastTime(entry) > awayMs ||
      today - Math.floor((numbers[base + began] as number) / (hours * hourMs)) >= longestDays;
    if (numbers[base + count] === 0 || isOver) {
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

  function judge(entry: number, events: Events, at: number): void {
    const base = entry * width;
    const numbers = state.values;
    const entropy = entropyOf(perHour.values, entry * hours);
    const user = events.userSlot[at] as number;
    peaks.reach(user, entropy);
    if (entropy < settings.entropy) return;
    numbers[base + toldDay] = numbers[base + day] as number;
    const severity: Severity = entropy >= Math.max(highEntropy, settings.entropy) ? 'high' : 'medium';
    context.emit({
      entity: 'user',
      slot: user,
      userSlot: user,
      severity,
      time: events.time[at] as number,
      row: events.row[at] as number,
      firstTime: numbers[base + began] as number,
      firstRow: numbers[base + beganRow] as number,
      events: numbers[base + count] as number,
      types: allTypes,
      spent: numbers[base + spent] as number,
      value: entropy,
      threshold: settings.entropy,
      facts: { days: numbers[base + days] as number },
    });
  }

  return {
    process(events, from, to) {
      const ofUsers = users.record.values;
      let numbers = state.values;
      let counts = perHour.values;
      const { time, userSlot, type, price } = events;
      const needed = settings.events;
      const halves = new Int32Array(events.user.buffer, events.user.byteOffset, events.length * 2);
      for (let at = from; at < to; at++) {
        const user = userSlot[at] as number;
        const now = Math.floor((time[at] as number) / hourMs);
        const record = user * users.stride;
        const isFirstOfHour = ofUsers[record + hourOf] !== now;
        if (isFirstOfHour) {
          ofUsers[record + hourOf] = now;
          ofUsers[record + entryOf] = enter(halves, events, at);
          numbers = state.values;
          counts = perHour.values;
        }
        const entry = ofUsers[record + entryOf] as number;
        const base = entry * width;
        const ofHour = entry * hours + (now % hours);
        if ((counts[ofHour] as number) < 65_535) (counts[ofHour] as number)++;
        const total = (numbers[base + count] as number) + 1;
        numbers[base + count] = total;
        if (type[at] === purchase && !Number.isNaN(price[at] as number)) {
          (numbers[base + spent] as number) += price[at] as number;
        }
        if (
          total >= needed &&
          (numbers[base + days] as number) >= settings.days &&
          numbers[base + toldDay] !== numbers[base + day] &&
          (isFirstOfHour || total === needed)
        ) {
          judge(entry, events, at);
        }
      }
    },

    onMinute(time) {
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

function entropyOf(counts: Uint16Array, from: number): number {
  let sum = 0;
  for (let at = from; at < from + hours; at++) sum += counts[at] as number;
  let entropy = 0;
  for (let at = from; at < from + hours; at++) {
    const share = (counts[at] as number) / sum;
    if (share > 0) entropy -= share * Math.log2(share);
  }
  return entropy;
}
