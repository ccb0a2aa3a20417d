/** The history as a table. Pure functions. */
import { formatMoment } from '../../../charts/format-moment.js';
import type { Column, RemoteRecord, Table } from '../../../preload/contract.js';
import { formatBytes, formatDuration } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';
import { formatUsd } from '../../ui/format-usd.js';

/** Milliseconds from its start to its end; null while it runs. */
export function tookMs({ startedAt, endedAt }: Pick<RemoteRecord, 'startedAt' | 'endedAt'>): number | null {
  return endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

export function toHistoryTable(records: readonly RemoteRecord[]): Table {
  const text = (
    name: string,
    title: string,
    read: (record: RemoteRecord) => string | null,
    type: 'text' | 'time' = 'text',
  ): Column => ({ name, title, type, unit: '', values: records.map(read) });
  const number = (name: string, title: string, read: (record: RemoteRecord) => number | null): Column => ({
    name,
    title,
    type: 'number',
    unit: '',
    values: Float64Array.from(records, (record) => read(record) ?? NaN),
  });
  return {
    rowCount: records.length,
    columns: [
      text('startedAt', 'Asked', ({ startedAt }) => startedAt, 'time'),
      text('purpose', 'For', ({ purpose }) => purpose),
      text('dataset', 'Dataset', ({ dataset }) => dataset),
      text('connection', 'Connection', ({ connection }) => connection),
      text('state', 'State', ({ state }) => state),
      number('bytesScanned', 'Read', ({ bytesScanned }) => bytesScanned),
      number('costUsd', 'Cost', ({ costUsd }) => costUsd),
      number('tookMs', 'Took', tookMs),
    ],
  };
}

function known(format: (value: number | null) => string): CellFormats[string] {
  return (value) => format(typeof value === 'number' && !Number.isNaN(value) ? value : null);
}

export function historyFormats(tz: string): CellFormats {
  return {
    startedAt: (value) => (typeof value === 'string' ? formatMoment(value, tz) : ''),
    // The mark before the word takes room, too.
    state: (value) => `—— ${value ?? ''}`,
    bytesScanned: known(formatBytes),
    costUsd: known(formatUsd),
    tookMs: known(formatDuration),
  };
}
