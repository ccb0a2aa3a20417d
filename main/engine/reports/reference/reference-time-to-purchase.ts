import { listCartLines } from './reference-cart-lines.js';
import { liesInRange, resolveRange, type Question, type ReferenceResult, type ShopEvent } from './reference-events.js';

export interface TimeToPurchaseQuestion extends Question {
  readonly windowHours?: number;
}

/** The bought lines of DEFINITIONS.md 2 by their minutes to purchase: "spans double from one minute on". */
export function referenceTimeToPurchase(
  events: readonly ShopEvent[],
  question: TimeToPurchaseQuestion,
): ReferenceResult {
  const range = resolveRange(events, question);
  const lines = new Map<number, number>();
  for (const line of listCartLines(events, question, question.windowHours ?? 24)) {
    if (line.group !== 'bought' || line.minutesToPurchase === null) continue;
    if (!liesInRange(line.firstCart.eventTime, range)) continue;
    let from = 0;
    while (line.minutesToPurchase >= endOf(from)) from = endOf(from);
    lines.set(from, (lines.get(from) ?? 0) + 1);
  }
  const rows = [...lines].map(([from, count]) => ({ from_minutes: from, to_minutes: endOf(from), lines: count }));
  return {
    summary: { lines: rows.reduce((sum, row) => sum + row.lines, 0) },
    rows: rows.sort((a, b) => a.from_minutes - b.from_minutes),
  };
}

/** 0 to 1, 1 to 2, 2 to 4, 4 to 8, … minutes. */
function endOf(from: number): number {
  return from === 0 ? 1 : from * 2;
}
