/** The reports on an engine elsewhere: the same texts over a published lake, or over somebody else's table. */
import {
  EngineError,
  type RemoteEstimate,
  type RemoteFacts,
  type ReportQuestion,
  type ReportResult,
  type Table,
} from '../../../preload/contract.js';
import { quoteIdentifier, type Connection } from '../database.js';
import type { RemoteAnswer, RemoteQuery } from '../elsewhere.js';
import type { QueryFiles, ReportFile } from '../query-files.js';
import type { Job } from '../serve.js';
import type { FlaggedUsers } from './flag-users.js';
import { checkZone, readLocalDays, resolveQuestion, type LocalDays } from './question-values.js';
import { estimateScans, type DaysRead, type Measure, type ScanEstimate } from './remote-estimate.js';
import { createRanges, type EventRange } from './remote-range.js';
import { openSource, type RemoteSource, type SourceNeeds } from './remote-source.js';
import { composeRange, composeRemote, daysAround, planRange, planRemote, type AskedOf } from './remote-text.js';
import { findReport, nameReport } from './run-report.js';
import { shapeAnswer } from './shape-answer.js';
import { orderByIds, showIds } from './show-ids.js';
import { blankMoney, describeMissing } from './what-is-missing.js';

export interface RemoteReportsNeeds extends SourceNeeds {
  readonly files: QueryFiles;
  readonly measure: Measure;
  readonly findFlagged: (dataset: string) => Promise<FlaggedUsers>;
  /** The users, as they are written, as a relation `flagged_users`. */
  readonly writeFlaggedUsers: (
    users: ReadonlySet<string>,
    form: { readonly hasTextUsers: boolean; readonly hasWords: boolean },
  ) => string;
  /** A DuckDB connection, for zones and days. */
  readonly connect: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
}

export interface RemoteReports {
  /** Throws EngineError `not_found`, `bad_params`, `needs_approval`, `over_limit`, and what engines throw. */
  run(question: ReportQuestion, job: Job): Promise<ReportResult>;
  /** Sends no query. */
  estimate(question: ReportQuestion, signal: AbortSignal): Promise<RemoteEstimate>;
}

/** More codes than this are not named in a text: the whole dictionary is read. */
const maximumCodes = 2000;

function connectionOf({ connection, engine }: ReportQuestion): string {
  if (connection !== undefined) return connection;
  throw new EngineError('bad_params', `A question to ${engine} needs a connection.`, {
    wayOut: 'Choose one, or make one on the Lake screen.',
  });
}

/** Whose alerts flag users: asked without a dataset's name, a question goes under the connection's. */
function flaggingDataset({ dataset }: ReportQuestion, { connection, manifest }: RemoteSource): string {
  return dataset === connection.name ? (manifest?.dataset ?? dataset) : dataset;
}

/** What all queries of an answer took together; the rest is told of the last, which is the report's. */
function addFacts(answers: readonly RemoteAnswer[], main: RemoteFacts): RemoteFacts {
  const total = (read: (facts: RemoteFacts) => number | null) => {
    const known = answers.flatMap(({ facts }) => read(facts) ?? []);
    return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
  };
  return {
    ...main,
    bytesScanned: total((facts) => facts.bytesScanned),
    costUsd: total((facts) => facts.costUsd),
    totalMs: total((facts) => facts.totalMs) ?? main.totalMs,
  };
}

export function createRemoteReports(needs: RemoteReportsNeeds): RemoteReports {
  const { files, engines, measure, connect, relateEvents } = needs;
  const ranges = createRanges();

  const scan = (
    source: RemoteSource,
    scans: Parameters<typeof estimateScans>[1],
    days: DaysRead,
    signal: AbortSignal,
  ) => estimateScans(source, scans, days, measure, signal);

  async function findFlagged(dataset: string): Promise<FlaggedUsers> {
    try {
      return await needs.findFlagged(dataset);
    } catch (error) {
      if (EngineError.from(error).code !== 'not_found') throw error;
      throw new EngineError(
        'not_found',
        `Users are flagged by the alerts of a dataset on this machine, and there is none called “${dataset}”.`,
        { wayOut: 'Name the dataset that the lake was made of, or do not leave flagged users out.' },
      );
    }
  }

  /** The flagged users' relation: there is none elsewhere. */
  async function writeFlagged(
    source: RemoteSource,
    flagged: FlaggedUsers | null,
    signal: AbortSignal,
  ): Promise<string> {
    const { events, manifest, engine, table } = source;
    const users = flagged?.users ?? new Set<string>();
    const hasTexts = [...users].some((id) => !/^(0|[1-9]\d{0,18})$/.test(id));
    const hasWords =
      events.hasCodes &&
      hasTexts &&
      (manifest === null
        ? (await engine.table(table.database, 'user_words', signal)) !== null
        : manifest.tables['user_words'] !== undefined);
    return needs.writeFlaggedUsers(users, { hasTextUsers: events.hasTextUsers, hasWords });
  }

  function estimateRange(source: RemoteSource, signal: AbortSignal): Promise<ScanEstimate | null> {
    return source.connection.kind === 'athena'
      ? planRange(files, source, relateEvents).then((scans) => scan(source, scans, { from: null, to: null }, signal))
      : Promise.resolve(null);
  }

  /** Elsewhere the range is asked for at most once. */
  function readRange(source: RemoteSource, ask: Ask, signal: AbortSignal): Promise<EventRange> {
    return ranges.get(source, async () => {
      const estimate = await estimateRange(source, signal);
      return ask({
        sql: composeRange(files, source),
        values: [],
        purpose: 'facts',
        estimatedBytes: estimate?.bytes ?? null,
      });
    });
  }

  function localDays(range: EventRange, tz: string, signal: AbortSignal): Promise<LocalDays | null> {
    const { first, last } = range;
    if (first === null || last === null) return Promise.resolve(null);
    const relation = '(SELECT CAST($2 AS TIMESTAMP) AS first_event_at, CAST($3 AS TIMESTAMP) AS last_event_at)';
    return connect(signal, (connection) => readLocalDays(connection, tz, relation, [first, last]));
  }

  /** Ids that are texts as they were written; one more query where there are any. */
  async function showWritten(
    source: RemoteSource,
    shaped: Table,
    report: string,
    ask: Ask,
    signal: AbortSignal,
  ): Promise<Table> {
    const { engine, manifest, table, events } = source;
    if (!events.hasCodes) return orderByIds(shaped);
    return showIds(shaped, async (dictionary, codes) => {
      const stored = manifest?.tables[dictionary];
      const isThere =
        manifest === null ? (await engine.table(table.database, dictionary, signal)) !== null : stored !== undefined;
      if (!isThere) return new Map();
      const chosen =
        codes.length > maximumCodes ? '' : `\nWHERE w.code IN (${codes.map((code) => BigInt(code)).join(', ')})`;
      const { columns } = await ask({
        sql: `SELECT CAST(w.code AS varchar) AS code, w.word\nFROM ${quoteIdentifier(table.database)}.${quoteIdentifier(dictionary)} w${chosen}`,
        values: [],
        purpose: report,
        approvedBytes: 0, // also where nobody can tell how much: a dictionary is small, and the answer is paid for
        estimatedBytes: stored?.columns.reduce((sum, { bytes }) => sum + bytes, 0) ?? null,
      });
      const [code, word] = columns;
      const written = Array.from<number | string | null, string>(word?.values ?? [], String);
      return new Map(
        Array.from<number | string | null, [string, string]>(code?.values ?? [], (value, row) => [
          String(value),
          written[row] ?? '',
        ]),
      );
    });
  }

  /** What the report's text would scan for these days (null: from the first, to the last). */
  async function estimateReport(asked: AskedOf, days: DaysRead, signal: AbortSignal): Promise<ScanEstimate> {
    return scan(asked.source, await planRemote(asked, relateEvents), days, signal);
  }

  async function answer(report: ReportFile, question: ReportQuestion, job: Job): Promise<ReportResult> {
    const { signal } = job;
    const started = performance.now();
    const tz = question.tz ?? 'UTC';
    await connect(signal, (connection) => checkZone(connection, tz));
    const source = await openSource(needs, connectionOf(question), signal);
    // A lake's answer is of what was published, whichever dataset is looked at on this machine.
    const dataset = source.manifest?.dataset ?? question.dataset;
    const flagged = question.excludeFlagged ? await findFlagged(flaggingDataset(question, source)) : null;
    const answers: RemoteAnswer[] = [];
    const ask: Ask = async (query) => {
      const given = await source.engine.ask(
        {
          ...query,
          dataset,
          dataSince: source.manifest?.publishedAt,
          approvedBytes: question.approvedBytes ?? query.approvedBytes,
        },
        job,
      );
      answers.push(given);
      return given;
    };
    const asked: AskedOf = {
      files,
      report,
      question,
      source,
      flaggedUsers: await writeFlagged(source, flagged, signal),
    };
    const resolved = await resolveQuestion(report, question, async () =>
      localDays(await readRange(source, ask, signal), tz, signal),
    );
    const { sql, values } = composeRemote(asked, resolved);
    const days = daysAround(String(resolved.params['from']), String(resolved.params['to']));
    const estimated = source.connection.kind === 'athena' ? await estimateReport(asked, days, signal) : null;
    const main = await ask({ sql, values, purpose: report.id, estimatedBytes: estimated?.bytes ?? null });
    const { params } = resolved;
    const shaped = shapeAnswer(report, params, main.columns);
    const table = await showWritten(source, shaped.table, report.id, ask, signal);
    return {
      ...blankMoney({ ...shaped, params, table }, report, source.lacks),
      report: report.id,
      title: report.title,
      meaning: report.meaning,
      dataset,
      summaryColumns: report.summary,
      sql,
      values,
      notes: [...(flagged?.notes ?? []), ...describeMissing(report, params, source.lacks)],
      elapsedMs: performance.now() - started,
      engine: source.engine.name,
      datasetRows: source.manifest?.rows ?? ranges.known(source)?.events ?? NaN,
      datasetRejected: NaN,
      remote: addFacts(answers, main.facts),
    };
  }

  return {
    async run(question, job) {
      const report = findReport(files, question.report);
      try {
        return await answer(report, question, job);
      } catch (error) {
        throw nameReport(error, report.id);
      }
    },

    async estimate(question, signal) {
      const report = findReport(files, question.report);
      const name = connectionOf(question);
      const { connection } = await engines.open(name);
      const todayBytes = await engines.todayBytes(name);
      // Trino's catalog is read by queries, and nothing is charged there by the byte.
      if (connection.kind === 'trino')
        return {
          bytes: null,
          costUsd: null,
          basis: 'A Trino cluster does not say beforehand what a question scans; it charges nothing for it.',
          needsApproval: false,
          readsAllDays: false,
          todayBytes,
          dayCapBytes: null,
        };
      const source = await openSource(needs, name, signal);
      const flagged = question.excludeFlagged ? await findFlagged(flaggingDataset(question, source)) : null;
      const asked: AskedOf = {
        files,
        report,
        question,
        source,
        flaggedUsers: await writeFlagged(source, flagged, signal),
      };
      const isOpen = question.from === undefined || question.to === undefined;
      const range = isOpen && ranges.known(source) === null ? await estimateRange(source, signal) : null;
      const own = await estimateReport(asked, daysAround(question.from ?? null, question.to ?? null), signal);
      const bytes = own.bytes === null || range?.bytes === null ? null : own.bytes + (range?.bytes ?? 0);
      const { softLimitBytes, dayCapBytes } = connection;
      return {
        bytes,
        costUsd: bytes === null ? null : await engines.cost(connection, bytes),
        basis: range === null ? own.basis : `${own.basis} The first and the last day are looked up once, in all days.`,
        needsApproval: softLimitBytes !== null && (bytes === null || bytes > softLimitBytes),
        readsAllDays: own.readsAllDays || range !== null,
        todayBytes,
        dayCapBytes,
      };
    },
  };
}

type Ask = (
  query: Pick<RemoteQuery, 'sql' | 'values' | 'purpose' | 'estimatedBytes' | 'approvedBytes'>,
) => Promise<RemoteAnswer>;
