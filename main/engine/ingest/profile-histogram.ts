/** Bars of equal width over a field that is a time or an amount of money. */
import type { ProfileBar } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

/**
 * A time is counted in microseconds, money in ten-thousandths: whole numbers, so that no value falls beside its bar.
 * Decimals of 18 digits leave 64 bits when multiplied, which is slow; as a double an amount is exact to 900 milliards.
 * Times are held within the years that a date has four digits for, so that no difference overflows.
 */
const ticks = {
  time: `epoch_us(greatest(least(number, TIMESTAMP '9999-12-31 23:59:59'), TIMESTAMP '0001-01-01'))`,
  money: 'CAST(round(CAST(number AS DOUBLE) * 10000) AS BIGINT)',
} as const;
type Kind = keyof typeof ticks;

const second = 1_000_000n;
const minute = 60n * second;
const hour = 60n * minute;
const day = 24n * hour;

const clockWidths = [
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((count) => count * second),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((count) => count * minute),
  ...[1n, 2n, 3n, 6n, 12n].map((count) => count * hour),
  ...[1n, 2n, 7n, 14n, 28n, 91n, 182n, 365n].map((count) => count * day),
];

/** A day each for a month. */
const mostBars = 31n;

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

function* widths(kind: Kind): Generator<bigint> {
  if (kind === 'time') yield* clockWidths;
  for (let unit = kind === 'time' ? 1000n * day : 1n; ; unit *= 10n) for (const step of [1n, 2n, 5n]) yield step * unit;
}

export interface Bars {
  readonly start: bigint;
  readonly width: bigint;
  readonly count: number;
}

/** The narrowest bars of a round width, beginning at a multiple of it, of which at most 31 reach from `low` to `high`. */
export function chooseBars(kind: Kind, low: bigint, high: bigint): Bars {
  for (const width of widths(kind)) {
    const first = floorDivide(low, width);
    const count = floorDivide(high, width) - first + 1n;
    if (count <= mostBars) return { start: first * width, width, count: Number(count) };
  }
  throw new Error('unreachable: the widths have no end');
}

/**
 * Where the middle 98 % of the rows lie, from ten thousand slots of equal width: a little generous, never narrower. All
 * of the range where that is a single value.
 */
const middle = (kind: Kind, counted: string) => `WITH
    ticks AS (SELECT ${ticks[kind]} AS tick, events FROM ${counted} WHERE number IS NOT NULL),
    extent AS (SELECT min(tick) AS first, max(tick) AS last, sum(events) AS total FROM ticks),
    slots AS (
      SELECT slot, min(tick) AS low, max(tick) AS high, sum(events) AS events
      FROM (SELECT (tick - first) // greatest((last - first) // 10000, 1) AS slot, tick, events FROM ticks, extent)
      GROUP BY slot),
    running AS (SELECT low, high, sum(events) OVER (ORDER BY slot) AS reached FROM slots),
    middle AS (
      SELECT min(low) FILTER (WHERE 100 * reached >= total) AS low,
        min(high) FILTER (WHERE 100 * reached >= 99 * total) AS high
      FROM running, extent)
  SELECT CAST(CASE WHEN low = high THEN first ELSE low END AS VARCHAR) AS low,
    CAST(CASE WHEN low = high THEN last ELSE high END AS VARCHAR) AS high
  FROM middle, extent`;

const countBars = (kind: Kind, counted: string) =>
  `SELECT least(greatest((tick - CAST(? AS BIGINT)) // CAST(? AS BIGINT), 0), CAST(? AS BIGINT)) AS bar, sum(events) AS events
  FROM (SELECT ${ticks[kind]} AS tick, events FROM ${counted} WHERE number IS NOT NULL)
  GROUP BY bar`;

function showTick(kind: Kind, tick: bigint): string | number {
  if (kind === 'money') return Number(tick) / 10_000;
  return new Date(Number(tick / 1000n)).toISOString().replace('.000Z', 'Z');
}

/** Bars over `number` of a relation with `number` and `events`. Empty without a value. */
export async function countHistogram(
  connection: Connection,
  kind: Kind,
  counted: string,
): Promise<readonly ProfileBar[]> {
  const [range] = await connection.rows(middle(kind, counted));
  if (typeof range?.low !== 'string' || typeof range.high !== 'string') return [];
  const [low, high] = [BigInt(range.low), BigInt(range.high)];
  const { start, width, count } = low === high ? { start: low, width: 0n, count: 1 } : chooseBars(kind, low, high);
  const found = await connection.rows(countBars(kind, counted), [start, width || 1n, count - 1]);
  const rowsOf = new Map(found.map(({ bar, events }) => [Number(bar), Number(events)]));
  return Array.from({ length: count }, (_, at) => ({
    from: showTick(kind, start + BigInt(at) * width),
    to: showTick(kind, start + BigInt(at + 1) * width),
    rows: rowsOf.get(at) ?? 0,
  }));
}
