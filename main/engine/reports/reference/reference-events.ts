/**
 * A second, independent reading of the report definitions, for tests only: plain loops over an array of events.
 * Slow on purpose; nothing here is shared with the SQL. The sentences in quotation marks are the definitions' own.
 */
import { localTime } from './reference-time.js';

export interface ShopEvent {
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  readonly eventTime: string;
  readonly eventType: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly categoryCode: string | null;
  readonly brand: string | null;
  /** A decimal number with at most four decimals. */
  readonly price: string;
  readonly userId: string;
  readonly userSession: string | null;
}

/** What all reports are asked with; the days are local days of `tz`. */
export interface Question {
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
  /** First level; the empty text chooses the unknown category. */
  readonly category?: string;
  /** The empty text chooses the unknown brand. */
  readonly brand?: string;
  readonly excludeFlagged?: boolean;
  readonly flaggedUsers?: ReadonlySet<string>;
}

export type Cell = string | number | null;

export interface ReferenceResult {
  readonly summary: Readonly<Record<string, number | null>>;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

export interface LocalRange {
  readonly tz: string;
  readonly fromDay: string;
  readonly toDay: string;
}

/** "Brands are trimmed and case-folded." A brand of blanks alone is unknown. */
export function foldBrand(brand: string | null): string | null {
  const folded = (brand ?? '').trim().toLowerCase();
  return folded === '' ? null : folded;
}

/** The first `depth` levels. "A code with fewer levels than the depth is its own category." */
export function cutCategory(code: string | null, depth: number): string | null {
  if (code === null || code === '') return null;
  return code.split('.').slice(0, depth).join('.');
}

/** "A distinct user_session, whoever the user; null: one per user": two strangers without a session never share one. */
export function sessionOf(event: ShopEvent): string {
  return event.userSession === null ? `user ${event.userId}` : `session ${event.userSession}`;
}

/** "The filters choose events by their own category (first level) or brand (folded)"; "the empty value chooses unknown". */
export function passesFilters(event: ShopEvent, question: Question): boolean {
  const { category, brand } = question;
  if (category !== undefined && (cutCategory(event.categoryCode, 1) ?? '') !== category) return false;
  if (brand !== undefined && (foldBrand(event.brand) ?? '') !== (foldBrand(brand) ?? '')) return false;
  return true;
}

/** Flagged users' events are as if they were not there, where the question asks so. */
export function isOfFlaggedUser(event: ShopEvent, question: Question): boolean {
  return question.excludeFlagged === true && question.flaggedUsers?.has(event.userId) === true;
}

/**
 * "Default the whole data and UTC (the range then runs from the first to the last local day that has events)"; "the
 * default range … from the whole data". Null when there is neither an event nor a given range.
 */
export function resolveRange(events: readonly ShopEvent[], question: Question): LocalRange | null {
  const tz = question.tz ?? 'UTC';
  const days = events.map((event) => localTime(event.eventTime, tz).day).sort();
  const first = days[0];
  const last = days[days.length - 1];
  const fromDay = question.from ?? first;
  const toDay = question.to ?? (last === undefined ? undefined : dayAfter(last));
  return fromDay === undefined || toDay === undefined ? null : { tz, fromDay, toDay };
}

/** "Ranges are half-open [from, to)" of local days. */
export function liesInRange(eventTime: string, range: LocalRange | null): boolean {
  if (range === null) return false;
  const { day } = localTime(eventTime, range.tz);
  return range.fromDay <= day && day < range.toDay;
}

/** All local days of the range, "with events or without". */
export function listDays(range: LocalRange | null): readonly string[] {
  const days: string[] = [];
  if (range === null) return days;
  for (let day = range.fromDay; day < range.toDay; day = dayAfter(day)) days.push(day);
  return days;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function countDistinct<T>(items: readonly T[], keyOf: (item: T) => string): number {
  return new Set(items.map(keyOf)).size;
}

/** "Nothing to divide is null." */
export function divide(dividend: number, divisor: number): number | null {
  return divisor === 0 ? null : dividend / divisor;
}

/** The `share`-quantile by linear interpolation ("percentiles are continuous"); null of no values. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (at - Math.floor(at));
}

/** "Text is ordered by code point, … unknown last." (The `<` of JavaScript compares UTF-16 units.) */
export function compareTexts(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** "Numbers (ids too) as numbers." */
export function compareIds(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
