/**
 * Makes a CSV ready for DuckDB: every record is looked at, those of a wrong shape become rejects, and where DuckDB might
 * see other records than we did (or the file is packed) it gets a clean copy of the sound ones to read.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { toFileError, type FileKind } from './file-kind.js';
import type { FieldColumns } from './layout.js';
import { readCsvBytes } from './open-bytes.js';
import { RecordScanner, type BadRecord, type RecordVisitor, type ScanSummary } from './scan-records.js';
import { csvSource, type Source } from './sources.js';

export interface CsvFile {
  readonly path: string;
  readonly kind: FileKind;
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
}

export interface PrepareTools {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number, records?: number) => void;
  readonly keepRejects: (rejects: readonly BadRecord[]) => Promise<void>;
}

interface Sweep {
  readonly summary: ScanSummary;
  readonly sha256: string;
}

/** Reads the file once: hash, rejects, and the clean copy where `copy` names one. */
async function sweep(file: CsvFile, copy: string | null, tools: PrepareTools): Promise<Sweep> {
  const hash = createHash('sha256');
  let rejects: BadRecord[] = [];
  let clean: Buffer[] = [];
  let bytes = 0;
  const output = copy === null ? null : await open(copy, 'w');
  try {
    const visitor: RecordVisitor = { onReject: (reject) => void rejects.push(reject) };
    if (output !== null) visitor.onCleanBytes = (part) => void clean.push(Buffer.from(part));
    const scanner = new RecordScanner({ expectedFields: file.columnCount, hasHeader: file.hasHeader }, visitor);
    const keepAll = async () => {
      if (rejects.length > 0) await tools.keepRejects(rejects);
      if (output !== null && clean.length > 0) await output.appendFile(Buffer.concat(clean));
      rejects = [];
      clean = [];
    };
    for await (const chunk of readCsvBytes(file.path, file.kind)) {
      tools.signal.throwIfAborted();
      hash.update(chunk);
      scanner.push(chunk);
      bytes += chunk.length;
      tools.onBytes(bytes, scanner.recordCount);
      await keepAll();
    }
    const summary = scanner.end();
    await keepAll();
    return { summary, sha256: hash.digest('hex') };
  } catch (error) {
    throw toFileError(error, copy ?? file.path);
  } finally {
    await output?.close();
  }
}

/** Throws EngineError `bad_input` for a damaged archive, `no_space`; rejects with the signal's reason when aborted. */
export async function prepareCsv(file: CsvFile, copyName: string, tools: PrepareTools): Promise<PreparedFile> {
  const copyPath = join(tools.folder, copyName);
  const isPacked = file.kind !== 'csv';
  const first = await sweep(file, isPacked ? copyPath : null, tools);
  const { summary, sha256 } = first;
  const needsCopy = isPacked || !summary.isPlain;
  if (needsCopy && !isPacked) await sweep(file, copyPath, { ...tools, keepRejects: async () => undefined });
  return {
    source: csvSource({
      ...summary,
      path: needsCopy ? copyPath : file.path,
      hasHeader: file.hasHeader && !needsCopy,
      hasQuotedFields: summary.hasQuotedFields || (needsCopy && summary.hasLiteralQuotes),
      columnCount: file.columnCount,
      fieldColumns: file.fieldColumns,
    }),
    records: summary.records,
    rejected: summary.rejected,
    sha256,
    copy: needsCopy ? copyPath : null,
  };
}
