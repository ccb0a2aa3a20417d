/**
 * Wald's sequential probability ratio test over the steps of a session, or of a user who changes sessions: Λ sums up how
 * much likelier each step is for a program than for a person. At the upper limit it fires; at the lower one it is a
 * person, and the test begins anew with the next step. Pauses say little, as time stamps are whole seconds and a program
 * may pause like a person.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../beginnings.js';
import { processByMoves } from '../by-moves.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, remove, view, type Events } from '../events.js';
import { productNumbers, RecentProducts } from '../recent-products.js';
import { writeCount, writeNumber } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';
import type { SlotColumn } from '../slot-table.js';
import { sessionWeights as weights } from './session-weights.js';

const quickSeconds = 4;
const nearIds = 50;
const several = -2;

interface Limits {
  readonly limit: number;
  readonly clear: number;
  readonly mediumLimit: number;
  readonly highLimit: number;
}

class Scores {
  private readonly score: SlotColumn<Float64Array>;
  private readonly lastProduct: SlotColumn<Int32Array>;
  private readonly newViews: SlotColumn<Uint32Array>;
  private readonly only: SlotColumn<Int32Array>;
  private readonly recent: RecentProducts;
  private readonly beginnings: Beginnings;

  constructor(
    private readonly context: DetectorContext,
    private readonly limits: Limits,
    private readonly entity: 'user' | 'session',
    /** By user slot. */
    private readonly peaks: SlotColumn<Float32Array>,
  ) {
    const table = entity === 'user' ? context.tables.roamers : context.tables.sessions;
    this.score = table.column('f64');
    this.lastProduct = table.column('i32');
    this.newViews = table.column('u32');
    this.only = table.column('i32', { initial: -1 });
    this.recent = new RecentProducts(table);
    this.beginnings = new Beginnings(context.tables, entity === 'user' ? 'roamer' : 'session');
  }

  copy(slot: number, other: Scores, otherSlot: number): void {
    this.score.values[slot] = other.score.values[otherSlot] as number;
    this.lastProduct.values[slot] = other.lastProduct.values[otherSlot] as number;
    this.newViews.values[slot] = other.newViews.values[otherSlot] as number;
    this.only.values[slot] = other.only.values[otherSlot] as number;
    this.recent.copy(slot, other.recent, otherSlot);
    this.beginnings.copy(slot, other.beginnings, otherSlot);
  }

  process(events: Events, from: number, to: number): void {
    const { recent, limits, beginnings } = this;
    const isUser = this.entity === 'user';
    const slots = isUser ? events.roamerSlot : events.sessionSlot;
    const gaps = isUser ? events.userGap : events.sessionGap;
    recent.refresh();
    const scores = this.score.values;
    const lasts = this.lastProduct.values;
    const onlys = this.only.values;
    const newViews = this.newViews.values;
    const peaks = this.peaks.values;
    const counts = beginnings.events.values;
    const products = productNumbers(events.product);
    const { type, sessionSlot, userSlot, movedFrom } = events;
    for (let at = from; at < to; at++) {
      if (isUser && movedFrom[at] === alone) continue;
      const slot = slots[at] as number;
      const product = products[at * 2] as number;
      const kind = type[at] as number;
      const session = sessionSlot[at] as number;
      const only = onlys[slot] as number;
      let score = 0;
      if (only === -1) {
        onlys[slot] = session;
        newViews[slot] = 0;
        beginnings.begin(slot, events, at);
      } else {
        score = scores[slot] as number;
        if (only !== session) onlys[slot] = several;
      }
      (counts[slot] as number)++;
      const isFirst = recent.count(slot) === 0;
      if (kind === view) {
        const step = product - (lasts[slot] as number);
        lasts[slot] = product;
        const isKnown = recent.see(slot, product);
        if (isKnown) score += step === 0 ? weights.sameView : weights.seenView;
        else if (!isFirst) {
          (newViews[slot] as number)++;
          score += (gaps[at] as number) <= quickSeconds ? weights.quickView : weights.newView;
          if (step <= nearIds && step >= -nearIds) score += weights.nearView;
        }
      } else if (kind === remove) {
        score += weights.removes;
      } else {
        const isFull = recent.isFull(slot);
        if (recent.see(slot, product)) score += weights.shopsSeen;
        else if (!isFirst && !isFull && (gaps[at] as number) > 0) score += weights.shopsUnseen;
      }
      if (score <= limits.clear) {
        onlys[slot] = -1;
        continue;
      }
      scores[slot] = score;
      const user = userSlot[at] as number;
      if (score > (peaks[user] as number)) peaks[user] = score;
      if (score >= limits.limit) this.tell(slot, score, events, at);
    }
  }

  private tell(slot: number, score: number, events: Events, at: number): void {
    const { limits, entity, context } = this;
    if (entity === 'user' && this.only.values[slot] !== several) return;
    const severity: Severity = score >= limits.highLimit ? 'high' : score >= limits.mediumLimit ? 'medium' : 'low';
    context.emit({
      ...this.beginnings.upTo(slot, events, at),
      severity,
      types: allTypes,
      value: score,
      threshold: limits.limit,
      facts: { newViews: this.newViews.values[slot] as number },
    });
  }
}

export function createSessionScore(
  rule: DetectorRule & { readonly kind: 'sessionScore' },
  context: DetectorContext,
): Detector {
  const limits = settingsOf(rule);
  const peaks = context.watch(context.tables.users, 'above');
  const ofSessions = new Scores(context, limits, 'session', peaks);
  const ofUsers = new Scores(context, limits, 'user', peaks);
  return {
    process: (events, from, to) => processByMoves(events, from, to, ofSessions, ofUsers),
    explain({ events, value, threshold, facts }) {
      const { newViews = 0 } = facts ?? {};
      const what = `${writeCount(events, 'event')}, ${writeNumber(newViews)} of them looks at a product not seen before`;
      const times =
        value < 14
          ? `e^${writeNumber(value, 1)} ≈ ${writeNumber(Number(Math.exp(value).toPrecision(2)))}`
          : `e^${writeNumber(value, 1)}`;
      return `${what}: ${times} times as likely for a program as for a person (limit e^${writeNumber(threshold, 1)}).`;
    },
  };
}
