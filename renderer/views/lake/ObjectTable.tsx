import { Button, Checkbox } from '@mantine/core';
import { IconDownload, IconFile, IconFileSpreadsheet, IconFolder } from '@tabler/icons-react';
import { useMemo } from 'react';
import { formatMoment } from '../../../charts/format-moment.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatBytes, formatCount, notKnown } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';
import classes from './Browse.module.css';
import { idOf, toTable, type LakeRow } from './lake-rows.js';

interface ObjectTableProps {
  readonly rows: readonly LakeRow[];
  readonly isFound: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly isBusy: boolean;
  readonly isComplete: boolean;
  readonly isLoading: boolean;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onOpen: (prefix: string) => void;
  readonly onMore: () => void;
  readonly onLoad: () => void;
}

const formats: CellFormats = {
  chosen: () => '',
  modified: (value) => (typeof value === 'string' ? formatMoment(value, 'UTC') : notKnown),
  bytes: (value) => (typeof value === 'number' && !Number.isNaN(value) ? formatBytes(value) : notKnown),
};

function canChoose(row: LakeRow): boolean {
  return row.kind === 'prefix' || row.object.isLoadable;
}

/** `3 files, 1.2 GB and 2 folders` */
function describeChoice(rows: readonly LakeRow[]): string {
  const files = rows.flatMap((row) => (row.kind === 'object' ? [row.object] : []));
  const folders = rows.length - files.length;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const parts = [
    ...(files.length > 0 ? [`${formatCount(files.length, 'file')}, ${formatBytes(bytes)}`] : []),
    ...(folders > 0 ? [formatCount(folders, 'folder')] : []),
  ];
  return parts.join(' and ');
}

/** Folders open, files are chosen: by click, by Enter, or by their box. */
export function ObjectTable(props: ObjectTableProps) {
  const { rows, isFound, chosen, isBusy, isComplete, isLoading, onChoose, onOpen, onMore, onLoad } = props;
  const table = useMemo(() => toTable(rows), [rows]);
  const picked = rows.filter((row) => chosen.has(idOf(row)));

  function toggle(row: LakeRow) {
    const next = new Set(chosen);
    if (!next.delete(idOf(row))) next.add(idOf(row));
    onChoose(next);
  }

  return (
    <DataTable
      table={table}
      label={isFound ? 'Files found' : 'Folders and files'}
      formats={formats}
      maxHeightPx={460}
      note={isComplete ? undefined : 'the first of more'}
      onRowActivate={(at) => {
        const row = rows[at];
        if (!row) return;
        if (row.kind === 'prefix') onOpen(row.prefix);
        else if (canChoose(row)) toggle(row);
      }}
      isRowActive={(at) => {
        const row = rows[at];
        return row !== undefined && chosen.has(idOf(row));
      }}
      renderCell={(column, at) => {
        const row = rows[at];
        if (!row) return undefined;
        if (column === 'name') return <Name row={row} />;
        if (column !== 'chosen') return undefined;
        if (!canChoose(row)) return null;
        return (
          <span className={classes.choose}>
            <Checkbox
              size="xs"
              aria-label={`Choose ${row.name}`}
              checked={chosen.has(idOf(row))}
              onChange={() => toggle(row)}
              onClick={(event) => event.stopPropagation()}
            />
          </span>
        );
      }}
      actions={
        <>
          {!isComplete && (
            <Button size="compact-sm" variant="default" loading={isLoading} onClick={onMore}>
              Show more
            </Button>
          )}
          {picked.length > 0 && <span className={classes.picked}>{describeChoice(picked)} chosen</span>}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onChoose(new Set(picked.length > 0 ? [] : rows.filter(canChoose).map(idOf)))}
          >
            {picked.length > 0 ? 'Choose none' : 'Choose all'}
          </Button>
          <Button
            size="compact-sm"
            disabled={picked.length === 0}
            loading={isBusy}
            leftSection={<IconDownload size={14} stroke={1.75} />}
            onClick={onLoad}
          >
            Load…
          </Button>
        </>
      }
    />
  );
}

function Name({ row }: { readonly row: LakeRow }) {
  const Glyph = row.kind === 'prefix' ? IconFolder : row.object.isLoadable ? IconFileSpreadsheet : IconFile;
  return (
    <span className={classes.name} data-quiet={!canChoose(row) || undefined}>
      <Glyph size={16} stroke={1.5} aria-hidden />
      <span className={classes.nameText}>{row.name}</span>
    </span>
  );
}
