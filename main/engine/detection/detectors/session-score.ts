/**
 * Wald's sequential probability ratio test over the steps of a session, or of a user who changes sessions: Λ sums up how
 * much likelier each step is for a program than for a person. At the upper limit it fires; at the lower one it is a
 * person, and the test begins anew with the next step. Pauses say little, as time stamps are whole seconds and a program
 * may pause like a person.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../keys/beginnings.js';
import { processByMoves } from '../keys/by-moves.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, remove, view, type Events } from '../events.js';
import { productNumbers, RecentProducts } from '../keys/recent-products.js';
import { writeCount, writeNumber } from '../sentence-numbers.js';
import { allTypes } from '../signal.js';
import type { Peaks } from '../peaks.js';
import { SlotNumbers } from '../keys/slot-numbers.js';
import { sessionWeights as weights } from './session-weights.js';

const quickSeconds = 4;
const nearIds = 50;
const several = -2;

/** Numbers of a slot, side by side in its record. */
const begun = 0;
const scored = 1;
const lastProduct = 2;
const newViews = 3;
const only = 4;
const unseen = 5;
const width = 6;

interface Limits {
  readonly limit: number;
  readonly clear: number;
  readonly mediumLimit: number;
  readonly highLimit: number;
}

class Scores {
  private readonly numbers: SlotNumbers;
  private readonly recent: RecentProducts;
  private readonly beginnings: Beginnings;

  constructor(
    private readonly context: DetectorContext,
    private readonly limits: Limits,
    private readonly entity: 'user' | 'session',
    /** By user slot. */
    private readonly peaks: Peaks,
  ) {
    const table = entity === 'user' ? context.tables.roamers : context.tables.sessions;
    this.numbers = new SlotNumbers(table, width);
    this.recent = new RecentProducts(table);
    this.beginnings = new Beginnings(context.tables, entity === 'user' ? 'roamer' : 'session');
  }

  copy(slot: number, other: Scores, otherSlot: number): void {
    this.numbers.copy(slot, other.numbers, otherSlot);
    this.recent.copy(slot, other.recent, otherSlot);
    this.beginnings.copy(slot, other.beginnings, otherSlot);
  }

  process(events: Events, from: number, to: number): void {
    const { recent, limits, beginnings } = this;
    const isUser = this.entity === 'user';
    const slots = isUser ? events.roamerSlot : events.sessionSlot;
    const gaps = isUser ? events.userGap : events.sessionGap;
    const state = this.numbers.values;
    const products = productNumbers(events.product);
    const { type, sessionSlot, userSlot, movedFrom } = events;
    for (let at = from; at < to; at++) {
      if (isUser && movedFrom[at] === alone) continue;
      const slot = slots[at] as number;
      const product = products[at * 2] as number;
      const kind = type[at] as number;
      const session = sessionSlot[at] as number;
      const base = this.numbers.baseOf(slot);
      let score = 0;
      if (state[base + begun] === 0) {
        state[base + begun] = 1;
        state[base + only] = session;
        state[base + newViews] = 0;
        state[base + unseen] = 0;
        beginnings.begin(slot, events, at);
      } else {
        score = state[base + scored] as number;
        if (state[base + only] !== session) state[base + only] = several;
      }
      beginnings.add(slot);
      const isFirst = recent.count(slot) === 0;
      if (kind === view) {
        const step = product - (state[base + lastProduct] as number);
        state[base + lastProduct] = product;
        const isKnown = recent.see(slot, product);
        if (isKnown) score += step === 0 ? weights.sameView : weights.seenView;
        else if (!isFirst) {
          (state[base + newViews] as number)++;
          score += (gaps[at] as number) <= quickSeconds ? weights.quickView : weights.newView;
          if (step <= nearIds && step >= -nearIds) score += weights.nearView;
        }
      } else if (kind === remove) {
        score += weights.removes;
      } else {
        const isFull = recent.isFull(slot);
        if (recent.see(slot, product)) score += weights.shopsSeen;
        else if (!isFirst && !isFull && (gaps[at] as number) > 0) {
          score += weights.shopsUnseen;
          (state[base + unseen] as number)++;
        }
      }
      if (score <= limits.clear) {
        state[base + begun] = 0;
        continue;
      }
      state[base + scored] = score;
      this.peaks.reach(userSlot[at] as number, score);
      if (score >= limits.limit) this.tell(slot, score, events, at);
    }
  }

  private tell(slot: number, score: number, events: Events, at: number): void {
    const { limits, entity, context } = this;
    const state = this.numbers.values;
    const base = this.numbers.baseOf(slot);
    if (entity === 'user' && state[base + only] !== several) return;
    const severity: Severity = score >= limits.highLimit ? 'high' : score >= limits.mediumLimit ? 'medium' : 'low';
    context.emit({
      ...this.beginnings.upTo(slot, events, at),
      severity,
      types: allTypes,
      value: score,
      threshold: limits.limit,
      facts: { newViews: state[base + newViews] as number, unseen: state[base + unseen] as number },
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
      const { newViews = 0, unseen: shopped = 0 } = facts ?? {};
      const signs = [
        ...(newViews > 0 || shopped === 0
          ? [`${writeNumber(newViews)} of them looks at a product not seen before`]
          : []),
        ...(shopped > 0 ? [`${writeNumber(shopped)} carts or purchases of one that was never looked at`] : []),
      ];
      const what = `${writeCount(events, 'event')}, ${signs.join(', ')}`;
      const times =
        value < 14
          ? `e^${writeNumber(value, 1)} ≈ ${writeNumber(Number(Math.exp(value).toPrecision(2)))}`
          : `e^${writeNumber(value, 1)}`;
      return `${what}: ${times} times as likely for a program as for a person (limit e^${writeNumber(threshold, 1)}).`;
    },
  };
}
