import { IconAlertTriangle, IconCheck, IconColumns3 } from '@tabler/icons-react';
import type { FileInspection } from '../../../preload/shapes.js';
import { isToMap } from '../../state/layout-draft.js';
import { formatBytes } from '../../ui/format-number.js';
import classes from './FileList.module.css';

interface FileListProps {
  readonly files: readonly FileInspection[];
  readonly chosen: number;
  readonly onChoose: (at: number) => void;
}

const kinds = {
  csv: 'CSV',
  'csv.gz': 'CSV, gzip',
  zip: 'CSV in a zip',
  parquet: 'Parquet',
  ndjson: 'NDJSON',
  'ndjson.gz': 'NDJSON, gzip',
} as const;

function nameLayout({ layout, layoutFrom }: FileInspection): string[] {
  if (layout === null) return [];
  if (layoutFrom === 'recognised') return [`Recognised: ${layout.name}`];
  return [`Mapped: ${layout.name}`];
}

/** A problem of a proposal is what the mapping step is for. */
function isBad(file: FileInspection): boolean {
  return file.problem !== null && !isToMap(file);
}

function describeMapping(file: FileInspection): string {
  if (isToMap(file)) return 'Not recognised: a mapping is proposed, and has to be confirmed';
  const { columns, missingFields, timesNamed } = file;
  const used = columns.filter(({ field }) => field !== null);
  const renamed = used.filter(({ name, field }) => name !== field).map(({ name, field }) => `${name} → ${field}`);
  const unused = columns.filter(({ field }) => field === null).map(({ name }) => name);
  const parts = [...nameLayout(file), `${used.length} of 9 fields found`];
  if (timesNamed > 1) parts.push(`named ${timesNamed} times, loaded once`);
  if (renamed.length > 0 && renamed.length < used.length) parts.push(renamed.join(', '));
  if (unused.length > 0) parts.push(`not used: ${unused.join(', ')}`);
  if (missingFields.length > 0) parts.push(`absent: ${missingFields.join(', ')}`);
  return parts.join(' · ');
}

export function FileList({ files, chosen, onChoose }: FileListProps) {
  return (
    <ul className={classes.list}>
      {files.map((file, at) => (
        <li key={file.path}>
          <button type="button" className={classes.file} aria-pressed={at === chosen} onClick={() => onChoose(at)}>
            {isToMap(file) ? (
              <IconColumns3
                size={18}
                stroke={1.75}
                className={classes.open}
                aria-label="its mapping is to be confirmed"
              />
            ) : !isBad(file) ? (
              <IconCheck size={18} stroke={1.75} className={classes.good} aria-label="can be loaded" />
            ) : (
              <IconAlertTriangle size={18} stroke={1.75} className={classes.bad} aria-label="cannot be loaded" />
            )}
            <span className={classes.text}>
              <span className={classes.name} title={file.path}>
                {file.name}
              </span>
              <span className={classes.about} data-bad={isBad(file) || undefined}>
                {isBad(file) ? file.problem : describeMapping(file)}
              </span>
            </span>
            <span className={classes.facts}>
              {kinds[file.kind]}
              {file.kind.startsWith('ndjson') ? '' : file.hasHeader ? ' · with header' : ' · no header'}
            </span>
            <span className={classes.size}>{formatBytes(file.sizeBytes)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
