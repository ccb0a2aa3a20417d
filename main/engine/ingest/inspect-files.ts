/** What is in files before they are loaded: kind, columns, the first rows, and what is wrong. */
import { stat } from 'node:fs/promises';
import { EngineError, type FileInspection } from '../../../preload/contract.js';
import { quoteIdentifier, type Connection } from '../database.js';
import { expandPaths } from './expand-paths.js';
import { findTextFault, readFirstBytes, tellKind, type FileKind } from './file-kind.js';
import { decideLayout, mapNamedColumns, type Layout } from './layout.js';
import { readHead } from './open-bytes.js';
import { nameFiles } from './name-files.js';
import { literalPath } from './sources.js';
import { splitRecord } from './record-text.js';
import { RecordScanner } from './scan-records.js';

const headBytes = 2 ** 18;
const previewRows = 100;
const emptyLayout: Layout = { hasHeader: false, columns: [], missingFields: [], problem: null };

/** Runs SQL on a connection of its own. */
export type Connect = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

interface Content {
  readonly layout: Layout;
  readonly preview: FileInspection['preview'];
}

function readRecords(head: Buffer, isWhole: boolean): string[][] {
  const records: string[][] = [];
  const scanner = new RecordScanner(
    { expectedFields: null, hasHeader: false },
    { onRecord: (record) => void (records.length <= previewRows && records.push(splitRecord(record))) },
  );
  scanner.push(head);
  if (isWhole) scanner.end();
  return records;
}

async function inspectCsv(path: string, kind: FileKind): Promise<Content> {
  const { head, isWhole } = await readHead(path, kind, headBytes);
  const fault = findTextFault(head);
  if (fault !== null) throw new EngineError('bad_input', fault, { file: path });
  const [first, ...others] = readRecords(head, isWhole);
  if (first === undefined) throw new EngineError('bad_input', 'The file holds no rows.', { file: path });
  const layout = decideLayout(first);
  const rows = layout.hasHeader ? others : [first, ...others];
  const preview = rows.slice(0, previewRows).map((row) => layout.columns.map((_, at) => row[at] || null));
  return { layout, preview };
}

async function inspectParquet(path: string, connect: Connect): Promise<Content> {
  return connect(async (connection) => {
    const columns = await connection.rows('SELECT column_name AS name FROM (DESCRIBE FROM read_parquet(?))', [
      literalPath(path),
    ]);
    const names = columns.map((column) => String(column.name));
    const texts = names.map((name) => `CAST(${quoteIdentifier(name)} AS VARCHAR)`).join(', ');
    const rows = await connection.rows(`SELECT [${texts}] AS texts FROM read_parquet(?) LIMIT ${previewRows}`, [
      literalPath(path),
    ]);
    return { layout: mapNamedColumns(names), preview: rows.map((row) => row.texts as (string | null)[]) };
  });
}

type Naming = Pick<FileInspection, 'path' | 'name' | 'timesNamed'>;

async function inspectFile(naming: Naming, connect: Connect): Promise<FileInspection> {
  const { path } = naming;
  const { size: sizeBytes } = await stat(path);
  const kind = tellKind(await readFirstBytes(path, 4));
  const describe = ({ layout, preview }: Content, problem: string | null): FileInspection => ({
    ...naming,
    kind,
    sizeBytes,
    hasHeader: layout.hasHeader,
    columns: layout.columns,
    missingFields: layout.missingFields,
    layout: null,
    layoutFrom: null,
    preview,
    problem,
  });
  try {
    const content = kind === 'parquet' ? await inspectParquet(path, connect) : await inspectCsv(path, kind);
    return describe(content, content.layout.problem);
  } catch (error) {
    const { message, details, code } = EngineError.from(error);
    if (code === 'cancelled') throw error;
    const problem = details.wayOut === undefined ? message : `${message} ${details.wayOut}`;
    return describe({ layout: emptyLayout, preview: [] }, problem);
  }
}

/**
 * Looks at files and folders without loading them. What is wrong with a file is its `problem`; throws EngineError
 * `not_found` for a path that is not there and `bad_input` for a folder without files.
 */
export async function inspectFiles(paths: readonly string[], connect: Connect): Promise<readonly FileInspection[]> {
  const timesNamed = await expandPaths(paths);
  const names = nameFiles([...timesNamed.keys()]);
  const inspections: FileInspection[] = [];
  for (const [path, times] of timesNamed) {
    const name = names[inspections.length] ?? path;
    inspections.push(await inspectFile({ path, name, timesNamed: times }, connect));
  }
  return inspections;
}
