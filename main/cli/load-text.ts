/** What a load did, for people: some lines, or one. */
import { formatValue } from '../../charts/format-value.js';
import type { LoadSummary } from '../../preload/contract.js';
import { sizeText } from './size-text.js';
import { stripControls } from './text-table.js';

const count = (rows: number) => formatValue(rows, '');
const rowsText = (rows: number) => `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;

/** The lines of a summary, each with its line end. */
export function* loadLines(summary: LoadSummary, isAppend: boolean): Generator<string> {
  const { dataset, rowsRead, rowsLoaded, rowsRejected, rowsIgnored, duplicates, duplicatesDropped } = summary;
  const { seconds, bytes, skipped } = summary;
  const skippedLines = skipped.map(
    ({ file, reason }) => `  skipped ${stripControls(file)}: ${stripControls(reason)}\n`,
  );
  if (isAppend && skipped.length > 0 && rowsRead + rowsIgnored === 0) {
    yield* [`Nothing was added to ${dataset}.\n`, ...skippedLines];
    return;
  }
  const speed = seconds > 0 ? `, ${sizeText(bytes / seconds)}/s` : '';
  const done = isAppend ? `Appended to ${dataset}` : `Loaded ${dataset}`;
  yield `${done} in ${formatValue(seconds, '')} s (${sizeText(bytes)}${speed}).\n`;
  yield `  rows read      ${count(rowsRead)}\n`;
  yield `  rows loaded    ${count(rowsLoaded)}\n`;
  yield `  rows rejected  ${count(rowsRejected)}\n`;
  if (rowsIgnored > 0) yield `  rows ignored   ${count(rowsIgnored)}\n`;
  yield `  duplicates     ${count(duplicates)}${duplicates > 0 ? (duplicatesDropped ? ', dropped' : ', kept') : ''}\n`;
  yield* skippedLines;
}

/** `12,345 rows loaded, 2 rejected, 0.3 s`, or why the one file was skipped; without line end. */
export function loadInOneLine(summary: LoadSummary): string {
  const [skipped] = summary.skipped;
  if (skipped !== undefined && summary.rowsRead === 0) return `skipped: ${stripControls(skipped.reason)}`;
  const { rowsLoaded, rowsRejected, rowsIgnored, duplicates, duplicatesDropped, seconds } = summary;
  return [
    `${rowsText(rowsLoaded)} loaded`,
    `${count(rowsRejected)} rejected`,
    rowsIgnored > 0 ? `${count(rowsIgnored)} ignored` : null,
    duplicatesDropped && duplicates > 0 ? `${count(duplicates)} duplicates dropped` : null,
    `${formatValue(seconds, '')} s`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
