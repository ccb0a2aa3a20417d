import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ConnectionInfo, RemoteHistory } from '../../../preload/contract.js';
import { useConnections } from '../../state/connections.js';
import { useFilters, useOwnParam } from '../../state/filters.js';
import { bytesToday, mostListed, useHistory, useHistoryRefresh } from '../../state/remote-history.js';
import { DataTable } from '../../ui/DataTable.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatBytes, formatCount, formatNumber } from '../../ui/format-number.js';
import { formatUsd } from '../../ui/format-usd.js';
import { historyFormats, toHistoryTable } from './history-table.js';
import classes from './History.module.css';
import { NoConnection } from './NoConnection.js';
import { QueryDrawer } from './QueryDrawer.js';
import { StateWord } from './StateWord.js';
import { StopAll } from './StopAll.js';
import { useNow } from './use-now.js';
import { Waiting } from './Waiting.js';

/** What engines elsewhere were asked, by whom it was paid, and what runs now. */
export function HistoryTab() {
  const connections = useConnections().data;
  if (!connections || connections.length === 0)
    return (
      <NoConnection title="Nothing was asked yet">
        Every query that Vitrine sends to Athena or Trino is written down here, with what it read and what it cost. It
        needs a connection first.
      </NoConnection>
    );
  return <History connections={connections} />;
}

const debounceMs = 250;

function History({ connections }: { readonly connections: readonly ConnectionInfo[] }) {
  const [of, setOf] = useOwnParam<string>('of', '');
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), debounceMs);
  const chosen = connections.find(({ name }) => name === of);
  useHistoryRefresh();
  const history = useHistory(chosen?.name ?? null, search);
  const { data, error, retry } = history;
  return (
    <>
      <div className={classes.bar}>
        <Select
          size="xs"
          w={220}
          aria-label="Queries of"
          data={[
            { value: '', label: 'All connections' },
            ...connections.map(({ name }) => ({ value: name, label: name })),
          ]}
          value={chosen?.name ?? ''}
          allowDeselect={false}
          onChange={(name) => name !== null && setOf(name)}
        />
        <TextInput
          size="xs"
          w={260}
          type="search"
          aria-label="Search queries"
          placeholder="Text, report, dataset or id"
          leftSection={<IconSearch size={14} stroke={1.5} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <span className={classes.grow} />
        {data && data.running > 0 && <StopAll />}
      </div>
      {error && <ErrorNote error={error} onRetry={retry} />}
      {!data && history.loading && <Waiting>Reading the history</Waiting>}
      {data && <Totals history={data} shown={chosen ? [chosen] : connections} />}
      {data && <Queries history={data} isSearched={search !== '' || chosen !== undefined} />}
    </>
  );
}

interface TotalsProps {
  readonly history: RemoteHistory;
  readonly shown: readonly ConnectionInfo[];
}

function Totals({ history, shown }: TotalsProps) {
  const { total, bytesScanned, costUsd, running } = history;
  return (
    <dl className={classes.totals}>
      <div>
        <dt>Queries</dt>
        <dd>{formatNumber(total)}</dd>
      </div>
      <div>
        <dt>Read</dt>
        <dd>{formatBytes(bytesScanned)}</dd>
      </div>
      <div>
        <dt>Cost</dt>
        <dd>{formatUsd(costUsd)}</dd>
      </div>
      <div>
        <dt>Running now</dt>
        <dd>{formatNumber(running)}</dd>
      </div>
      {shown
        .filter((info) => info.kind === 'athena')
        .map((info) => (
          <Today key={info.name} info={info} isNamed={shown.length > 1} />
        ))}
    </dl>
  );
}

/** Read today by a connection, whatever is searched for, beside what it may read. */
function Today({ info, isNamed }: { readonly info: ConnectionInfo; readonly isNamed: boolean }) {
  const now = useNow();
  const { data } = useHistory(info.name, '');
  const bytes = data ? bytesToday(data.records, new Date(now)) : null;
  const cap = info.kind === 'athena' ? info.dayCapBytes : null;
  const isOver = cap !== null && bytes !== null && bytes >= cap;
  return (
    <div data-over={isOver || undefined}>
      <dt>Today{isNamed && `, ${info.name}`}</dt>
      <dd>
        {formatBytes(bytes)}
        <span className={classes.cap}>
          {cap === null ? ' no cap' : ` of ${formatBytes(cap)}${isOver ? ', used up' : ''}`}
        </span>
      </dd>
    </div>
  );
}

function Queries({ history, isSearched }: { readonly history: RemoteHistory; readonly isSearched: boolean }) {
  const [{ tz }] = useFilters();
  const [shown, setShown] = useState<string | null>(null);
  const { records, total } = history;
  const table = useMemo(() => toHistoryTable(records), [records]);
  const formats = useMemo(() => historyFormats(tz), [tz]);
  const record = records.find(({ id }) => id === shown) ?? null;
  if (records.length === 0)
    return (
      <EmptyState icon={IconHistory} title={isSearched ? 'Nothing of that kind was asked' : 'Nothing was asked yet'}>
        {isSearched
          ? 'No query fits. Search for other words, or look at all connections.'
          : 'Queries stand here once a report is run on Athena or Trino, or a dataset is published. Choose the engine in the top bar of a report.'}
      </EmptyState>
    );
  return (
    <>
      <DataTable
        table={table}
        label={`Queries, newest first (${tz})`}
        formats={formats}
        maxHeightPx={520}
        note={
          total > mostListed
            ? `the newest ${formatCount(mostListed, 'query', 'queries')} of ${formatNumber(total)}`
            : undefined
        }
        onRowActivate={(row) => setShown(records[row]?.id ?? null)}
        isRowActive={(row) => records[row]?.id === shown}
        renderCell={(column, row) => {
          const one = records[row];
          return column === 'state' && one ? <StateWord record={one} /> : undefined;
        }}
      />
      <QueryDrawer record={record} onClose={() => setShown(null)} />
    </>
  );
}
