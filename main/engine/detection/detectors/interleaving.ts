/**
 * One user in several sessions at once: going back and forth between them within a minute, or opening one after the
 * other. Time stamps are whole seconds: the order of events within one second is that of the file, so a switch back
 * counts only where the session was left in an earlier second or a third session lies between.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import { Beginnings } from '../keys/beginnings.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, type Events } from '../events.js';
import { allTypes, type Signal } from '../signal.js';

const switchMs = 60_000;
const rotationMs = 600_000;
/** A user who comes back after such a pause begins anew. */
const pauseSeconds = 600;
/** Sessions of a user that are remembered, and at most so many switches and begun sessions. */
const remembered = 8;
const mostSwitches = 64;
const mostBegun = 64;

export function createInterleaving(
  rule: DetectorRule & { readonly kind: 'interleaving' },
  context: DetectorContext,
): Detector {
  const { sessions: fewestSessions, switches: fewestSwitches, rotation } = settingsOf(rule);
  const { users } = context.tables;
  const beginnings = new Beginnings(context.tables, 'user');
  const peaks = context.watch(users, 'above');
  const last = users.field(-1);
  /** 1 from the user's second session on: only then are sessions noted one by one. */
  const isRoaming = users.field();
  /** When the first session began. */
  const firstBegun = users.field();
  /** Slots of the user's last sessions and when each was there last; rings without order. */
  const known = users.column('i32', { width: remembered, isCleared: false });
  const knownCount = users.field();
  const seenAt = users.column('f64', { width: remembered, isCleared: false });
  /** Times of the last switches back, and of sessions begun. */
  const switchTimes = new Map<number, number[]>();
  const begunTimes = users.column('f64', { width: mostBegun, isCleared: false });
  const begun = users.field();
  users.onEvict((slot) => switchTimes.delete(slot));

  function read(user: number, field: number): number {
    return users.record.values[user * users.stride + field] as number;
  }

  function process(events: Events, from: number, to: number): void {
    const { time, userSlot, sessionSlot, userGap, sessionGap, movedFrom } = events;
    const state = users.record.values;
    for (let at = from; at < to; at++) {
      const user = userSlot[at] as number;
      const gap = userGap[at] as number;
      if (gap < 0 || gap > pauseSeconds) {
        beginnings.begin(user, events, at);
        state[user * users.stride + begun] = 0;
      }
      beginnings.add(user);
      const session = sessionSlot[at] as number;
      const record = user * users.stride;
      if (movedFrom[at] === alone) {
        state[record + last] = session;
        if ((sessionGap[at] as number) >= 0) continue;
        state[record + begun] = 1;
        state[record + firstBegun] = time[at] as number;
        continue;
      }
      if (state[record + isRoaming] === 0) roam(user, (time[at] as number) - gap * 1000);
      const isSame = state[record + last] === session;
      if (isSame && (sessionGap[at] as number) >= 0) {
        // The usual case: the user stays where they are.
        if (switchTimes.size === 0 || !switchTimes.has(user)) continue;
        note(user, session, time[at] as number);
        continue;
      }
      state[record + last] = session;
      change(events, at, user, session);
    }
  }

  /** The user goes to a second session; the first one was there last at `lastTime` (ms). */
  function roam(user: number, lastTime: number): void {
    users.record.values[user * users.stride + isRoaming] = 1;
    const first = read(user, last);
    if (first >= 0) note(user, first, lastTime);
    if (read(user, begun) > 0) begunTimes.values[user * mostBegun] = read(user, firstBegun);
  }

  /** The event is in another session than the user's event before. */
  function change(events: Events, at: number, user: number, session: number): void {
    const now = events.time[at] as number;
    const isBegun = (events.sessionGap[at] as number) < 0;
    const wasActive = note(user, session, now);
    let switches = 0;
    if (wasActive) switches = countSwitch(user, now);
    else if (isBegun) {
      const state = users.record.values;
      const count = state[user * users.stride + begun] as number;
      begunTimes.values[user * mostBegun + (count % mostBegun)] = now;
      state[user * users.stride + begun] = count + 1;
    }
    peaks.reach(user, switches);
    const active = switches >= fewestSwitches ? activeSessions(user, now) : 0;
    if (active >= fewestSessions) {
      const severity = active >= fewestSessions + 1 && switches >= 3 * fewestSwitches ? 'high' : 'medium';
      context.emit({
        ...beginnings.upTo(user, events, at),
        severity,
        types: allTypes,
        value: switches,
        threshold: fewestSwitches,
        facts: { sessions: active },
      });
    } else if (isBegun) rotate(events, at, user, now);
  }

  /** Many sessions begun one after the other, each left again at once. */
  function rotate(events: Events, at: number, user: number, now: number): void {
    const count = read(user, begun);
    if (count < rotation) return;
    const first = user * mostBegun;
    let recent = 0;
    for (let back = 1; back <= Math.min(count, mostBegun); back++) {
      if (now - (begunTimes.values[first + ((count - back) % mostBegun)] as number) > rotationMs) break;
      recent++;
    }
    if (recent < rotation) return;
    context.emit({
      ...beginnings.upTo(user, events, at),
      severity: recent >= 2 * rotation ? 'high' : 'medium',
      types: allTypes,
      value: recent,
      threshold: rotation,
      facts: { begun: recent },
    });
  }

  /** Notes that the session is there; true where it was within the last minute. */
  function note(user: number, session: number, now: number): boolean {
    const first = user * remembered;
    const count = read(user, knownCount);
    let place = first;
    for (let at = first; at < first + count; at++) {
      if (known.values[at] === session) {
        const wasActive = now - (seenAt.values[at] as number) <= switchMs;
        seenAt.values[at] = now;
        return wasActive;
      }
      if ((seenAt.values[at] as number) < (seenAt.values[place] as number)) place = at;
    }
    if (count < remembered) {
      place = first + count;
      users.record.values[user * users.stride + knownCount] = count + 1;
    }
    known.values[place] = session;
    seenAt.values[place] = now;
    return false;
  }

  function countSwitch(user: number, now: number): number {
    const times = switchTimes.get(user) ?? [];
    if (times.length === 0) {
      switchTimes.set(user, times);
      users.note(user);
    }
    times.push(now);
    while (times.length > mostSwitches || now - (times[0] as number) >= switchMs) times.shift();
    return times.length;
  }

  function activeSessions(user: number, now: number): number {
    let active = 0;
    const first = user * remembered;
    const end = first + read(user, knownCount);
    for (let at = first; at < end; at++) if (now - (seenAt.values[at] as number) < switchMs) active++;
    return active;
  }

  function explain({ value, threshold, facts = {} }: Signal): string {
    if (facts.begun !== undefined)
      return `${value} new sessions of one user within 10 minutes; people begin fewer than ${threshold}.`;
    return `${value} switches between ${facts.sessions ?? 0} sessions of one user within a minute; from ${threshold} on it fires.`;
  }

  return { process, explain };
}
