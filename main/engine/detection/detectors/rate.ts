/**
 * Too many events: three leaky buckets per session and per user, and one of second looks at the same few products. That
 * time stamps are whole seconds blinds nothing here: all events of a second count, and a bucket forgives a second more
 * or less.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import { BucketSignals } from '../buckets/bucket-signals.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, cart, purchase, view } from '../events.js';
import { seenByUser, seenInSession, SeenProducts } from '../keys/seen-products.js';
import { writeCount, writeNumber, writeSpan } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';

/** Nobody reads a page in so few seconds: loading it again counts in full, or a fast poller would look like a reader. */
const reloadSeconds = 2;
const names = ['fast', 'medium', 'slow'];
/**
 * Second looks: each view or cart of a product that was among the last 32 adds one. A view of another product takes out
 * some, as people look around, and so does a purchase, which is what they came back for.
 */
const looks = 3;
const newProductTakes = 3;
const purchaseTakes = 20;

export function createRate(rule: DetectorRule & { readonly kind: 'rate' }, context: DetectorContext): Detector {
  const settings = settingsOf(rule);
  const { mediumTimes, highTimes } = settings;
  const buckets = [
    { capacity: settings.fastCapacity, leak: settings.fastLeak },
    { capacity: settings.mediumCapacity, leak: settings.mediumLeak },
    { capacity: settings.slowCapacity, leak: settings.slowLeak },
    { capacity: settings.secondLooks, leak: settings.secondLooksLeak },
  ];
  const shared = { buckets, main: 0, types: allTypes, mediumTimes, highTimes };
  const ofSessions = new BucketSignals(context, 'session', shared);
  const ofUsers = new BucketSignals(context, 'user', shared);
  const peaks = context.watch(context.tables.users, 'above');
  /** Of a session: when it last bought, as an order is as many rows as it has lines. */
  const { sessions } = context.tables;
  const boughtAt = sessions.field(-Infinity);
  const seen = SeenProducts.of(context.tables);
  const weights = new Float64Array(buckets.length);

  return {
    process(events, from, to) {
      ofSessions.refresh();
      ofUsers.refresh();
      const bought = sessions.record.values;
      const flags = seen.look(events, from, to);
      const { time, type, again, weight, sessionGap, sessionSlot, userSlot, roamerSlot, movedFrom } = events;
      for (let at = from; at < to; at++) {
        const user = userSlot[at] as number;
        const session = sessionSlot[at] as number;
        let counted = weight[at] as number;
        let newTakes = 0;
        let seenAdds = 0;
        if (type[at] === view) {
          newTakes = -newProductTakes;
          seenAdds = 1;
          if (again[at] === 1 && (sessionGap[at] as number) <= reloadSeconds) counted = 1;
        } else if (type[at] === purchase) {
          newTakes = -purchaseTakes;
          seenAdds = -purchaseTakes;
          const last = session * sessions.stride + boughtAt;
          if (bought[last] === time[at]) counted = 0;
          bought[last] = time[at] as number;
        } else if (type[at] === cart && counted > 0) seenAdds = 1;
        weights[0] = counted;
        weights[1] = counted;
        weights[2] = counted;
        const flag = flags[at] as number;
        weights[looks] = (flag & seenInSession) !== 0 ? seenAdds : newTakes;
        let height = ofSessions.take(session, events, at, weights);
        const moved = movedFrom[at] as number;
        if (moved !== alone) {
          const roamer = roamerSlot[at] as number;
          if (moved >= 0) ofUsers.copy(roamer, ofSessions, moved);
          weights[looks] = (flag & seenByUser) !== 0 ? seenAdds : newTakes;
          height = ofUsers.take(roamer, events, at, weights);
        }
        peaks.reach(user, height);
      }
    },

    explain({ facts }) {
      const { bucket = 0, weighing = 0, events = 0, seconds = 0 } = facts ?? {};
      const { capacity = 0, leak = 0 } = buckets[bucket] ?? {};
      const span = writeSpan(seconds);
      if (bucket === looks)
        return `${writeCount(events, 'event')} in ${span} that come back to the same few products, weighing ${writeNumber(weighing, 1)}: the bucket of second looks holds ${writeNumber(capacity)} and leaks ${writeNumber(leak * 3600)} an hour.`;
      const holds = `the ${names[bucket]} bucket holds ${writeNumber(capacity)} and leaks ${writeNumber(leak, 3)} a second`;
      return `${writeCount(events, 'event')} in ${span}, weighing ${writeNumber(weighing, 1)}: ${holds}.`;
    },
  };
}
