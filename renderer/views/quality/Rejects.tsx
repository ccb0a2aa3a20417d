import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Reject, Table } from '../../../preload/shapes.js';
import { useCall } from '../../engine.js';
import { exportRejects } from '../../state/exports.js';
import { DataTable } from '../../ui/DataTable.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatNumber } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';

/** More are not listed on the screen: the export has them all. */
const mostShown = 10_000;

/** A line's number is a name, not an amount. */
const formats: CellFormats = { line: String };

function toTable(rejects: readonly Reject[]): Table {
  return {
    rowCount: rejects.length,
    columns: [
      { name: 'file', title: 'File', type: 'text', unit: '', values: rejects.map(({ file }) => file) },
      {
        name: 'line',
        title: 'Line',
        type: 'integer',
        unit: '',
        values: Float64Array.from(rejects, ({ line }) => line),
      },
      { name: 'reason', title: 'Reason', type: 'text', unit: '', values: rejects.map(({ reason }) => reason) },
      { name: 'text', title: 'Text', type: 'text', unit: '', values: rejects.map(({ text }) => text) },
    ],
  };
}

/** The rows that were not loaded, with where they stand and why. */
export function Rejects({ dataset }: { readonly dataset: string }) {
  const page = useCall('datasets.rejects', { dataset, offset: 0, limit: mostShown });
  const rejects = page.data?.rejects;
  const table = useMemo(() => (rejects ? toTable(rejects) : null), [rejects]);
  if (page.error) return <ErrorNote error={page.error} onRetry={page.retry} />;
  if (!page.data || !table) return null;
  const { total } = page.data;
  if (total === 0) return null;
  return (
    <DataTable
      table={table}
      label="Rejected rows"
      formats={formats}
      maxHeightPx={320}
      note={total > table.rowCount ? `the first of ${formatNumber(total)}; the export has all` : undefined}
      actions={
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconDownload size={12} />}
          onClick={() => void exportRejects(dataset)}
        >
          Export as CSV
        </Button>
      }
    />
  );
}
