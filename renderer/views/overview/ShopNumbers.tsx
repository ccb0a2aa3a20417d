import { hasColumn, readNumbers } from '../../../charts/read-table.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { Sparkline } from '../../charts/Sparkline.js';
import { useCall } from '../../engine.js';
import { useAbsentField } from '../../state/absent-fields.js';
import { useReportQuestion } from '../../state/filters.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import { BeforeNote } from '../BeforeNote.js';
import { pickBefore, useBefore } from '../use-before.js';

export const byDay = { grain: 'day' } as const;

function readLine(result: ReportResult | undefined, column: string): readonly (number | null)[] {
  return result && hasColumn(result, column) ? readNumbers(result, column) : [];
}

/** Visitors, sessions, events, revenue and conversion, each with its line over the days and its change. */
export function ShopNumbers({ result }: { readonly result: ReportResult }) {
  const visitors = useCall('reports.run', useReportQuestion('unique-visitors', byDay)).data;
  const visitorsBefore = useBefore('unique-visitors', byDay);
  const before = useBefore('shop-days');
  const withoutPrice = useAbsentField('price') !== null;
  const line = (from: ReportResult | undefined, column: string, label: string) => (
    <Sparkline values={readLine(from, column)} label={`${label} per day`} />
  );
  return (
    <>
      <Headlines>
        <Headline
          label="Visitors"
          value={visitors?.summary['visitors']}
          unit="visitors"
          {...pickBefore(visitorsBefore, 'visitors')}
        >
          {line(visitors, 'visitors', 'Visitors')}
        </Headline>
        <Headline
          label="Sessions"
          value={visitors?.summary['sessions']}
          unit="sessions"
          {...pickBefore(visitorsBefore, 'sessions')}
        >
          {line(visitors, 'sessions', 'Sessions')}
        </Headline>
        <Headline label="Events" value={result.summary['events']} unit="events" {...pickBefore(before, 'events')}>
          {line(result, 'events', 'Events')}
        </Headline>
        <Headline
          label="Revenue"
          value={result.summary['revenue']}
          unit="money"
          note={withoutPrice && 'the files have no price column'}
          {...pickBefore(before, 'revenue')}
        >
          {line(result, 'revenue', 'Revenue')}
        </Headline>
        <Headline
          label="Conversion"
          note="purchases ÷ views"
          value={result.summary['conversion']}
          unit="share"
          {...pickBefore(before, 'conversion')}
        >
          {line(result, 'conversion', 'Purchases ÷ views')}
        </Headline>
      </Headlines>
      <BeforeNote before={before} />
    </>
  );
}
