import { SegmentedControl, Select } from '@mantine/core';
import { useCallback } from 'react';
import { categoryDayChart, categoryWeekChart, chooseFocus } from '../../../charts/category-charts.js';
import { nameSlot, readCategorySlots, totalCategories } from '../../../charts/category-slots.js';
import type { MarkKey } from '../../../charts/chart.js';
import { describeMeasure, measures, type Measure } from '../../../charts/measure-words.js';
import type { ChartTheme } from '../../../charts/theme.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { Asked } from '../../charts/Asked.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { useAbsentField } from '../../state/absent-fields.js';
import { changeOwn, useOwnParam, useReportQuestion } from '../../state/filters.js';
import { useReport } from '../../state/report-answer.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import { MissingColumn } from '../../ui/MissingColumn.js';
import { ReportPage } from '../../ui/ReportPage.js';
import { BeforeNote } from '../BeforeNote.js';
import { pickBefore, useBefore, type Before } from '../use-before.js';
import { SlotTables } from './SlotTables.js';
import { formatSlotParam, parseSlotParam } from './slot-param.js';

const depths = ['1', '2', '3'] as const;
const measureTitles: Readonly<Record<Measure, string>> = {
  views: 'Views',
  carts: 'Carts',
  purchases: 'Purchases',
  revenue: 'Revenue',
  conversion: 'Conversion',
};

export function CategoriesScreen() {
  const [measure, setMeasure] = useOwnParam<Measure>('measure', 'views', measures);
  const [depth, setDepth] = useOwnParam('depth', '1', depths);
  const [focus] = useOwnParam<string>('focus', '');
  const [slotText] = useOwnParam<string>('slot', '');
  const own = { measure, depth: Number(depth) };
  const question = useReportQuestion('top-categories', { ...own, by: 'weekday_hour' });
  const answer = useReport(question);
  const before = useBefore('top-categories', { ...own, by: 'weekday_hour' });
  const hourly = useReportQuestion('top-categories', { ...own, by: 'hour' });
  const slot = parseSlotParam(slotText);
  const withoutCategory = useAbsentField('category_code');
  const withoutPrice = useAbsentField('price');
  const missing = withoutCategory ?? (measure === 'revenue' ? withoutPrice : null);
  const pickCell = ({ category, weekday, hour }: MarkKey) => {
    const chosen = formatSlotParam({ weekday: weekday ?? null, hour: hour ?? null });
    changeOwn({ focus: category ?? null, slot: chosen === slotText ? null : chosen });
  };

  return (
    <ReportPage
      title={`${measureTitles[measure]} by category, weekday and hour`}
      question={answer.question}
      answer={answer}
      controls={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Measure"
            value={measure}
            onChange={(value) => setMeasure(measures.find((other) => other === value) ?? 'views')}
            data={measures.map((value) => ({
              value,
              label: measureTitles[value],
              disabled: value === 'revenue' && withoutPrice !== null,
            }))}
          />
          <SegmentedControl
            size="xs"
            aria-label="Levels of the category"
            value={depth}
            onChange={(value) => setDepth(depths.find((other) => other === value) ?? '1')}
            data={depths.map((value) => ({ value, label: value === '1' ? '1 level' : `${value} levels` }))}
          />
        </>
      }
      headlines={(result) => <CategoryNumbers result={result} before={before} />}
      instead={missing && <MissingColumn field={missing} />}
    >
      {(result) => (
        <>
          <FocusPanel result={result} wanted={focus} onPick={pickCell} />
          <Asked question={hourly} label="Categories by hour" placePx={480}>
            {(byHour) => (
              <ChartPanel
                result={byHour}
                draw={categoryDayChart}
                onPick={pickCell}
                note="Click a cell to see that category over the week, and what else is wanted at that hour."
              />
            )}
          </Asked>
          <Asked question={slot?.weekday === null ? hourly : question} label="The slot" placePx={320} isAskedByOther>
            {(slots) => <SlotTables result={slots} slot={slot} slotName={slot && nameSlot(slot)} />}
          </Asked>
        </>
      )}
    </ReportPage>
  );
}

interface FocusPanelProps {
  readonly result: ReportResult;
  readonly wanted: string;
  readonly onPick: (key: MarkKey) => void;
}

/** One category over the week, and the choice of it. */
function FocusPanel({ result, wanted, onPick }: FocusPanelProps) {
  const focus = wanted === '' ? undefined : wanted;
  const draw = useCallback((data: ReportResult, theme: ChartTheme) => categoryWeekChart(data, theme, focus), [focus]);
  const { hasLift } = describeMeasure(measures.find((measure) => measure === result.params['measure']) ?? 'views');
  const names = totalCategories(readCategorySlots(result), !hasLift).flatMap(({ category }) => category ?? []);
  return (
    <ChartPanel
      result={result}
      draw={draw}
      onPick={onPick}
      note="Click a cell to see what else is wanted then."
      controls={
        <Select
          size="xs"
          w={240}
          searchable
          aria-label="Category"
          data={names}
          value={chooseFocus(result, focus)}
          onChange={(name) => changeOwn({ focus: name })}
          nothingFoundMessage="No such category"
        />
      }
    />
  );
}

function CategoryNumbers({ result, before }: { readonly result: ReportResult; readonly before: Before }) {
  const measure = measures.find((other) => other === result.params['measure']) ?? 'views';
  const { unit, noun } = describeMeasure(measure);
  const { n, slots, unknown_share: unknown } = result.summary;
  return (
    <>
      <Headlines>
        <Headline
          label={measure === 'conversion' ? 'Conversion: purchases ÷ views' : `All ${noun}`}
          value={n}
          unit={unit === 'events' ? noun : unit}
          {...pickBefore(before, 'n')}
        />
        <Headline label="Slots with rows" value={slots} unit="slots" note="of the 168 hours of the week" />
        <Headline
          label="Without a category"
          value={unknown}
          unit="share"
          note={measure === 'conversion' ? 'a ratio has no shares' : `of ${noun}; counted, never ranked`}
        />
      </Headlines>
      <BeforeNote before={before} />
    </>
  );
}
