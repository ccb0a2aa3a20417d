/** The beginning of a file read through a layout, by the same steps as a load. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileLayout, TriedLayout } from '../../../preload/contract.js';
import type { BoundValue, Connection } from '../database.js';
import type { ChosenFile } from './choose-files.js';
import { lookIntoFiles, type Connect } from './inspect-files.js';
import { fields } from './layout.js';
import { readHead } from './open-bytes.js';
import { openRecords, prepareFile } from './prepare-file.js';
import { profileSample } from './profile.js';
import { decodeBytes } from './read-text.js';
import { selectBadRows, selectIgnoredRows, selectSoundRows } from './row-checks.js';
import type { BadRecord } from './scan-records.js';
import type { Source } from './sources.js';

const sampleBytes = 2 ** 20;
const parquetRows = 20_000;
const previewRows = 100;
const maximumReasons = 20;

export interface TryTools {
  readonly connect: Connect;
  /** Gives `work` a folder and deletes it afterwards. */
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  readonly signal: AbortSignal;
}

type LookedAt = Pick<ChosenFile, 'path' | 'kind' | 'layout' | 'hasHeader' | 'columns' | 'fieldColumns'>;

/** The rows of a sample, one way or another. */
interface SampleRows {
  readonly source: Source;
  readonly records: number;
  /** Records of a wrong shape. */
  readonly rejects: readonly BadRecord[];
  /** The 1-based line of each record, by its number − 1; empty for Parquet. */
  readonly lines: readonly number[];
  readonly isWhole: boolean;
}

/** Reads the head of a text file into a file of its own that ends with a whole record. */
async function sampleText(
  file: LookedAt,
  connection: Connection,
  folder: string,
  signal: AbortSignal,
): Promise<SampleRows> {
  const { head, isWhole } = await readHead(file.path, file.kind, sampleBytes);
  const text = decodeBytes(head, file.layout.encoding);
  const lines: number[] = [];
  const reader = openRecords(file, (_, line) => void lines.push(line));
  reader.push(text);
  const end = isWhole ? text.length : text.length - reader.pendingBytes;
  if (isWhole) reader.end();

  const path = join(folder, 'head');
  await writeFile(path, text.subarray(0, end));
  const kind = file.layout.format === 'ndjson' ? 'ndjson' : 'csv';
  const rejects: BadRecord[] = [];
  const prepared = await prepareFile(
    { ...file, path, kind, layout: { ...file.layout, encoding: 'utf-8' } },
    'clean.csv',
    connection,
    { folder, signal, onBytes: () => undefined, keepRejects: async (found) => void rejects.push(...found) },
  );
  return { source: prepared.source, records: prepared.records, rejects, lines, isWhole };
}

async function sampleParquet(file: LookedAt, connection: Connection, tools: TryTools): Promise<SampleRows> {
  const { source, records } = await prepareFile(file, '', connection, {
    folder: '',
    signal: tools.signal,
    onBytes: () => undefined,
    keepRejects: async () => undefined,
  });
  const head = { ...source, sql: `(SELECT * FROM ${source.sql} WHERE file_row_number < ${parquetRows})` };
  const rows = Math.min(records, parquetRows);
  return { source: head, records: rows, rejects: [], lines: [], isWhole: rows === records };
}

/** A reason without the text that it shows: rows are counted by it. */
const withoutText = (reason: string) =>
  reason.startsWith('unknown event type') ? reason : reason.replace(/: “.*$/s, '');

function countReasons(reasons: readonly string[]): TriedLayout['reasons'] {
  const counts = new Map<string, number>();
  for (const reason of reasons.map(withoutText)) counts.set(reason, 1 + (counts.get(reason) ?? 0));
  return [...counts]
    .map(([reason, rows]) => ({ reason, rows }))
    .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1))
    .slice(0, maximumReasons);
}

async function countWords(connection: Connection, { sql, values }: Source): Promise<TriedLayout['words']> {
  const rows = await connection.rows(
    `SELECT event_type AS word, count(*) AS events, any_value(read_type) AS meaning FROM ${sql}
    WHERE event_type IS NOT NULL GROUP BY event_type ORDER BY events DESC, word LIMIT 200`,
    values,
  );
  return rows.map((row) => ({
    word: String(row['word']),
    rows: Number(row['events']),
    meaning: row['meaning'] as string | null,
  }));
}

const isoTime = `strftime(read_time, '%Y-%m-%dT%H:%M:%S') || CASE WHEN microsecond(read_time) % 1000000 = 0 THEN ''
  ELSE '.' || rtrim(strftime(read_time, '%f'), '0') END || 'Z'`;

/** The first rows: times and event types as they are understood, the rest as it stands. */
async function readPreview(
  connection: Connection,
  { source, rejects, lines }: SampleRows,
  reasons: ReadonlyMap<number, string>,
): Promise<TriedLayout['preview']> {
  const texts = fields.map((field) => {
    if (field === 'event_time') return `coalesce(${isoTime}, event_time)`;
    return field === 'event_type' ? 'coalesce(read_type, event_type)' : field;
  });
  const rows = await connection.rows(
    `SELECT number, [${texts.join(', ')}] AS texts FROM (SELECT *, ${source.rowNumber} AS number FROM ${source.sql})
    WHERE number <= ${previewRows} ORDER BY number`,
    source.values,
  );
  const read = rows.map((row) => {
    const number = Number(row['number']);
    const values = row['texts'] as (string | null)[];
    return { line: lines[number - 1] ?? number, values, reason: reasons.get(number) ?? null };
  });
  const broken = rejects.slice(0, previewRows).map(({ line, reason, text }) => ({
    line,
    values: fields.map((_, at) => (at === 0 ? text : null)),
    reason,
  }));
  const inOrder = [...read, ...broken].sort((a, b) => a.line - b.line);
  return inOrder.slice(0, previewRows).map(({ values, reason }) => ({ values, reason }));
}

/** The sound rows with ids as they were written. */
function writtenRows(source: Source): { readonly sql: string; readonly values: readonly BoundValue[] } {
  const id = (name: string) => `coalesce(${name}_word, CAST(${name}_id AS VARCHAR)) AS ${name}_id`;
  return {
    sql: `(SELECT event_time, event_type, ${id('product')}, ${id('category')}, category_code, brand, price, ${id('user')},
      user_session FROM (${selectSoundRows(source, 0)}))`,
    values: source.values,
  };
}

async function measure(connection: Connection, sample: SampleRows): Promise<TriedLayout> {
  const { source, records, rejects } = sample;
  const bad = await connection.rows(selectBadRows(source), source.values);
  const ignored = await connection.rows(selectIgnoredRows(source), source.values);
  const reasons = new Map<number, string>([
    ...bad.map((row) => [Number(row['row_number']), String(row['reason'])] as const),
    ...ignored.map((row) => [Number(row['row_number']), 'an event type that is ignored'] as const),
  ]);
  const written = writtenRows(source);
  return {
    rows: records + rejects.length,
    isWhole: sample.isWhole,
    rowsSound: records - bad.length - ignored.length,
    rowsRejected: bad.length + rejects.length,
    rowsIgnored: ignored.length,
    reasons: countReasons([...bad.map((row) => String(row['reason'])), ...rejects.map(({ reason }) => reason)]),
    words: await countWords(connection, source),
    preview: await readPreview(connection, sample, reasons),
    profile: await profileSample(connection, written.sql, written.values),
    problem: null,
  };
}

const nothing: Omit<TriedLayout, 'problem'> = {
  rows: 0,
  isWhole: false,
  rowsSound: 0,
  rowsRejected: 0,
  rowsIgnored: 0,
  reasons: [],
  words: [],
  preview: [],
  profile: [],
};

/**
 * Reads the first mebibyte of a file (of Parquet the first 20,000 rows) through a layout, as a load would. What keeps
 * the layout from fitting is the `problem`; throws EngineError `not_found`, `cancelled`.
 */
export async function tryLayout(path: string, layout: FileLayout, tools: TryTools): Promise<TriedLayout> {
  const [looked] = await lookIntoFiles([path], tools.connect, { layout, shipped: [] });
  if (looked === undefined) return { ...nothing, problem: 'There is no file.' };
  const { inspection, fieldColumns } = looked;
  if (inspection.problem !== null || inspection.layout === null || fieldColumns === null)
    return { ...nothing, problem: inspection.problem ?? 'The layout does not fit.' };
  const file: LookedAt = { ...inspection, layout: inspection.layout, fieldColumns };
  return tools.withTemporaryFolder((folder) =>
    tools.connect(async (connection) => {
      const sample =
        file.kind === 'parquet'
          ? await sampleParquet(file, connection, tools)
          : await sampleText(file, connection, folder, tools.signal);
      return measure(connection, sample);
    }),
  );
}
