/** Rows that DuckDB read and our checks refused: where they stand in the file. */
import type { Connection } from '../database.js';
import type { ChosenFile } from './choose-files.js';
import type { PreparedFile, PrepareTools } from './prepare-csv.js';
import { openRecords } from './prepare-file.js';
import { readText } from './read-text.js';
import { selectBadRows, selectIgnoredRows } from './row-checks.js';
import type { BadRecord } from './scan-records.js';
import { decodeText } from './utf8.js';

/** Refused rows are fetched for so many records ahead of the scan. */
const windowRecords = 2_000_000;

async function fetchReasons(connection: Connection, from: number, to: number): Promise<Map<number, string>> {
  const [numbers, reasons] = await connection.columns(
    'SELECT row_number, reason FROM refused WHERE row_number > ? AND row_number <= ?',
    [from, to],
  );
  const texts = reasons?.values as readonly string[];
  return new Map(Array.from(numbers?.values as Float64Array, (number, at) => [number, texts[at] ?? '']));
}

/** Goes through a text file once more: rows in `refused` are sound records, counted from 1. */
async function keepLines(connection: Connection, file: ChosenFile, tools: PrepareTools): Promise<void> {
  let reasons = new Map<number, string>();
  let knownUpTo = 0;
  let record = 0;
  let bytes = 0;
  let found: BadRecord[] = [];
  const reader = openRecords(file, (text, line) => {
    const reason = reasons.get(++record);
    if (reason !== undefined) found.push({ line, reason, text: decodeText(text) });
  });
  async function keepFound(): Promise<void> {
    if (found.length > 0) await tools.keepRejects(found);
    found = [];
  }
  for await (const chunk of readText(file)) {
    tools.signal.throwIfAborted();
    if (knownUpTo < record + chunk.text.length) {
      knownUpTo = record + windowRecords;
      reasons = await fetchReasons(connection, record, knownUpTo);
    }
    reader.push(chunk.text);
    bytes += chunk.bytes.length;
    tools.onBytes(bytes, record);
    await keepFound();
  }
  reader.end();
  await keepFound();
}

export interface Refused {
  readonly refused: number;
  readonly ignored: number;
}

/**
 * Keeps a reject for each row of the file that `selectSoundRows` leaves out and the layout does not ignore, with its
 * line and text as they stand there (for Parquet: the row's number, and its fields joined); returns how many there are.
 */
export async function keepRefusedRows(
  connection: Connection,
  file: ChosenFile & PreparedFile,
  tools: PrepareTools,
): Promise<Refused> {
  const { source } = file;
  const ignored =
    file.layout.unknownWords === 'ignore'
      ? await connection.number(`SELECT count(*) FROM (${selectIgnoredRows(source)})`, source.values)
      : 0;
  if (file.kind === 'parquet') {
    const before = await connection.number('SELECT count(*) FROM found_rejects');
    await connection.run(
      `INSERT INTO found_rejects SELECT ?, ?, row_number, reason, text FROM (${selectBadRows(source)})`,
      [file.number, file.name, ...source.values],
    );
    return { refused: (await connection.number('SELECT count(*) FROM found_rejects')) - before, ignored };
  }
  await connection.run(
    `CREATE TEMP TABLE refused AS SELECT row_number, reason FROM (${selectBadRows(source)})`,
    source.values,
  );
  const refused = await connection.number('SELECT count(*) FROM refused');
  if (refused > 0) await keepLines(connection, file, tools);
  await connection.run('DROP TABLE refused');
  return { refused, ignored };
}
