/**
 * Answers that are kept beside a dataset's version, so that what screens open with is there at once: those to questions
 * about the whole data, in UTC and without filters. One is found by a hash of the texts that it is composed of, of their
 * values and of what is made of them: another version of the dataset or of a query never gets it.
 */
import { createHash } from 'node:crypto';
import type { Column, DatasetInfo, ReportQuestion, Table } from '../../../preload/contract.js';
import { Database, type Connection } from '../database.js';
import type { QueryFiles, ReportFile } from '../query-files.js';
import { resolveQuestion } from './question-values.js';
import type { Answered, RunOnDataset } from './run-report.js';

/** A longer answer is worked out each time. */
const maximumRows = 20_000;

interface KeptNeeds {
  readonly files: QueryFiles;
  readonly withDataset: <T>(
    name: string,
    options: { signal: AbortSignal },
    work: (connection: Connection) => Promise<T>,
  ) => Promise<T>;
  /** A document of the dataset's version; what `make` gives is kept unless it is undefined. */
  readonly makeDocument: (
    name: string,
    document: string,
    options: { signal: AbortSignal },
    make: (connection: Connection) => Promise<unknown>,
  ) => Promise<unknown>;
}

/** Numbers as the bytes of their doubles in base64: exactly as they were, NaN included. */
type KeptColumn = Omit<Column, 'values'> &
  ({ readonly texts: readonly (string | null)[] } | { readonly doubles: string });

interface KeptAnswer extends Omit<Answered, 'table' | 'kept'> {
  readonly rowCount: number;
  readonly columns: readonly KeptColumn[];
  readonly kept: NonNullable<Answered['kept']>;
}

function packColumn({ values, ...meta }: Column): KeptColumn {
  if (!(values instanceof Float64Array)) return { ...meta, texts: values };
  return { ...meta, doubles: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64') };
}

function unpackColumn(column: KeptColumn): Column {
  if ('texts' in column) {
    const { texts, ...meta } = column;
    return { ...meta, values: texts } as Column;
  }
  const { doubles, ...meta } = column;
  const bytes = Uint8Array.from(Buffer.from(doubles, 'base64')); // a copy that begins where doubles may
  return { ...meta, values: new Float64Array(bytes.buffer) } as Column;
}

function pack({ table, ...answered }: Answered, kept: KeptAnswer['kept']): KeptAnswer {
  return { ...answered, rowCount: table.rowCount, columns: table.columns.map(packColumn), kept };
}

function unpack({ rowCount, columns, ...answered }: KeptAnswer): Answered {
  const table: Table = { rowCount, columns: columns.map(unpackColumn) };
  return { ...answered, table };
}

/** Of own parameters any choice is kept; of numbers only the default and the least, as there are too many others. */
function isKept(report: ReportFile, { own = {}, ...question }: ReportQuestion): boolean {
  const { from, to, category, brand, tz = 'UTC', excludeFlagged = false } = question;
  if ([from, to, category, brand].some((filter) => filter !== undefined) || tz !== 'UTC' || excludeFlagged)
    return false;
  return report.parameters.every(({ name, type, default: usual, min }) => {
    const value = String(own[name] ?? usual);
    return type === 'choice' || value === String(usual) || value === String(min);
  });
}

/** First and last day in UTC. */
const daysOf = ({ from, to }: Pick<DatasetInfo, 'from' | 'to'>) =>
  from === null || to === null ? null : { first: from.slice(0, 10), last: to.slice(0, 10) };

/** Runs a question on its dataset, or gives the answer that was kept of it. Throws what `work` throws. */
export function createKeptAnswers({ files, withDataset, makeDocument }: KeptNeeds): RunOnDataset {
  const models = [...files.models.values()].map(({ name, sql }) => [name, sql]);
  const keyOf = (report: ReportFile, values: Answered['values']) =>
    createHash('sha256')
      .update(JSON.stringify([Database.version, files.prelude, models, report, values]))
      .digest('hex')
      .slice(0, 32);

  return async ({ question, report, dataset }, options, work) => {
    if (!isKept(report, question)) return withDataset(dataset.name, options, work);
    const { values } = await resolveQuestion(report, question, async () => daysOf(dataset));
    const key = keyOf(report, values);
    let fresh: Answered | null = null;
    const make = async (connection: Connection) => {
      const startedAt = performance.now();
      const answered = await work(connection);
      fresh = answered;
      // The dataset may have got another version since the question was resolved.
      if (answered.table.rowCount > maximumRows || keyOf(report, answered.values) !== key) return undefined;
      return pack(answered, { at: new Date().toISOString(), elapsedMs: performance.now() - startedAt });
    };
    const document = await makeDocument(dataset.name, `answer-${report.id}-${key}`, options, make);
    return fresh ?? unpack(document as KeptAnswer);
  };
}
