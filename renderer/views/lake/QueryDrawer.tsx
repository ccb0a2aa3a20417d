import { Drawer, Stack } from '@mantine/core';
import { formatMoment } from '../../../charts/format-moment.js';
import type { RemoteRecord } from '../../../preload/contract.js';
import { useFilters } from '../../state/filters.js';
import { formatBytes, formatDuration, formatNumber } from '../../ui/format-number.js';
import { formatUsd } from '../../ui/format-usd.js';
import { tookMs } from './history-table.js';
import classes from './History.module.css';
import { SqlText } from './SqlText.js';
import { stateWord } from './StateWord.js';

interface QueryDrawerProps {
  /** Null: closed. */
  readonly record: RemoteRecord | null;
  readonly onClose: () => void;
}

/** One query: what came of it, and its text as it was sent. */
export function QueryDrawer({ record, onClose }: QueryDrawerProps) {
  return (
    <Drawer opened={record !== null} onClose={onClose} position="right" size={620} title="The query">
      {record && <Query record={record} />}
    </Drawer>
  );
}

function Query({ record }: { readonly record: RemoteRecord }) {
  const [{ tz }] = useFilters();
  const { purpose, dataset, connection, kind, queryId, startedAt, bytesScanned, costUsd, rows, error, sql } = record;
  const values = record.values.map((value) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : `${value}`,
  );
  const note = values.map((value, at) => `-- ?${at + 1} = ${value}`).join('\n');
  const facts: readonly (readonly [string, string | null])[] = [
    ['For', purpose],
    ['Dataset', dataset],
    ['Connection', `${connection} (${kind === 'athena' ? 'Athena' : 'Trino'})`],
    ['State', stateWord(record)],
    ['Why', error],
    [`Asked (${tz})`, formatMoment(startedAt, tz)],
    ['Took', tookMs(record) === null ? null : formatDuration(tookMs(record))],
    ['Read', bytesScanned === null ? null : `${formatBytes(bytesScanned)} (${formatNumber(bytesScanned)} bytes)`],
    ['Cost', costUsd === null ? null : formatUsd(costUsd)],
    ['Rows', rows === null ? null : formatNumber(rows)],
    ['Id of the engine', queryId],
  ];
  return (
    <Stack gap={20} pb={24}>
      <dl className={classes.facts}>
        {facts.map(
          ([name, fact]) =>
            fact !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{fact}</dd>
              </div>
            ),
        )}
      </dl>
      <SqlText label="The SQL that was sent" sql={note === '' ? sql : `${note}\n${sql}`} />
    </Stack>
  );
}
