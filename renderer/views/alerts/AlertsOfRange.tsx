import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { alertTimelineChart, alertTimelineTable } from '../../../charts/alert-timeline-chart.js';
import { ChartBox } from '../../charts/ChartBox.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useCall } from '../../engine.js';
import { goTo, useFilters } from '../../state/filters.js';
import { formatCount } from '../../ui/format-number.js';
import { momentFormats } from './alert-table.js';
import { readAlertQuestion } from './alert-question.js';

/** The alerts of the days in the bar; nothing where no replay has been. A click shows those of a moment. */
export function AlertsOfRange() {
  const [filters] = useFilters();
  const theme = useChartTheme();
  const question = readAlertQuestion(filters, {});
  const runs = useCall('alerts.runs', question && { dataset: question.dataset }).data;
  const hasRuns = (runs?.length ?? 0) > 0;
  const page = useCall('alerts.list', question && hasRuns ? { ...question, offset: 0, limit: 1 } : null).data;
  const chart = useMemo(() => page && alertTimelineChart(page, theme, filters.tz), [page, theme, filters.tz]);
  const formats = useMemo(() => momentFormats(['from', 'to'], filters.tz), [filters.tz]);
  if (!page || !chart) return null;
  return (
    <ChartBox
      chart={chart}
      title={`${formatCount(page.total, 'alert')} in these days, by when they were detected`}
      meaning="Alerts of the newest run of the active pack, by the event time at which a rule fired first. A click shows those of a moment."
      table={() => alertTimelineTable(page)}
      formats={formats}
      onPick={({ from, to }) =>
        from !== undefined && to !== undefined && goTo('alerts', {}, { since: from, until: to })
      }
      controls={
        <Button size="compact-xs" variant="default" onClick={() => goTo('alerts', {}, {})}>
          Look at them
        </Button>
      }
    />
  );
}
