/** Categories by hour and weekday: one category over the week, all over the day, and the candidates for a discount. */
import type { ReportResult } from '../preload/shapes.js';
import {
  candidateMinEvents,
  findDiscountCandidates,
  isTellingLift,
  nameSlot,
  nameSlotShort,
  readCategorySlots,
  readSlotBy,
  totalCategories,
  type CategorySlot,
  type SlotBy,
} from './category-slots.js';
import type { ReportChart } from './chart.js';
import { weekdayNames } from './format-day.js';
import { formatValue } from './format-value.js';
import { heatmapChart, type HeatCell } from './heatmap-chart.js';
import { intervalChart } from './interval-chart.js';
import { describeMeasure, toMeasure, type MeasureWords } from './measure-words.js';
import { readParam, readZone } from './read-table.js';
import type { ChartTheme } from './theme.js';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const shownCategories = 16;

function readMeasure(result: ReportResult): MeasureWords {
  return describeMeasure(toMeasure(readParam(result, 'measure')));
}

function nameCategory(category: string | null): string {
  return category ?? 'unknown category';
}

/** Rate, n and lift of one cell in words. */
function describeSlot(
  slot: CategorySlot | undefined,
  words: MeasureWords,
  by: SlotBy,
  locale: string,
): readonly string[] {
  if (slot === undefined) return [`no ${words.noun}`];
  const lines = [`${words.rate(by)} ${formatValue(slot.rate, words.unit, locale)}`];
  if (words.unit !== 'share') lines.push(`${words.noun} in all ${formatValue(slot.n, words.unit, locale)} (n)`);
  if (slot.lift !== null) {
    const bound = slot.liftLow === null ? '' : `, at least ${formatValue(slot.liftLow, 'lift', locale)} (95 %)`;
    lines.push(`share of the slot ÷ usual share ${formatValue(slot.lift, 'lift', locale)}${bound}`);
  }
  return lines;
}

/** The category that a chart of one category shows: the wanted one where it has rows, else the largest. */
export function chooseFocus(result: ReportResult, wanted: string | null | undefined): string | null {
  const totals = totalCategories(readCategorySlots(result), !readMeasure(result).hasLift);
  if (wanted !== undefined && totals.some(({ category }) => category === wanted)) return wanted;
  return totals[0]?.category ?? null;
}

/** Weekday × hour of one category; needs `by` weekday_hour. */
export function categoryWeekChart(result: ReportResult, theme: ChartTheme, wanted?: string | null): ReportChart {
  const words = readMeasure(result);
  const zone = readZone(result);
  const focus = chooseFocus(result, wanted);
  const slots = readCategorySlots(result).filter(({ category }) => category === focus);
  const slotAt = new Map(slots.map((slot) => [(slot.weekday ?? 0) * 24 + (slot.hour ?? 0), slot]));
  const rows = weekdayNames.map((_, at) =>
    hours.map((hour): HeatCell => {
      const weekday = at + 1;
      const slot = slotAt.get(weekday * 24 + hour);
      const head = `${nameCategory(focus)}, ${nameSlot({ weekday, hour })} (${zone})`;
      const text = [head, ...describeSlot(slot, words, 'weekday_hour', theme.locale)].join('\n');
      return { value: slot?.rate ?? null, text, key: { weekday, hour, category: focus } };
    }),
  );
  const best = slots.reduce<CategorySlot | null>(
    (most, slot) => ((slot.rate ?? -1) > (most?.rate ?? -1) ? slot : most),
    null,
  );
  return heatmapChart(
    {
      id: 'category-week',
      title: `${nameCategory(focus)}: ${words.rate('weekday_hour')} by weekday and hour (${zone})`,
      description: best
        ? `${nameCategory(focus)} has most ${words.noun} on ${nameSlot(best)}: ${formatValue(best.rate, words.unit, theme.locale)} ${words.rate('weekday_hour')}.`
        : `No ${words.noun} in this range.`,
      xTitle: `hour (${zone})`,
      xLabels: hours.map(String),
      yLabels: weekdayNames,
      rows,
      barTitle: words.rate('weekday_hour'),
      unit: words.unit,
      scale: 'amount',
      rowPx: 32,
    },
    theme,
  );
}

/** Categories × hours (or × weekdays): how much more than usual each is wanted then; for a ratio, the ratio itself. */
export function categoryDayChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const words = readMeasure(result);
  const by = readSlotBy(result);
  const zone = readZone(result);
  const slots = readCategorySlots(result);
  const all = totalCategories(slots, !words.hasLift);
  const known = all.filter(({ category }) => category !== null);
  const shown = known.slice(0, shownCategories);
  const slotAt = new Map(slots.map((slot) => [`${slot.weekday} ${slot.hour} ${slot.category}`, slot]));
  const columns: readonly Pick<CategorySlot, 'weekday' | 'hour'>[] =
    by === 'weekday'
      ? weekdayNames.map((_, at) => ({ weekday: at + 1, hour: null }))
      : hours.map((hour) => ({ weekday: null, hour }));
  const rows = shown.map(({ category }) =>
    columns.map((column): HeatCell => {
      const slot = slotAt.get(`${column.weekday} ${column.hour} ${category}`);
      const head = `${nameCategory(category)}, ${nameSlot(column)} (${zone})`;
      const isNeutral = words.hasLift && slot !== undefined && !isTellingLift(slot);
      const doubt = isNeutral ? ['too little to tell from usual'] : [];
      return {
        value: (words.hasLift ? slot?.lift : slot?.rate) ?? null,
        isNeutral,
        text: [head, ...describeSlot(slot, words, by, theme.locale), ...doubt].join('\n'),
        key: { category, hour: column.hour ?? undefined, weekday: column.weekday ?? undefined },
      };
    }),
  );
  const leftOut =
    known.length > shown.length
      ? `The ${shown.length} largest of ${formatValue(known.length, '', theme.locale)} categories; all are in the table.`
      : '';
  const neutralNote = `Neutral where a cell has under ${candidateMinEvents} ${words.noun} or its 95 % interval includes 1: too little to tell from usual.`;
  const slotNoun = by === 'weekday' ? 'weekday' : 'hour of the day';
  const subject = words.hasLift ? `When each category is wanted more than usual` : 'Purchases ÷ views of each category';
  return heatmapChart(
    {
      id: 'category-day',
      title: `${subject}, by ${slotNoun} (${zone})`,
      description: words.hasLift
        ? `The share of ${words.noun} that ${shown.length} categories have in each ${slotNoun}, divided by their share of the whole range.`
        : `Purchases divided by views of ${shown.length} categories in each ${slotNoun}.`,
      xTitle: by === 'weekday' ? `weekday (${zone})` : `hour (${zone})`,
      xLabels: columns.map(({ weekday, hour }) =>
        hour === null ? (weekdayNames[(weekday ?? 1) - 1] ?? '') : String(hour),
      ),
      yLabels: shown.map(({ category }) => nameCategory(category)),
      rows,
      barTitle: words.hasLift ? `share of ${words.noun} ÷ usual share` : words.noun,
      unit: words.unit,
      scale: words.hasLift ? 'lift' : 'amount',
      rowPx: 24,
      tableNote: [leftOut, rows.flat().some(({ isNeutral }) => isNeutral) ? neutralNote : ''].filter(Boolean).join(' '),
    },
    theme,
  );
}

/** The surest slots for a discount: lift with its lower bound, highest first. */
export function candidatesChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const words = readMeasure(result);
  const by = readSlotBy(result);
  const zone = readZone(result);
  const all = findDiscountCandidates(readCategorySlots(result));
  const shown = all.slice(0, 20);
  return intervalChart(
    {
      id: 'discount-candidates',
      title: `Discount candidates: wanted more than usual (${zone})`,
      description:
        shown.length === 0
          ? `No category has a slot with at least ${candidateMinEvents} ${words.noun} and a lift that is surely above 1.`
          : `${formatValue(all.length, '', theme.locale)} slots in which a category is surely wanted more than usual; the first is ${nameCategory(shown[0]?.category ?? null)}, ${nameSlot(shown[0] ?? { weekday: null, hour: null })}.`,
      axisTitle: `share of ${words.noun} in the slot ÷ usual share (line: from the lower 95 % bound)`,
      unit: 'lift',
      middle: 1,
      middleWords: 'as usual',
      rows: shown.map((slot) => ({
        name: `${nameCategory(slot.category)}, ${nameSlotShort(slot)}`,
        low: slot.liftLow ?? 1,
        value: slot.lift ?? 1,
        high: slot.lift ?? 1,
        color: theme.accent,
        lines: describeSlot(slot, words, by, theme.locale),
        key: { category: slot.category, hour: slot.hour ?? undefined, weekday: slot.weekday ?? undefined },
      })),
      tableNote:
        all.length > shown.length
          ? `The first ${shown.length} of ${formatValue(all.length, '', theme.locale)} candidates.`
          : undefined,
    },
    theme,
  );
}
