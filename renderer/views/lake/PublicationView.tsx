import { IconInfoCircle } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import type { Publication } from '../../../preload/contract.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatBytes, formatCount, formatDuration, formatNumber, notKnown } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';
import { Panel } from '../../ui/Page.js';
import { formatUsd } from '../../ui/format-usd.js';
import { actionWords, toObjectTable } from './publication-table.js';
import classes from './Publish.module.css';
import { SqlText } from './SqlText.js';

const formats: CellFormats = {
  bytes: (value) => (typeof value === 'number' && !Number.isNaN(value) ? formatBytes(value) : notKnown),
};

/** What publishing would do, or did: in figures, object by object, statement by statement. */
export function PublicationView({ publication }: { readonly publication: Publication }) {
  const { isDryRun, dataset, to, objects, statements, notes, bytes, seconds, cost } = publication;
  const table = useMemo(() => toObjectTable(publication), [publication]);
  const count = (action: keyof typeof actionWords) => objects.filter((object) => object.action === action).length;
  const deleted = count('delete');
  return (
    <>
      <Panel title={isDryRun ? `Dry run: ${dataset} to ${to}` : `Published: ${dataset} to ${to}`}>
        <dl className={classes.figures} role="status">
          <Figure name={isDryRun ? 'To send' : 'Sent'} value={formatCount(count('put'), 'object')}>
            {isDryRun ? 'about ' : ''}
            {formatBytes(bytes)}
          </Figure>
          <Figure name="Kept as they are" value={formatCount(count('keep'), 'object')}>
            {count('keep') === 0 ? 'nothing was there' : 'unchanged'}
          </Figure>
          {deleted > 0 && (
            <Figure name={isDryRun ? 'To delete' : 'Deleted'} value={formatCount(deleted, 'object')}>
              no longer of the dataset
            </Figure>
          )}
          <Figure name="Requests" value={formatUsd(cost.requestsUsd)}>
            {formatCount(cost.requests, 'request')}
          </Figure>
          <Figure name="Storage" value={formatUsd(cost.storageUsdPerMonth)}>
            a month, all objects
          </Figure>
          <Figure name={isDryRun ? 'Found out in' : 'Took'} value={formatDuration(seconds * 1000)}>
            {formatCount(statements.length, 'statement')}
          </Figure>
        </dl>
        {notes.map((note) => (
          <p key={note} className={classes.note}>
            <IconInfoCircle size={16} stroke={1.5} aria-hidden /> {note}
          </p>
        ))}
        {isDryRun && <p className={classes.hint}>Nothing was sent: this is what publishing would do.</p>}
      </Panel>
      <DataTable
        table={table}
        label="Objects"
        formats={formats}
        maxHeightPx={320}
        note={`${formatNumber(count('put'))} to S3${isDryRun ? ', sizes before they are written are estimates' : ''}`}
      />
      {statements.length > 0 && (
        <SqlText
          label={`${formatCount(statements.length, 'statement')}, in the order in which they run`}
          sql={statements.map((statement) => `${statement.replace(/;\s*$/, '')};`).join('\n\n')}
        />
      )}
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={classes.value}>{value}</dd>
      <dd className={classes.under}>{children}</dd>
    </div>
  );
}
