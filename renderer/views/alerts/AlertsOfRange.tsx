import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { alertTimelineChart } from '../../../charts/alert-timeline-chart.js';
import { Chart } from '../../charts/Chart.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useCall } from '../../engine.js';
import { goTo, useFilters } from '../../state/filters.js';
import { formatCount } from '../../ui/format-number.js';
import { readAlertQuestion } from './alert-question.js';
import classes from './AlertsOfRange.module.css';

/** The alerts of the days in the bar; nothing where no replay has been. A click shows those of a moment. */
export function AlertsOfRange() {
  const [filters] = useFilters();
  const theme = useChartTheme();
  const question = readAlertQuestion(filters, {});
  const runs = useCall('alerts.runs', question && { dataset: question.dataset }).data;
  const hasRuns = (runs?.length ?? 0) > 0;
  const page = useCall('alerts.list', question && hasRuns ? { ...question, offset: 0, limit: 1 } : null).data;
  const chart = useMemo(() => page && alertTimelineChart(page, theme, filters.tz), [page, theme, filters.tz]);
  if (!page || !chart) return null;
  return (
    <figure className={classes.box} aria-label="Alerts of these days">
      <div className={classes.head}>
        <h2 className={classes.title}>{formatCount(page.total, 'alert')} in these days</h2>
        <Button size="compact-xs" variant="default" onClick={() => goTo('alerts', {}, {})}>
          Look at them
        </Button>
      </div>
      {chart.option === null ? (
        <p className={classes.sentence}>{chart.description}</p>
      ) : (
        <Chart
          chart={chart}
          onPick={({ from, to }) =>
            from !== undefined && to !== undefined && goTo('alerts', {}, { since: from, until: to })
          }
        />
      )}
    </figure>
  );
}
