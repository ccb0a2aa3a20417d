import { useMemo } from 'react';
import type { FileInspection, Table, TextColumn } from '../../../preload/shapes.js';
import { DataTable } from '../../ui/DataTable.js';

/** Columns of the same name, and those without one, need names of their own. */
function toTable({ columns, preview }: FileInspection): Table {
  const texts = columns.map(({ name, field }, at): TextColumn => {
    const title = field === null ? `${name} (not used)` : name === field ? name : `${name} → ${field}`;
    return { name: `${at} ${name}`, title, type: 'text', unit: '', values: preview.map((row) => row[at] ?? null) };
  });
  return { rowCount: preview.length, columns: texts };
}

/** The first rows of a file, as they stand in it. */
export function FilePreview({ file }: { readonly file: FileInspection }) {
  const table = useMemo(() => toTable(file), [file]);
  return <DataTable key={file.path} table={table} label={`First rows of ${file.name}`} maxHeightPx={360} />;
}
