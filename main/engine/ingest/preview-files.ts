/** What files hold, out of a sample of them, before they are loaded. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError, type FileLayout, type FilesPreview } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { chooseFiles, type ChosenFile } from './choose-files.js';
import type { Connect } from './inspect-files.js';
import { fields, type Field } from './layout.js';
import { sum } from './load-files.js';
import type { LoadTools } from './load-tools.js';
import type { PreparedFile } from './prepare-csv.js';
import { prepareFile } from './prepare-file.js';
import { openParquet } from './prepare-parquet.js';
import { sampleText } from './preview-text.js';
import { selectSoundRows } from './row-checks.js';
import type { Source } from './sources.js';

export interface PreviewTools {
  readonly connect: Connect;
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  readonly layouts: readonly FileLayout[];
  /** Answers from the relation `events` of the connection. */
  readonly answerSample: LoadTools['answerEarly'];
  readonly signal: AbortSignal;
}

/** About 60,000 rows; what has less is read whole. */
const wantedBytes = 2 ** 23;
const readingMs = 500;
/** Of Parquet so many rows in pieces, few of them: what a piece lies in is unpacked with it. */
const wantedRows = 60_000;
const pieceRows = 512;

interface Sampled {
  readonly bytes: number;
  readonly isOfBeginning: boolean;
  readonly absentFields: readonly Field[];
}

/** The columns of a dataset's events: ids and sessions are not numbered, as nothing that is asked of a sample counts them. */
const sampledEvents = `CREATE TEMP TABLE events (event_no BIGINT, event_time TIMESTAMP, event_type VARCHAR,
  product_id BIGINT, category_id BIGINT, category_code VARCHAR, brand VARCHAR, price DECIMAL(18,4), user_id BIGINT,
  session_key BIGINT)`;

async function addRows(connection: Connection, source: Source): Promise<void> {
  await connection.run(
    `INSERT INTO events SELECT NULL, event_time, event_type, NULL, NULL, category_code, brand, price, NULL, NULL
    FROM (${selectSoundRows(source, 0)})`,
    source.values,
  );
}

type KnownParquet = ChosenFile & Pick<PreparedFile, 'records'>;

async function sampleParquet(connection: Connection, file: KnownParquet, share: number): Promise<Sampled> {
  const { records, contentBytes } = file;
  const pieces = { rows: pieceRows, step: Math.floor(pieceRows / share) };
  const { source, absentFields } = await openParquet(connection, file, pieces);
  await addRows(connection, source);
  const rows = Math.floor(records / pieces.step) * pieceRows + Math.min(records % pieces.step, pieceRows);
  return { bytes: records === 0 ? 0 : (rows / records) * contentBytes, isOfBeginning: false, absentFields };
}

/** Files of one form are read as one: what DuckDB does for each is more than the rows are. */
async function sampleTexts(
  connection: Connection,
  files: readonly ChosenFile[],
  share: number,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<readonly Sampled[]> {
  const [first] = files;
  if (first === undefined) return [];
  const until = performance.now() + readingMs;
  const samples = [];
  for (const file of files) {
    signal.throwIfAborted();
    samples.push(await sampleText(file, share, until));
  }
  const path = join(folder, 'sample');
  await writeFile(path, Buffer.concat(samples.map(({ text }) => text)));
  const kind = first.layout.format === 'ndjson' ? 'ndjson' : 'csv';
  const whole = { ...first, path, kind, hasHeader: false, layout: { ...first.layout, encoding: 'utf-8' } } as const;
  const { source, absentFields } = await prepareFile(whole, 'clean.csv', connection, {
    folder,
    signal,
    onBytes: () => undefined,
    keepRejects: async () => undefined,
  });
  await addRows(connection, source);
  return samples.map(({ bytes, isOfBeginning }) => ({ bytes, isOfBeginning, absentFields }));
}

/** Files whose records are written alike, whatever they are packed in. */
function groupByForm(files: readonly ChosenFile[]): readonly (readonly ChosenFile[])[] {
  const groups = new Map<string, ChosenFile[]>();
  for (const file of files) {
    const { layout, fieldColumns, columns } = file;
    const form = JSON.stringify([{ ...layout, encoding: null }, fieldColumns, columns.length]);
    groups.set(form, [...(groups.get(form) ?? []), file]);
  }
  return [...groups.values()];
}

/**
 * Answers the first questions from a sample, as a load would read it: through `layout`, or each file through the one that
 * it is recognised by. Throws EngineError `not_found`, `bad_input` where a file cannot be loaded or its sample has no
 * sound row, `cancelled`.
 */
export async function previewFiles(
  paths: readonly string[],
  layout: FileLayout | undefined,
  { connect, withTemporaryFolder, layouts, answerSample, signal }: PreviewTools,
): Promise<FilesPreview> {
  const files = await chooseFiles(paths, connect, { layout, shipped: layouts });
  const texts = files.filter(({ kind }) => kind !== 'parquet');
  return connect(async (connection) => {
    await connection.run(sampledEvents);
    const parquet: KnownParquet[] = [];
    for (const file of files.filter(({ kind }) => kind === 'parquet'))
      parquet.push({ ...file, records: (await openParquet(connection, file)).records });
    const share = Math.min(
      1,
      wantedBytes / sum(texts.map(({ contentBytes }) => contentBytes)),
      wantedRows / sum(parquet.map(({ records }) => records)),
    );
    const sampled: Sampled[] = [];
    for (const group of groupByForm(texts))
      sampled.push(
        ...(await withTemporaryFolder((folder) => sampleTexts(connection, group, share, { folder, signal }))),
      );
    for (const file of parquet) sampled.push(await sampleParquet(connection, file, share));
    const absentFields = fields.filter((field) => sampled.every((part) => part.absentFields.includes(field)));
    const early = await answerSample(connection, { name: '', rowsRejected: 0, absentFields, sessionGapMinutes: null });
    if (early.rows === 0) throw new EngineError('bad_input', 'No row of the sample can be loaded.');
    const bytes = sum(files.map(({ contentBytes }) => contentBytes));
    return {
      ...early,
      share: bytes === 0 ? 1 : Math.min(1, sum(sampled.map((part) => part.bytes)) / bytes),
      isOfBeginnings: sampled.some(({ isOfBeginning }) => isOfBeginning),
    };
  });
}
