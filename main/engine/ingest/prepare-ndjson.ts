/** Makes NDJSON ready for DuckDB: a CSV copy of the nine fields of every line that is an object; the others are rejects. */
import { join } from 'node:path';
import type { FileLayout } from '../../../preload/contract.js';
import type { FileKind } from './file-kind.js';
import { JsonFields } from './json-fields.js';
import { JsonLineScanner } from './json-lines.js';
import { fields, nineColumns } from './layout.js';
import type { PreparedFile, PrepareTools } from './prepare-csv.js';
import { joinRecord, usualSigns } from './record-text.js';
import type { BadRecord } from './scan-records.js';
import { csvSource } from './sources.js';
import { sweepText } from './sweep-text.js';

export interface NdjsonFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly layout: FileLayout;
}

/** Throws EngineError `bad_input` for a damaged archive, `no_space`; rejects with the signal's reason when aborted. */
export async function prepareNdjson(file: NdjsonFile, copyName: string, tools: PrepareTools): Promise<PreparedFile> {
  const copy = join(tools.folder, copyName);
  const wanted = new JsonFields(file.layout.columns);
  const isThere = fields.map(() => false);
  let hasNewlines = false;
  const rejects: BadRecord[] = [];
  const rows: string[] = [];
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
  const { summary, sha256 } = await sweepText(file, copy, tools, {
    scanner,
    takeRejects: () => rejects.splice(0),
    takeClean: () => rows.splice(0).join(''),
  });
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
    ...summary,
    source: csvSource(shape, file.layout),
    sha256,
    copy,
    absentFields: fields.filter((_, at) => isThere[at] !== true),
  };
}
