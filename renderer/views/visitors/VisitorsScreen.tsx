import { SegmentedControl } from '@mantine/core';
import { clipPeriod } from '../../../charts/fill-periods.js';
import { addDays, formatDay, type Grain } from '../../../charts/format-day.js';
import { readParam, readTexts } from '../../../charts/read-table.js';
import type { MarkKey } from '../../../charts/chart.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { visitorsChart } from '../../../charts/visitors-chart.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { pickFilter } from '../../charts/pick-filter.js';
import { reportFormats } from '../../charts/report-formats.js';
import { useRange } from '../../state/datasets.js';
import { useFilters, useOwnParam, useReportQuestion } from '../../state/filters.js';
import { useReport } from '../../state/report-answer.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatNumber } from '../../ui/format-number.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import { ReportPage } from '../../ui/ReportPage.js';
import { BeforeNote } from '../BeforeNote.js';
import { pickBefore, useBefore, type Before } from '../use-before.js';
import layout from '../report-grid.module.css';

const grains = ['day', 'week', 'month'] as const;
/** So long after the first day of the data most people have not yet had the time to come twice. */
const inflatedDays = 7;

export function VisitorsScreen() {
  const [grain, setGrain] = useOwnParam('grain', 'day', grains);
  const [filters] = useFilters();
  const range = useRange();
  const question = useReportQuestion('unique-visitors', { grain });
  const answer = useReport(question);
  const before = useBefore('unique-visitors', { grain });
  const isInflated = range !== null && range.range.from < addDays(range.whole.from, inflatedDays);

  return (
    <ReportPage
      title={`Unique visitors per ${grain}`}
      question={answer.question}
      answer={answer}
      controls={
        <SegmentedControl
          size="xs"
          aria-label="Visitors by"
          value={grain}
          onChange={(value) => setGrain(grains.find((other) => other === value) ?? 'day')}
          data={grains.map((value) => ({ value, label: `By ${value}` }))}
        />
      }
      headlines={(result) => <VisitorNumbers result={result} before={before} />}
    >
      {(result) => (
        <>
          {isInflated && (
            <p className={layout.note}>
              The first days look too new: whoever came before {formatDay(range.whole.from)} counts as new at their
              first event in this data. The share of new visitors settles after some weeks.
            </p>
          )}
          <ChartPanel
            result={result}
            draw={visitorsChart}
            onPick={(key) => pickFilter(key, filters)}
            note={`Click a ${grain} to look at it alone, and again to go back.`}
          />
          <DataTable
            table={result.table}
            label={`Visitors per ${grain}`}
            formats={reportFormats(result)}
            onRowActivate={(row) => {
              const key = periodOf(result, row, grain);
              if (key) pickFilter(key, filters);
            }}
          />
        </>
      )}
    </ReportPage>
  );
}

function periodOf(result: ReportResult, row: number, grain: Grain): MarkKey | null {
  const period = readTexts(result, 'period')[row];
  return period ? clipPeriod(period, grain, readParam(result, 'from'), readParam(result, 'to')) : null;
}

function VisitorNumbers({ result: { summary }, before }: { readonly result: ReportResult; readonly before: Before }) {
  const { visitors, sessions, events, stickiness } = summary;
  const perVisitor = visitors ? (sessions ?? 0) / visitors : null;
  return (
    <>
      <Headlines>
        <Headline
          label="Visitors of the whole range"
          value={visitors}
          unit="visitors"
          {...pickBefore(before, 'visitors')}
          note="each counted once"
        />
        <Headline
          label="Sessions"
          value={sessions}
          unit="sessions"
          {...pickBefore(before, 'sessions')}
          note={`${formatNumber(perVisitor, 'ratio')} a visitor`}
        />
        <Headline label="Events" value={events} unit="events" {...pickBefore(before, 'events')} />
        <Headline
          label="Stickiness"
          value={stickiness}
          unit="share"
          {...pickBefore(before, 'stickiness')}
          note="mean daily ÷ mean monthly visitors"
        />
      </Headlines>
      <BeforeNote before={before} />
    </>
  );
}
