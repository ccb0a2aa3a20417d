/** A table as CSV (RFC 4180): a header of column names, CRLF after every line, UTF-8 without a byte order mark. */
import type { Column, RejectPage, Reject, Table } from '../../../preload/shapes.js';
import { numberField, textField } from './csv-field.js';

function fieldWriter(column: Column): (row: number) => string {
  const { values, type } = column;
  if (values instanceof Float64Array) return (row) => numberField(values[row] ?? NaN);
  // Names and ids are what somebody else wrote; days and times are ours.
  const isForeign = type === 'text' || type === 'id';
  return isForeign ? (row) => textField(values[row] ?? null) : (row) => values[row] ?? '';
}

/** The lines of the file, each with its CRLF. Numbers keep all their digits, ids are exact, null is an empty field. */
export function* csvLines(table: Table): Generator<string> {
  yield `${table.columns.map((column) => textField(column.name)).join(',')}\r\n`;
  const writers = table.columns.map(fieldWriter);
  for (let row = 0; row < table.rowCount; row++) yield `${writers.map((write) => write(row)).join(',')}\r\n`;
}

function rejectLine({ file, line, reason, text }: Reject): string {
  return `${textField(file)},${numberField(line)},${textField(reason)},${textField(text)}\r\n`;
}

/** Rejected rows as CSV lines, read page by page from `list(offset)`. */
export async function* rejectCsvLines(list: (offset: number) => Promise<RejectPage>): AsyncGenerator<string> {
  yield 'file,line,reason,text\r\n';
  for await (const page of rejectPages(list)) yield page.map(rejectLine).join('');
}

/** All pages of rejected rows in turn. */
export async function* rejectPages(list: (offset: number) => Promise<RejectPage>): AsyncGenerator<readonly Reject[]> {
  for (let offset = 0; ;) {
    const { rejects } = await list(offset);
    if (rejects.length === 0) return;
    yield rejects;
    offset += rejects.length;
  }
}
