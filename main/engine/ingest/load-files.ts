/** The files of a load on their way into the database: checked, stored, and what is refused found again. */
import { rm } from 'node:fs/promises';
import { EngineError, type DatasetFile } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Job } from '../serve.js';
import { orderByFirstEvent, type ChosenFile } from './choose-files.js';
import type { LoadProgress } from './load-progress.js';
import { keepRefusedRows } from './locate-refused.js';
import { prepareCsv, type PreparedFile, type PrepareTools } from './prepare-csv.js';
import { prepareParquet } from './prepare-parquet.js';
import { keepRejects } from './rejects.js';
import type { ColumnTypes } from './row-checks.js';
import { createStoredEvents, createWords, gatherWords, requireEqualCounts, storeSource } from './store-events.js';

export type LoadedFile = ChosenFile & PreparedFile;

/** What the steps of one load share. */
export interface Load {
  readonly connection: Connection;
  readonly folder: string;
  readonly job: Job;
  readonly progress: LoadProgress;
  /** What the summary tells beside its numbers. */
  readonly notes: string[];
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function prepareTools(load: Load, file: ChosenFile, onBytes: PrepareTools['onBytes']): PrepareTools {
  const { connection, folder, job } = load;
  return {
    folder,
    signal: job.signal,
    onBytes,
    keepRejects: (rejects) => keepRejects(connection, file.number, file.name, rejects),
  };
}

/** Scans the files and keeps the rejects of a wrong shape. Throws EngineError `bad_input` where there are no rows. */
export async function prepareFiles(load: Load, files: readonly ChosenFile[]): Promise<readonly LoadedFile[]> {
  const { connection, progress } = load;
  const bytes = sum(files.map((file) => file.contentBytes));
  progress.enter('Checking the files', { unit: 'bytes', total: bytes, bytes });
  const prepared: LoadedFile[] = [];
  for (const file of files) {
    const bytesBefore = sum(prepared.map((other) => other.contentBytes));
    const rowsBefore = sum(prepared.map((other) => other.records));
    const tools = prepareTools(load, file, (done, records = 0) =>
      progress.update(bytesBefore + done, rowsBefore + records),
    );
    const ready =
      file.kind === 'parquet'
        ? await prepareParquet(connection, file, tools)
        : await prepareCsv({ ...file, columnCount: file.columns.length }, `${file.number}.csv`, tools);
    prepared.push({ ...file, ...ready });
  }
  if (sum(prepared.map((file) => file.records + file.rejected)) === 0)
    throw new EngineError('bad_input', 'The files hold no rows.', { wayOut: 'Choose other files.' });
  return prepared;
}

/** Fills `stored_events` and `found_rejects`. Throws EngineError `mismatch` where our count and DuckDB's differ. */
export async function storeFiles(load: Load, files: readonly LoadedFile[]): Promise<void> {
  const { connection, progress } = load;
  const rows = sum(files.map((file) => file.records));
  const bytes = sum(files.map((file) => file.contentBytes));

  progress.enter('Finding brands and categories', { unit: 'rows', total: rows, bytes });
  await createWords(connection);
  let done = 0;
  for (const file of files) {
    const read = await gatherWords(connection, file.source, (part) =>
      progress.update(done + part * file.records, done + part * file.records),
    );
    requireEqualCounts(file.name, 'were read', file.records, read);
    done += file.records;
  }
  const types = await createStoredEvents(connection);

  progress.enter('Loading', { unit: 'rows', total: rows, bytes });
  const incomplete: Incomplete[] = [];
  done = 0;
  for (const file of orderByFirstEvent(files)) {
    const stored = await storeSource(connection, file.source, types, file.number, (part) =>
      progress.update(done + part * file.records, done + part * file.records),
    );
    if (stored < file.records) incomplete.push({ file, stored });
    else if (file.copy !== null) await rm(file.copy);
    done += file.records;
  }
  await findRefusedRows(load, incomplete, types);
}

interface Incomplete {
  readonly file: LoadedFile;
  readonly stored: number;
}

async function findRefusedRows(load: Load, incomplete: readonly Incomplete[], types: ColumnTypes): Promise<void> {
  if (incomplete.length === 0) return;
  const { connection, progress } = load;
  const bytes = sum(incomplete.map(({ file }) => file.contentBytes));
  progress.enter('Finding the rejected rows', { unit: 'bytes', total: bytes, bytes });
  let done = 0;
  for (const { file, stored } of incomplete) {
    const tools = prepareTools(load, file, (part, rows) => progress.update(done + part, rows));
    const refused = await keepRefusedRows(connection, file, types, tools);
    requireEqualCounts(file.name, 'were loaded or rejected', file.records, stored + refused);
    if (file.copy !== null) await rm(file.copy);
    done += file.contentBytes;
  }
}

/** The counts of each file, as they stand in the database. */
export async function describeFiles(
  connection: Connection,
  files: readonly LoadedFile[],
): Promise<readonly DatasetFile[]> {
  const rows = await connection.rows('SELECT file_no, count(*) AS loaded FROM stored_events GROUP BY file_no');
  const rejects = await connection.rows('SELECT file_no, count(*) AS rejected FROM found_rejects GROUP BY file_no');
  return files.map(({ number, name, sizeBytes, sha256, records, rejected }) => ({
    name,
    bytes: sizeBytes,
    sha256,
    rowsRead: records + rejected,
    rowsLoaded: Number(rows.find((row) => Number(row.file_no) === number)?.loaded ?? 0),
    rowsRejected: Number(rejects.find((row) => Number(row.file_no) === number)?.rejected ?? 0),
  }));
}
