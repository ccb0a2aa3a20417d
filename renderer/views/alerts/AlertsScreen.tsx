import { Button, Select, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { alertTimelineChart, alertTimelineTable } from '../../../charts/alert-timeline-chart.js';
import type { AlertPage, AlertQuestion, RunInfo } from '../../../preload/contract.js';
import { ChartBox } from '../../charts/ChartBox.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useCall } from '../../engine.js';
import { useAlertList } from '../../state/alerts.js';
import { changeOwn, usePlace } from '../../state/filters.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount } from '../../ui/format-number.js';
import { AlertDetail } from './AlertDetail.js';
import { AlertExport } from './AlertExport.js';
import { AlertFacets } from './AlertFacets.js';
import { AlertList } from './AlertList.js';
import { momentFormats } from './alert-table.js';
import { readAlertQuestion, readEntity } from './alert-question.js';
import { EntityView } from './EntityView.js';
import { NoRunYet, NothingLeft } from './NoAlerts.js';
import classes from './AlertsScreen.module.css';

export function AlertsScreen() {
  const { filters, own } = usePlace();
  const question = readAlertQuestion(filters, own);
  const entity = readEntity(own['entity']);
  const runs = useCall('alerts.runs', question && { dataset: question.dataset });
  const answer = useAlertList(question);
  if (question === null) return null;
  if (entity) return <EntityView dataset={question.dataset} entity={entity} />;
  if (runs.error) return <ErrorNote error={runs.error} onRetry={runs.retry} />;
  if (runs.data?.length === 0) return <NoRunYet />;
  return (
    <article className={classes.screen} aria-busy={answer.loading}>
      <header className={classes.head}>
        <h1 className={classes.title}>
          {answer.data ? formatCount(answer.data.total, 'alert') : 'Alerts'} in {question.dataset}
        </h1>
        <div className={classes.controls}>
          <RunPicker runs={runs.data ?? []} />
          <Search />
          <Switch
            size="xs"
            withThumbIndicator={false}
            label="Grouped"
            title="Alerts of one user and its sessions, or of one product, that overlap in time are one row"
            checked={own['flat'] !== '1'}
            onChange={(event) => changeOwn({ flat: event.currentTarget.checked ? null : '1' })}
          />
          <Switch
            size="xs"
            withThumbIndicator={false}
            label="Muted and allowed too"
            checked={own['quiet'] === '1'}
            onChange={(event) => changeOwn({ quiet: event.currentTarget.checked ? '1' : null })}
          />
          <AlertExport question={question} isReady={(answer.data?.total ?? 0) > 0} />
        </div>
      </header>
      {answer.error && <ErrorNote error={answer.error} onRetry={answer.retry} />}
      {answer.data && <Found page={answer.data} question={question} />}
    </article>
  );
}

function Found({ page, question }: { readonly page: AlertPage; readonly question: AlertQuestion }) {
  const { own } = usePlace();
  const id = own['alert'];
  const listed = page.alerts.find((alert) => alert.id === id);
  // A link may name an alert that the filters leave out: it is looked for among all of the run.
  const all = useAlertList(
    id !== undefined && !listed ? { dataset: question.dataset, run: question.run, withQuiet: true } : null,
  );
  const shown = listed ?? (id === undefined ? undefined : all.data?.alerts.find((alert) => alert.id === id));
  return (
    <>
      <AlertFacets facets={page.facets} />
      <div className={classes.split} data-open={shown ? true : undefined}>
        <div className={classes.list}>
          <Timeline page={page} />
          {page.total === 0 ? (
            <NothingLeft />
          ) : (
            <AlertList
              dataset={question.dataset}
              page={page}
              isGrouped={own['flat'] !== '1'}
              shown={shown?.id ?? null}
              onShow={(alert) => changeOwn({ alert })}
            />
          )}
        </div>
        {shown && <AlertDetail dataset={question.dataset} alert={shown} onClose={() => changeOwn({ alert: null })} />}
      </div>
    </>
  );
}

const timelineMeaning =
  'Alerts that are listed, by the event time at which a rule fired first, and by their severity now. One alert stands for one user, session or product, and one family of rules, as long as it lasts. A click or a drag narrows the list to that time.';

function Timeline({ page }: { readonly page: AlertPage }) {
  const theme = useChartTheme();
  const { filters, own } = usePlace();
  const chart = useMemo(() => alertTimelineChart(page, theme, filters.tz), [page, theme, filters.tz]);
  const formats = useMemo(() => momentFormats(['from', 'to'], filters.tz), [filters.tz]);
  const isNarrowed = own['since'] !== undefined;
  return (
    <ChartBox
      chart={chart}
      meaning={timelineMeaning}
      table={() => alertTimelineTable(page)}
      formats={formats}
      onBrush={(first, last) => changeOwn({ since: first.from ?? null, until: last.to ?? null })}
      onPick={(key) => changeOwn({ since: key.from ?? null, until: key.to ?? null })}
      controls={
        isNarrowed && (
          <Button size="compact-xs" variant="default" onClick={() => changeOwn({ since: null, until: null })}>
            All of the time
          </Button>
        )
      }
    />
  );
}

function nameRun({ pack, packVersion, from, to, state, startedAt, isCurrent }: RunInfo): string {
  const range =
    from === null && to === null ? 'whole data' : `${from?.slice(0, 10) ?? '…'} – ${to?.slice(0, 10) ?? '…'}`;
  const also = [state === 'complete' ? '' : state, isCurrent ? '' : 'data have changed since'].filter(Boolean);
  return [`${pack} ${packVersion}`, range, startedAt.slice(0, 16).replace('T', ' '), ...also].join(' · ');
}

function RunPicker({ runs }: { readonly runs: readonly RunInfo[] }) {
  const { own } = usePlace();
  return (
    <Select
      size="xs"
      w={250}
      aria-label="Run"
      data={[
        { value: '', label: 'Newest run of the active pack' },
        ...runs.map((run) => ({ value: run.id, label: nameRun(run) })),
      ]}
      value={own['run'] ?? ''}
      onChange={(run) => changeOwn({ run: run === '' ? null : run, alert: null })}
      allowDeselect={false}
      comboboxProps={{ shadow: 'md', width: 400, position: 'bottom-end' }}
    />
  );
}

function Search() {
  const { own } = usePlace();
  const [words, setWords] = useState(own['search'] ?? '');
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        changeOwn({ search: words.trim() === '' ? null : words.trim() });
      }}
    >
      <TextInput
        size="xs"
        w={180}
        type="search"
        aria-label="Search alerts"
        placeholder="Who, rule or reason"
        leftSection={<IconSearch size={14} stroke={1.5} />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          if (event.currentTarget.value === '') changeOwn({ search: null });
        }}
        onBlur={() => changeOwn({ search: words.trim() === '' ? null : words.trim() })}
      />
    </form>
  );
}
