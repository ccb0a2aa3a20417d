/** A chosen file on its way to DuckDB, by what it is; and the reader that finds its records again. */
import type { Connection } from '../database.js';
import type { ChosenFile } from './choose-files.js';
import { JsonLineScanner } from './json-lines.js';
import { prepareCsv, type PreparedFile, type PrepareTools } from './prepare-csv.js';
import { prepareNdjson } from './prepare-ndjson.js';
import { prepareParquet } from './prepare-parquet.js';
import { RecordScanner } from './scan-records.js';

type PreparableFile = Pick<ChosenFile, 'path' | 'kind' | 'layout' | 'hasHeader' | 'columns' | 'fieldColumns'>;

/**
 * Scans a file, hands out its rejects of a wrong shape, and returns the source of the others. `copyName` names the clean
 * copy in the tools' folder. Throws EngineError `bad_input`, `no_space`; rejects with the signal's reason when aborted.
 */
export async function prepareFile(
  file: PreparableFile,
  copyName: string,
  connection: Connection,
  tools: PrepareTools,
): Promise<PreparedFile> {
  if (file.kind === 'parquet') return prepareParquet(connection, file, tools);
  if (file.layout.format === 'ndjson') return prepareNdjson(file, copyName, tools);
  return prepareCsv({ ...file, columnCount: file.columns.length }, copyName, tools);
}

export interface RecordReader {
  push(text: Buffer): void;
  /** Bytes that have been pushed and belong to a record whose end has not been seen. */
  readonly pendingBytes: number;
  end(): unknown;
}

/**
 * Reads the text of a CSV or NDJSON file (see `readText`) and hands out the records that {@link prepareFile} counted, in
 * the same order, each with its 1-based line; bytes are valid during the call only.
 */
export function openRecords(
  file: Pick<ChosenFile, 'layout' | 'hasHeader' | 'columns'>,
  onRecord: (record: Buffer, line: number) => void,
): RecordReader {
  if (file.layout.format === 'ndjson') return new JsonLineScanner({ onRecord });
  const options = { expectedFields: file.columns.length, hasHeader: file.hasHeader, signs: file.layout };
  return new RecordScanner(options, { onRecord });
}
