import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMemo } from 'react';
import { entityTimelineChart } from '../../../charts/entity-timeline-chart.js';
import { formatMoment } from '../../../charts/format-moment.js';
import type { EntityPage } from '../../../preload/shapes.js';
import { ChartBox } from '../../charts/ChartBox.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useCall } from '../../engine.js';
import { changeOwn, useFilters } from '../../state/filters.js';
import { useRuleNames } from '../../state/rule-names.js';
import { DataTable } from '../../ui/DataTable.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatNumber, notKnown } from '../../ui/format-number.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import { alertFormats, momentFormats, toAlertTable } from './alert-table.js';
import { AllowForm } from './AllowForm.js';
import { useEventFormats } from './Evidence.js';
import { SeverityMark } from './SeverityMark.js';
import classes from './AlertsScreen.module.css';

interface EntityViewProps {
  readonly dataset: string;
  readonly entity: { readonly type: 'user' | 'session' | 'product'; readonly id: string };
}

const mostShown = 5000;

const timelineMeaning =
  'All events of the dataset that it took part in, whatever the days of the bar, counted by type in equal spans of event time.';

/** Everything that a user, session or product did. */
export function EntityView({ dataset, entity }: EntityViewProps) {
  const answer = useCall('entity.get', { dataset, ...entity, offset: 0, limit: mostShown });
  const { data } = answer;
  const allowedBy = data?.alerts.find((alert) => alert.allowedBy !== null)?.allowedBy ?? null;
  return (
    <article className={classes.screen} aria-busy={answer.loading}>
      <header className={classes.head}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => changeOwn({ entity: null })}
        >
          Alerts
        </Button>
        <h1 className={classes.title}>
          {entity.type} {entity.id}
        </h1>
        <div className={classes.controls}>
          <AllowForm dataset={dataset} entity={entity} allowedBy={allowedBy} />
        </div>
      </header>
      {answer.error && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {data && !answer.isStale && <Answered page={data} />}
    </article>
  );
}

function Answered({ page }: { readonly page: EntityPage }) {
  const [{ tz }] = useFilters();
  const theme = useChartTheme();
  const eventFormats = useEventFormats();
  const nameRule = useRuleNames();
  const chart = useMemo(() => entityTimelineChart(page, theme, tz), [page, theme, tz]);
  const alerts = useMemo(() => toAlertTable(page.alerts, nameRule), [page, nameRule]);
  const timelineFormats = useMemo(() => momentFormats(['at'], tz), [tz]);
  const formats = useMemo(() => alertFormats(page.alerts, tz), [page, tz]);
  const time = (at: string | null) => (at === null ? notKnown : formatMoment(at, tz));
  const { type } = page.entity;
  return (
    <>
      <p className={classes.sentence}>
        {time(page.firstEventAt)} to {time(page.lastEventAt)} ({tz})
      </p>
      <Headlines>
        <Headline label="Events" value={page.events} unit="events" />
        <Headline label="Views" value={page.views} unit="views" />
        <Headline label="Carts" value={page.carts} unit="carts" note={`${formatNumber(page.removes)} removed`} />
        <Headline label="Purchases" value={page.purchases} unit="purchases" />
        <Headline label="Value of purchases" value={page.purchaseValue} unit="money" />
        {type !== 'user' && <Headline label="Users" value={page.users} unit="users" />}
        {type !== 'session' && <Headline label="Sessions" value={page.sessions} unit="sessions" />}
        {type !== 'product' && <Headline label="Products" value={page.products} unit="products" />}
      </Headlines>
      <ChartBox chart={chart} meaning={timelineMeaning} table={() => page.timeline} formats={timelineFormats} />
      {page.alerts.length > 0 && (
        <DataTable
          table={alerts}
          label="Its alerts"
          columns={['severity', 'state', 'rule', 'detectedAt', 'reason', 'verdict']}
          formats={formats}
          maxHeightPx={200}
          onRowActivate={(row) => {
            const id = page.alerts[row]?.id;
            if (id !== undefined) changeOwn({ entity: null, alert: id });
          }}
          renderCell={(column, row) => {
            const alert = page.alerts[row];
            return column === 'severity' && alert ? <SeverityMark severity={alert.severity} /> : undefined;
          }}
        />
      )}
      <DataTable
        table={page.page}
        label="Its events"
        formats={eventFormats}
        note={page.page.rowCount < page.events ? `the first of ${formatNumber(page.events)}` : undefined}
      />
    </>
  );
}
