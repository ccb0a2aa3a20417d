/** What the live screen draws, gathered from frames: bounded, whatever the speed and however long it plays. */
import type { LivePoint } from '../../charts/live-rates-chart.js';
import type { Alert, LiveFrame, LiveRate } from '../../preload/contract.js';
import type { Severity } from '../../preload/rules/rule-kind.js';

export interface AlertMark {
  readonly atMs: number;
  readonly severity: Severity;
}

export interface LivePicture {
  readonly frame: LiveFrame;
  readonly points: readonly LivePoint[];
  /** Newest first. */
  readonly feed: readonly Alert[];
  /** Alerts that began in this run, in the order they came. */
  readonly marks: readonly AlertMark[];
}

export const mostPoints = 300;
export const mostInFeed = 60;
const mostMarks = 2000;

/** How long a bucket is drawn: so that the window of 300 buckets holds about half a minute of playing, or more. */
export function bucketSeconds(speed: number | null): number {
  if (speed === null) return 3600;
  if (speed >= 3600) return 300;
  if (speed >= 600) return 60;
  return speed >= 60 ? 10 : 1;
}

function addRate(point: LivePoint, rate: LiveRate): LivePoint {
  const { seconds } = rate;
  const endMs = Date.parse(rate.at) + 1000 * seconds;
  return {
    ...point,
    playedSeconds: Math.min(point.seconds, Math.max(point.playedSeconds, (endMs - point.atMs) / 1000)),
    view: point.view + rate.view * seconds,
    cart: point.cart + rate.cart * seconds,
    remove_from_cart: point.remove_from_cart + rate.remove_from_cart * seconds,
    purchase: point.purchase + rate.purchase * seconds,
    sales: point.sales + rate.sales,
    revenue: point.revenue + rate.revenue,
  };
}

const empty = { playedSeconds: 0, view: 0, cart: 0, remove_from_cart: 0, purchase: 0, sales: 0, revenue: 0 };

/** Adds rates to the buckets that they lie in; the last {@link mostPoints} buckets stay. Rates come in order of time. */
export function foldRates(
  points: readonly LivePoint[],
  rates: readonly LiveRate[],
  seconds: number,
): readonly LivePoint[] {
  if (rates.length === 0) return points;
  const folded = [...points];
  for (const rate of rates) {
    const ms = Date.parse(rate.at);
    const last = folded[folded.length - 1];
    if (last && ms >= last.atMs && ms < last.atMs + 1000 * last.seconds) {
      folded[folded.length - 1] = addRate(last, rate);
      continue;
    }
    const length = Math.max(seconds, rate.seconds);
    const atMs = Math.max(
      rate.seconds > seconds ? ms : Math.floor(ms / (1000 * length)) * 1000 * length,
      last ? last.atMs + 1000 * last.seconds : -Infinity,
    );
    folded.push(addRate({ ...empty, atMs, seconds: length }, rate));
  }
  return folded.length > mostPoints ? folded.slice(-mostPoints) : folded;
}

function compareNewest(a: Alert, b: Alert): number {
  if (a.detectedAt !== b.detectedAt) return a.detectedAt < b.detectedAt ? 1 : -1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** An alert that is in the feed changes where it stands; others come on top. */
export function foldFeed(feed: readonly Alert[], alerts: readonly Alert[]): readonly Alert[] {
  if (alerts.length === 0) return feed;
  const latest = new Map(alerts.map((alert) => [alert.id, alert]));
  const changed = feed.map((alert) => {
    const now = latest.get(alert.id) ?? alert;
    latest.delete(alert.id);
    return now;
  });
  const fresh = [...latest.values()].sort(compareNewest);
  return [...fresh, ...changed].slice(0, mostInFeed);
}

/** The picture with a frame more. `seen` holds the ids of the run's alerts and is added to. */
export function foldFrame(before: LivePicture | null, frame: LiveFrame, seen: Set<string>): LivePicture {
  const fresh = frame.alerts.filter(({ id }) => !seen.has(id));
  for (const { id } of fresh) seen.add(id);
  const marks = fresh.map(({ detectedAt, severity }) => ({ atMs: Date.parse(detectedAt), severity }));
  return {
    frame,
    points: foldRates(before?.points ?? [], frame.rates, bucketSeconds(frame.speed)),
    feed: foldFeed(before?.feed ?? [], frame.alerts),
    marks: marks.length === 0 ? (before?.marks ?? []) : [...(before?.marks ?? []), ...marks].slice(-mostMarks),
  };
}
