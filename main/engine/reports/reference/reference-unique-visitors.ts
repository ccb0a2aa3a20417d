import {
  compareTexts,
  countDistinct,
  divide,
  groupBy,
  isOfFlaggedUser,
  liesInRange,
  listDays,
  passesFilters,
  resolveRange,
  sessionOf,
  type Question,
  type ReferenceResult,
  type ShopEvent,
} from './reference-events.js';
import { localTime, periodOf, type Grain } from './reference-time.js';

export interface UniqueVisitorsQuestion extends Question {
  readonly grain?: Grain;
}

/** DEFINITIONS.md 1, "Unique visitors per day". `events` in order (event_time, file, row). */
export function referenceUniqueVisitors(
  events: readonly ShopEvent[],
  question: UniqueVisitorsQuestion,
): ReferenceResult {
  const grain = question.grain ?? 'day';
  const range = resolveRange(events, question);
  const tz = range?.tz ?? 'UTC';
  const periodAt = (event: ShopEvent, ofGrain: Grain) => periodOf(localTime(event.eventTime, tz).day, ofGrain);
  const userOf = (event: ShopEvent) => event.userId;

  const chosen = events.filter(
    (event) =>
      liesInRange(event.eventTime, range) && passesFilters(event, question) && !isOfFlaggedUser(event, question),
  );

  // "First-seen … come from the whole data": neither range nor filter touches it.
  const firstSeen = new Map<string, ShopEvent>();
  for (const event of events) if (!firstSeen.has(event.userId)) firstSeen.set(event.userId, event);

  // "A session counts once, in the period of its first event in the range; a null session is one session per user."
  const firstOfSession = new Map<string, ShopEvent>();
  for (const event of chosen) {
    if (!firstOfSession.has(sessionOf(event))) firstOfSession.set(sessionOf(event), event);
  }
  const sessionStarts = groupBy([...firstOfSession.values()], (event) => periodAt(event, grain));

  const rows = [...groupBy(chosen, (event) => periodAt(event, grain))].map(([period, inPeriod]) => {
    const visitors = countDistinct(inPeriod, userOf);
    // "Visitors of it whose first event of the loaded data lies in the same calendar period, be it before --from."
    const newcomers = inPeriod.filter((event) => {
      const first = firstSeen.get(event.userId);
      return first !== undefined && periodAt(first, grain) === period;
    });
    const newVisitors = countDistinct(newcomers, userOf);
    return {
      period,
      visitors,
      new_visitors: newVisitors,
      returning_visitors: visitors - newVisitors,
      sessions: sessionStarts.get(period)?.length ?? 0,
      events: inPeriod.length,
    };
  });
  rows.sort((a, b) => compareTexts(a.period, b.period));

  // "Stickiness = mean daily visitors over all local days of the range ÷ mean monthly visitors over its calendar
  // months": the months that the range touches, each counted within the range.
  const meanVisitors = (ofGrain: Grain) => {
    const visitors = [...groupBy(chosen, (event) => periodAt(event, ofGrain)).values()]
      .map((inPeriod) => countDistinct(inPeriod, userOf))
      .reduce((sum, count) => sum + count, 0);
    return divide(visitors, new Set(listDays(range).map((day) => periodOf(day, ofGrain))).size);
  };
  const [daily, monthly] = [meanVisitors('day'), meanVisitors('month')];

  return {
    summary: {
      visitors: countDistinct(chosen, userOf), // "for the whole range distinct users (not the sum of days)"
      sessions: firstOfSession.size,
      events: chosen.length,
      stickiness: daily === null || monthly === null ? null : divide(daily, monthly),
    },
    rows,
  };
}
