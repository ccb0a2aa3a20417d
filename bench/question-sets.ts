/** What the reports are asked beside their defaults: days and zones, and filters that choose among the events. */
import type { DatasetFacets, DatasetInfo, ReportQuestion } from '../preload/contract.js';
import { dataset } from './subject.js';

export const mainReports = ['unique-visitors', 'cart-abandonment', 'top-categories', 'brand-opportunities'] as const;

/** A question with the words that tell it from the others of its report. */
export interface NamedQuestion {
  readonly name: string;
  readonly question: ReportQuestion;
}

const zones = ['UTC', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Auckland'] as const;

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Day ranges of all kinds, of data that begin and end on these days: none of them is the whole. */
function rangesOf(first: string, last: string): readonly (readonly [from: string, to: string])[] {
  const length = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  const part = (from: number, to: number) =>
    [dayAfter(first, Math.floor(from * length)), dayAfter(first, Math.max(1, Math.ceil(to * length)))] as const;
  return [part(0, 0.25), part(0.45, 0.46), part(0.3, 0.65), part(0.5, 1), part(0.03, 0.97)];
}

/** Every range in every zone, and the whole data in each zone but UTC. */
export function daysAndZones(report: string, { from, to }: DatasetInfo): readonly NamedQuestion[] {
  if (from === null || to === null) return [];
  const ranges = [null, ...rangesOf(from.slice(0, 10), to.slice(0, 10))];
  return zones.flatMap((tz) =>
    ranges.flatMap((range) => {
      if (range === null && tz === 'UTC') return [];
      const days = range === null ? {} : { from: range[0], to: range[1] };
      return { name: `${range?.join(' – ') ?? 'all days'}, ${tz}`, question: { report, dataset, tz, ...days } };
    }),
  );
}

/** The largest category, the largest brand, no flagged users, and all of it at once in another zone. */
export function filtered(report: string, facets: DatasetFacets): readonly NamedQuestion[] {
  const category = facets.categories.find(({ value }) => value !== '')?.value;
  const brand = facets.brands.find(({ value }) => value !== '')?.value;
  const filters: readonly (readonly [name: string, filter: Partial<ReportQuestion>])[] = [
    [`category ${category}`, { category }],
    [`brand ${brand}`, { brand }],
    ['without flagged users', { excludeFlagged: true }],
    ['category, brand, without flagged users, Asia/Kathmandu', { category, brand, excludeFlagged: true, tz: zones[1] }],
  ];
  return filters.map(([name, filter]) => ({ name, question: { report, dataset, ...filter } }));
}
