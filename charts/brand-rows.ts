/** The rows of the brand report, as its two charts draw them. */
import type { ReportResult } from '../preload/shapes.js';
import { formatShareOf } from './chart.js';
import { formatValue } from './format-value.js';
import { readNumbers, readTexts } from './read-table.js';
import { segmentAdvice, segmentNames, toSegment, type Segment } from './segment-words.js';

export interface BrandRow {
  readonly brand: string;
  readonly sessions: number;
  readonly purchaseSessions: number;
  readonly expected: number;
  readonly index: number;
  readonly low: number;
  readonly high: number;
  readonly interest: number;
  readonly segment: Segment;
  /** Null for stars and niches, and for all where there are no prices. */
  readonly stake: number | null;
  /** The 95 % interval excludes 100. */
  readonly isCertain: boolean;
}

/** Rows that can be drawn: with a brand, a segment, an index and a share of interest. */
export function readBrandRows(result: ReportResult): readonly BrandRow[] {
  const numbers = (name: string) => readNumbers(result, name);
  const sessions = numbers('sessions');
  const purchaseSessions = numbers('purchase_sessions');
  const expected = numbers('expected_purchase_sessions');
  const index = numbers('conv_index');
  const low = numbers('conv_index_low');
  const high = numbers('conv_index_high');
  const interest = numbers('interest_share');
  const stake = numbers('stake');
  const segment = readTexts(result, 'segment');
  return readTexts(result, 'brand').flatMap((brand, at): readonly BrandRow[] => {
    const named = toSegment(segment[at]);
    const [middle, share] = [index[at] ?? null, interest[at] ?? null];
    if (brand === null || named === null || middle === null || share === null) return [];
    const [from, to] = [low[at] ?? middle, high[at] ?? middle];
    return [
      {
        brand,
        sessions: sessions[at] ?? 0,
        purchaseSessions: purchaseSessions[at] ?? 0,
        expected: expected[at] ?? 0,
        index: middle,
        low: from,
        high: to,
        interest: share,
        segment: named,
        stake: stake[at] ?? null,
        isCertain: from > 100 || to < 100,
      },
    ];
  });
}

/** False where no brand has a stake: there are no prices. */
export function hasStakes(rows: readonly BrandRow[]): boolean {
  return rows.length === 0 || rows.some(({ stake }) => stake !== null);
}

export function describeBrand(row: BrandRow, locale: string): readonly string[] {
  const index = (value: number) => formatValue(value, 'index', locale);
  return [
    `${segmentNames[row.segment]}: ${segmentAdvice[row.segment]}`,
    `conversion index ${index(row.index)} (95 %: ${index(row.low)} to ${index(row.high)})${row.isCertain ? '' : ', not certain'}`,
    `sessions with a purchase ${formatShareOf(row.purchaseSessions, row.sessions, locale)} sessions; expected ${formatValue(row.expected, 'index', locale)}`,
    `share of interest ${formatValue(row.interest, 'share', locale)}`,
    ...(row.stake === null ? [] : [`at stake ${formatValue(row.stake, 'money', locale)}`]),
  ];
}
