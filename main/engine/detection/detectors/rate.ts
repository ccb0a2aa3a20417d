/**
 * Too many events: three leaky buckets per session and per user. That time stamps are whole seconds blinds nothing
 * here: all events of a second count, and a bucket forgives a second more or less.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import { BucketSignals } from '../bucket-signals.js';
import type { Detector, DetectorContext } from '../detector.js';
import { view } from '../events.js';
import { writeCount, writeNumber, writeSpan } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';

/** Nobody reads a page in so few seconds: loading it again counts in full, or a fast poller would look like a reader. */
const reloadSeconds = 2;
const names = ['fast', 'medium', 'slow'];

export function createRate(rule: DetectorRule & { readonly kind: 'rate' }, context: DetectorContext): Detector {
  const settings = settingsOf(rule);
  const { mediumTimes, highTimes } = settings;
  const buckets = [
    { capacity: settings.fastCapacity, leak: settings.fastLeak },
    { capacity: settings.mediumCapacity, leak: settings.mediumLeak },
    { capacity: settings.slowCapacity, leak: settings.slowLeak },
  ];
  const shared = { buckets, main: 0, types: allTypes, mediumTimes, highTimes };
  const ofSessions = new BucketSignals(context, 'session', shared);
  const ofUsers = new BucketSignals(context, 'user', shared);
  const peaks = context.watch(context.tables.users, 'above');
  const weights = new Float64Array(buckets.length);

  return {
    process(events, from, to) {
      ofSessions.refresh();
      ofUsers.refresh();
      const peak = peaks.values;
      const { type, again, weight, sessionGap, sessionSlot, userSlot } = events;
      for (let at = from; at < to; at++) {
        const user = userSlot[at] as number;
        const isReload = again[at] === 1 && type[at] === view && (sessionGap[at] as number) <= reloadSeconds;
        weights.fill(isReload ? 1 : (weight[at] as number));
        ofSessions.take(sessionSlot[at] as number, events, at, weights);
        const height = ofUsers.take(user, events, at, weights);
        if (height > (peak[user] as number)) peak[user] = height;
      }
    },

    explain({ events, time, firstTime, facts }) {
      const { bucket = 0, weighing = 0 } = facts ?? {};
      const { capacity = 0, leak = 0 } = buckets[bucket] ?? {};
      const span = writeSpan((time - firstTime) / 1000);
      const holds = `the ${names[bucket]} bucket holds ${writeNumber(capacity)} and leaks ${writeNumber(leak, 3)} a second`;
      return `${writeCount(events, 'event')} in ${span}, weighing ${writeNumber(weighing, 1)}: ${holds}.`;
    },
  };
}
