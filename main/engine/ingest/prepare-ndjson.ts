/** Makes NDJSON ready for DuckDB: a CSV copy of the nine fields of every line that is an object; the others are rejects. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileLayout } from '../../../preload/contract.js';
import { toFileError, type FileKind } from './file-kind.js';
import { JsonFields } from './json-fields.js';
import { JsonLineScanner } from './json-lines.js';
import { fields, nineColumns } from './layout.js';
import type { PreparedFile, PrepareTools } from './prepare-csv.js';
import { readText } from './read-text.js';
import { joinRecord, usualSigns } from './record-text.js';
import type { BadRecord } from './scan-records.js';
import { csvSource } from './sources.js';

export interface NdjsonFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly layout: FileLayout;
}

/** Throws EngineError `bad_input` for a damaged archive, `no_space`; rejects with the signal's reason when aborted. */
export async function prepareNdjson(file: NdjsonFile, copyName: string, tools: PrepareTools): Promise<PreparedFile> {
  const copy = join(tools.folder, copyName);
  const hash = createHash('sha256');
  const wanted = new JsonFields(file.layout.columns);
  const isThere = fields.map(() => false);
  let hasNewlines = false;
  let rejects: BadRecord[] = [];
  let rows: string[] = [];
  let read = 0;
  const scanner = new JsonLineScanner({
    onReject: (reject) => void rejects.push(reject),
    onObject(object) {
      const texts = wanted.pick(object);
      for (const [at, text] of texts.entries()) {
        if (text === null) continue;
        isThere[at] = true;
        hasNewlines ||= /[\r\n]/.test(text);
      }
      rows.push(`${joinRecord(texts.map((text) => text ?? ''))}\n`);
    },
  });
  const output = await open(copy, 'w');
  const keepAll = async () => {
    if (rejects.length > 0) await tools.keepRejects(rejects);
    if (rows.length > 0) await output.appendFile(rows.join(''));
    rejects = [];
    rows = [];
  };
  try {
    for await (const { bytes, text } of readText(file)) {
      tools.signal.throwIfAborted();
      hash.update(bytes);
      scanner.push(text);
      read += bytes.length;
      tools.onBytes(read, scanner.recordCount);
      await keepAll();
    }
    const counts = scanner.end();
    await keepAll();
    const shape = {
      path: copy,
      columnCount: fields.length,
      fieldColumns: nineColumns,
      hasHeader: false,
      newline: '\n',
      hasQuotedFields: true,
      hasQuotedNewlines: hasNewlines,
      signs: usualSigns,
    } as const;
    return {
      ...counts,
      source: csvSource(shape, file.layout),
      sha256: hash.digest('hex'),
      copy,
      absentFields: fields.filter((_, at) => isThere[at] !== true),
    };
  } catch (error) {
    throw toFileError(error, copy);
  } finally {
    await output.close();
  }
}
