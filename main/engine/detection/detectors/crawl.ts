/**
 * Product after product: leaky buckets of distinct products viewed, per session and per user. In the slow one a second
 * look at a product takes out some, as does a cart or a purchase of it: people come back to what they like. Time stamps of whole seconds do not matter here.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import { BucketSignals } from '../buckets/bucket-signals.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, view } from '../events.js';
import { seenByUser, seenInSession, SeenProducts } from '../keys/seen-products.js';
import { writeCount, writeNumber, writeSpan } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';

const names = ['fast', 'medium', 'slow'];
const slow = 2;

export function createCrawl(rule: DetectorRule & { readonly kind: 'crawl' }, context: DetectorContext): Detector {
  const settings = settingsOf(rule);
  const { reviewTakes, mediumTimes, highTimes } = settings;
  const buckets = [
    { capacity: settings.fastCapacity, leak: settings.fastLeak },
    { capacity: settings.capacity, leak: settings.leak },
    { capacity: settings.slowCapacity, leak: settings.slowLeak },
  ];
  const { users } = context.tables;
  const shared = { buckets, main: 1, types: allTypes, mediumTimes, highTimes };
  const ofSessions = new BucketSignals(context, 'session', shared);
  const ofUsers = new BucketSignals(context, 'user', shared);
  const seen = SeenProducts.of(context.tables);
  const peaks = context.watch(users, 'above');
  const isNew = new Float64Array(buckets.length).fill(1);
  const isOther = new Float64Array(buckets.length);
  const isSeen = new Float64Array(buckets.length);
  isSeen[slow] = -reviewTakes;

  return {
    process(events, from, to) {
      for (const each of [ofSessions, ofUsers]) each.refresh();
      const flags = seen.look(events, from, to);
      const { type, sessionSlot, userSlot, roamerSlot, movedFrom } = events;
      for (let at = from; at < to; at++) {
        const session = sessionSlot[at] as number;
        const user = userSlot[at] as number;
        const flag = flags[at] as number;
        const unseen = type[at] === view ? isNew : isOther;
        let height = ofSessions.take(session, events, at, (flag & seenInSession) !== 0 ? isSeen : unseen);
        const moved = movedFrom[at] as number;
        if (moved !== alone) {
          const roamer = roamerSlot[at] as number;
          if (moved >= 0) ofUsers.copy(roamer, ofSessions, moved);
          height = ofUsers.take(roamer, events, at, (flag & seenByUser) !== 0 ? isSeen : unseen);
        }
        peaks.reach(user, height);
      }
    },

    explain({ facts }) {
      const { bucket = 0, weighing = 0, events = 0, seconds = 0 } = facts ?? {};
      const { capacity = 0, leak = 0 } = buckets[bucket] ?? {};
      const span = writeSpan(seconds);
      const what =
        bucket === slow
          ? `${writeCount(events, 'event')} in ${span} with hardly a second look`
          : `${writeCount(Math.round(weighing), 'distinct product')} in ${span}, ${writeCount(events, 'event')}`;
      const leaks = leak >= 0.01 ? `${writeNumber(leak, 3)} a second` : `${writeNumber(leak * 3600)} an hour`;
      return `${what}: the ${names[bucket]} bucket holds ${writeNumber(capacity)} and leaks ${leaks}.`;
    },
  };
}
