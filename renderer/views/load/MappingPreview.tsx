import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { fields } from '../../../preload/contract.js';
import type { FileInspection, Table, TextColumn, TriedLayout } from '../../../preload/shapes.js';
import type { CallState } from '../../engine.js';
import { fieldWords } from '../../state/layout-draft.js';
import { DataTable } from '../../ui/DataTable.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { usePatience } from '../../ui/use-patience.js';
import { ColumnProfileTable } from '../quality/ColumnProfileTable.js';
import classes from './MappingPreview.module.css';

interface MappingPreviewProps {
  readonly file: FileInspection;
  readonly tried: CallState<TriedLayout>;
}

const shownReasons = 4;

/** Times as tables show them; what could not be read as one stays as it stands. */
function showValue(value: string | null): string | null {
  return value !== null && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)
    ? value.replace('T', ' ').replace('Z', '')
    : value;
}

/** The rows as they would be loaded; where some would not, the first column says why. */
function toTable({ preview }: TriedLayout): Table {
  const texts = fields.map((field, at): TextColumn => {
    const values = preview.map((row) => showValue(row.values[at] ?? null));
    return { name: fieldWords[field], title: fieldWords[field], type: 'text', unit: '', values };
  });
  const reasons = preview.map(({ reason }) => reason ?? '');
  const why: TextColumn = { name: 'reason', title: 'Not loaded because', type: 'text', unit: '', values: reasons };
  return { rowCount: preview.length, columns: reasons.some((reason) => reason !== '') ? [why, ...texts] : texts };
}

/** What a load would make of the file's beginning: reasons, rows, and what the columns hold. The foot has the counts. */
export function MappingPreview({ file, tried }: MappingPreviewProps) {
  const { data, error, loading, retry } = tried;
  const [shown, setShown] = useState('rows');
  const isSlow = usePatience(loading, 300);
  const table = useMemo(() => (data ? toTable(data) : null), [data]);
  if (!data || !table) {
    if (error) return <ErrorNote error={error} meaning="The mapping could not be tried." onRetry={retry} />;
    return null;
  }
  return (
    <div className={classes.preview} data-dim={isSlow || undefined} aria-busy={loading}>
      {error && <ErrorNote error={error} meaning="What is shown is the mapping before." onRetry={retry} />}
      <Panel
        title="What would be loaded"
        aside={
          <SegmentedControl
            size="xs"
            aria-label="What is shown of the sample"
            value={shown}
            onChange={setShown}
            data={[
              { value: 'rows', label: 'Rows' },
              { value: 'columns', label: 'Columns' },
            ]}
          />
        }
      >
        <Reasons reasons={data.reasons} />
        {shown === 'columns' && (
          <div className={classes.profile}>
            <ColumnProfileTable columns={data.profile} sampleNote={nameSample(data)} />
          </div>
        )}
      </Panel>
      {shown === 'rows' && (
        <DataTable
          key={file.path}
          table={table}
          label={`First rows of ${file.name}`}
          maxHeightPx={360}
          renderCell={(column, row) => {
            const reason = data.preview[row]?.reason;
            return column === 'reason' && reason ? (
              <span className={/ignored$/.test(reason) ? classes.ignored : classes.reason}>{reason}</span>
            ) : undefined;
          }}
        />
      )}
    </div>
  );
}

function nameSample({ rows, rowsSound, isWhole }: TriedLayout): string {
  const sample = isWhole ? `the whole file, ${formatCount(rows, 'row')}` : `the first ${formatCount(rows, 'row')}`;
  return `Sample: ${sample}, of which ${formatNumber(rowsSound)} can be loaded.`;
}

function Reasons({ reasons }: Pick<TriedLayout, 'reasons'>) {
  if (reasons.length === 0) return null;
  return (
    <div className={classes.reasons}>
      Rejected for these reasons:
      <ul>
        {reasons.slice(0, shownReasons).map(({ reason, rows }) => (
          <li key={reason}>
            {reason}: {formatCount(rows, 'row')}
          </li>
        ))}
      </ul>
    </div>
  );
}
