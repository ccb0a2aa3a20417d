/**
 * Makes a CSV ready for DuckDB: every record is looked at, those of a wrong shape become rejects, and where DuckDB might
 * see other records than we did (or the file is packed, or in another encoding) it gets a clean copy of the sound ones.
 */
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileLayout } from '../../../preload/contract.js';
import { toFileError, type FileKind } from './file-kind.js';
import { fields, type Field, type FieldColumns } from './layout.js';
import { readCsvBytes } from './open-bytes.js';
import { RecordScanner, type BadRecord, type RecordVisitor, type ScanSummary } from './scan-records.js';
import { csvSource, type Source } from './sources.js';
import { sweepText, type Swept } from './sweep-text.js';
import { beginsUsual, scanUsual, type ThreadTools, type UsualScan } from './usual/scan-usual.js';

export interface CsvFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly layout: FileLayout;
  readonly hasHeader: boolean;
  readonly columnCount: number;
  readonly fieldColumns: FieldColumns;
}

export interface PreparedFile {
  readonly source: Source;
  /** Records of the right shape, as we counted them. */
  readonly records: number;
  /** Records of a wrong shape. */
  readonly rejected: number;
  /** Of the uncompressed content. */
  readonly sha256: string | null;
  /** The clean copy, for the caller to delete once it is read; null where DuckDB reads the file itself. */
  readonly copy: string | null;
  /** Fields that the file has no column for (NDJSON: that no line has). */
  readonly absentFields: readonly Field[];
  /** What a file holds all of whose rows are written the usual way; left out for any other. */
  readonly usual?: UsualScan;
}

export interface PrepareTools {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number, records?: number) => void;
  readonly keepRejects: (rejects: readonly BadRecord[]) => Promise<void>;
  /** Nobody waits for the hash of a usual file: it is null at first. */
  readonly hashesLater?: boolean;
  /** Left out, no file is read as a usual one. */
  readonly scanThreads?: ThreadTools;
}

/** Reads the file once: hash, rejects, and the clean copy where `copy` names one. */
function sweep(file: CsvFile, copy: string | null, tools: PrepareTools): Promise<Swept<ScanSummary>> {
  const rejects: BadRecord[] = [];
  const clean: Buffer[] = [];
  const visitor: RecordVisitor = { onReject: (reject) => void rejects.push(reject) };
  if (copy !== null) visitor.onCleanBytes = (part) => void clean.push(Buffer.from(part));
  const { columnCount: expectedFields, hasHeader, layout: signs } = file;
  return sweepText(file, copy, tools, {
    scanner: new RecordScanner({ expectedFields, hasHeader, signs }, visitor),
    takeRejects: () => rejects.splice(0),
    takeClean: () => Buffer.concat(clean.splice(0)),
  });
}

/** The reject that a short row is, as {@link RecordScanner} tells it. */
function describeShort({ hasHeader, columnCount, layout }: CsvFile, usual: UsualScan, at: number): BadRecord {
  const { before, text } = usual.shortRows[at] ?? { before: NaN, text: '' };
  const isCut = !usual.isEnded && before === usual.rows + usual.shortRows.length - 1;
  const rejects: BadRecord[] = [];
  const options = { expectedFields: columnCount, hasHeader: false, signs: layout };
  const scanner = new RecordScanner(options, { onReject: (reject) => void rejects.push(reject) });
  scanner.push(Buffer.from(isCut ? text : `${text}\n`));
  scanner.end();
  return { reason: '', text, ...rejects[0], line: before + (hasHeader ? 2 : 1) };
}

/** A packed file of usual rows, unpacked to `copy`; null where its first rows are not usual. */
async function unpackUsual(file: CsvFile, copy: string, { signal, onBytes }: PrepareTools): Promise<CsvFile | null> {
  if (!(await beginsUsual(file))) return null;
  const output = await open(copy, 'w');
  try {
    let read = 0;
    for await (const bytes of readCsvBytes(file.path, file.kind)) {
      signal.throwIfAborted();
      await output.appendFile(bytes);
      read += bytes.length;
      onBytes(read / 2);
    }
  } catch (error) {
    throw toFileError(error, copy);
  } finally {
    await output.close();
  }
  return { ...file, path: copy, kind: 'csv' };
}

/** Null where the file is to be read in the general way. */
async function prepareUsual(
  file: CsvFile,
  copyPath: string,
  tools: PrepareTools,
  threads: ThreadTools,
): Promise<PreparedFile | null> {
  const isPacked = file.kind !== 'csv';
  const plain = isPacked ? await unpackUsual(file, copyPath, tools) : file;
  if (plain === null) return null;
  const bytesBefore = isPacked ? (await stat(copyPath)).size : 0;
  const onBytes: PrepareTools['onBytes'] = (bytes, rows) =>
    tools.onBytes(isPacked ? (bytesBefore + bytes) / 2 : bytes, rows);
  const usual = await scanUsual(plain, copyPath, { ...tools, onBytes }, threads);
  if (usual === null) {
    if (isPacked) await rm(copyPath);
    return null;
  }
  await tools.keepRejects(usual.shortRows.map((_, at) => describeShort(file, usual, at)));
  const sha256 = tools.hashesLater === true ? null : await usual.sha256;
  return { ...describeUsual(plain, usual, sha256), copy: isPacked ? copyPath : null };
}

function describeUsual(file: CsvFile, usual: UsualScan, sha256: string | null): PreparedFile {
  const shape = { newline: '\n', hasQuotedFields: false, hasQuotedNewlines: false, signs: file.layout } as const;
  return {
    source: csvSource({ ...file, ...shape }, file.layout),
    records: usual.rows,
    rejected: usual.shortRows.length,
    sha256,
    copy: null,
    absentFields: [],
    usual,
  };
}

/** Throws EngineError `bad_input` for a damaged archive, `no_space`; rejects with the signal's reason when aborted. */
export async function prepareCsv(file: CsvFile, copyName: string, tools: PrepareTools): Promise<PreparedFile> {
  const copyPath = join(tools.folder, copyName);
  const { scanThreads } = tools;
  const usual = scanThreads === undefined ? null : await prepareUsual(file, copyPath, tools, scanThreads);
  if (usual !== null) return usual;
  const isPacked = file.kind !== 'csv' || file.layout.encoding !== 'utf-8';
  const first = await sweep(file, isPacked ? copyPath : null, tools);
  const { summary, sha256 } = first;
  const needsCopy = isPacked || !summary.isPlain;
  if (needsCopy && !isPacked) await sweep(file, copyPath, { ...tools, keepRejects: async () => undefined });
  const shape = {
    ...summary,
    path: needsCopy ? copyPath : file.path,
    hasHeader: file.hasHeader && !needsCopy,
    hasQuotedFields: summary.hasQuotedFields || (needsCopy && summary.hasLiteralQuotes),
    columnCount: file.columnCount,
    fieldColumns: file.fieldColumns,
    signs: file.layout,
  };
  return {
    source: csvSource(shape, file.layout),
    records: summary.records,
    rejected: summary.rejected,
    sha256,
    copy: needsCopy ? copyPath : null,
    absentFields: fields.filter((field) => file.fieldColumns[field] === null),
  };
}
