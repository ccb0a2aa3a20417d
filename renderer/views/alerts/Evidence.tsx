import { useMemo } from 'react';
import { formatMoment } from '../../../charts/format-moment.js';
import type { KeptAlert } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { useFilters } from '../../state/filters.js';
import { DataTable } from '../../ui/DataTable.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatNumber } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';

const mostShown = 2000;

/** Times of events in the zone of the bar. */
export function useEventFormats(): CellFormats {
  const [{ tz }] = useFilters();
  return useMemo(() => ({ event_time: (value) => (value === null ? '' : formatMoment(String(value), tz)) }), [tz]);
}

/** Exactly the events that the alert rests on. */
export function Evidence({ dataset, alert }: { readonly dataset: string; readonly alert: KeptAlert }) {
  const formats = useEventFormats();
  const answer = useCall('alerts.evidence', { dataset, alert: alert.id, offset: 0, limit: mostShown });
  if (answer.error)
    return <ErrorNote error={answer.error} meaning="The evidence could not be read." onRetry={answer.retry} />;
  if (!answer.data || answer.isStale) return null;
  return (
    <DataTable
      table={answer.data}
      label="Its events"
      formats={formats}
      maxHeightPx={260}
      note={answer.data.rowCount < alert.events ? `the first of ${formatNumber(alert.events)}` : undefined}
    />
  );
}
