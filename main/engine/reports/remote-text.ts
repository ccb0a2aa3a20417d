/** A report's text for an engine elsewhere, and what it scans there. */
import { EngineError, type CatalogTable, type EventsMapping, type ReportQuestion } from '../../../preload/contract.js';
import { composeModel, composeReport, readsDays, type ComposeOptions, type Relations } from '../compose-query.js';
import type { EventsRelation } from '../elsewhere.js';
import type { QueryFiles, ReportFile } from '../query-files.js';
import { addDays, type Value } from './question-values.js';
import { plannedEvents, type DaysRead } from './remote-estimate.js';
import { listScans, type PlannedColumn, type Scan } from './remote-scans.js';
import type { RemoteSource } from './remote-source.js';
import { filtersOf, readyTables } from './run-report.js';

export type RelateEvents = (table: CatalogTable, mapping: EventsMapping | null) => EventsRelation;

/** Of Athena, in UTF-8; it cannot be raised. */
const maximumTextBytes = 262_144;

const wordColumns: readonly PlannedColumn[] = [
  { name: 'code', type: 'bigint' },
  { name: 'word', type: 'varchar' },
];

/** A day before and a day after: no zone is further from UTC. Years have four digits. */
export function daysAround(from: string | null, to: string | null): DaysRead {
  return {
    from: from === null ? null : from <= '0001-01-01' ? from : addDays(from, -1),
    to: to === null ? null : to >= '9999-12-31' ? to : addDays(to, 1),
  };
}

/** Throws EngineError `bad_params` for a text that is longer than engines take. */
function checkLength(sql: string): string {
  const bytes = Buffer.byteLength(sql);
  if (bytes <= maximumTextBytes) return sql;
  throw new EngineError(
    'bad_params',
    `The question's text has ${bytes.toLocaleString('en-US')} bytes with all flagged users in it; Athena takes ${maximumTextBytes.toLocaleString('en-US')}.`,
    { wayOut: 'Ask without “leave out flagged users”, have fewer users flagged, or ask on DuckDB.' },
  );
}

function optionsOf(
  files: QueryFiles,
  report: ReportFile,
  question: ReportQuestion,
  source: RemoteSource,
  relations: Relations,
): ComposeOptions {
  const { manifest } = source;
  const ready = [...readyTables(files, report, question)].filter((name) => manifest?.tables[name] !== undefined);
  return { tables: new Set(ready), dialect: 'trino', relations, filters: filtersOf(question) };
}

function relationsOf(events: EventsRelation, flaggedUsers?: string): Relations {
  return {
    events: events.all,
    ...(events.inDays !== null && { eventsInDays: events.inDays }),
    ...(flaggedUsers !== undefined && { flaggedUsers }),
  };
}

export interface AskedOf {
  readonly files: QueryFiles;
  readonly report: ReportFile;
  readonly question: ReportQuestion;
  readonly source: RemoteSource;
  readonly flaggedUsers: string;
}

/** The text and one value for each of its `?`, after the report's own `values`. */
export function composeRemote(
  { files, report, question, source, flaggedUsers }: AskedOf,
  { params, values }: { readonly params: Readonly<Record<string, unknown>>; readonly values: readonly Value[] },
): { readonly sql: string; readonly values: readonly Value[] } {
  const { events } = source;
  const options = optionsOf(files, report, question, source, relationsOf(events, flaggedUsers));
  const sql = checkLength(composeReport(files, report, options));
  if (!readsDays(files, report, options)) return { sql, values };
  const days = daysAround(String(params['from']), String(params['to']));
  return { sql, values: [...values, ...[days.from, days.to].map((day) => events.writeDay(day ?? ''))] };
}

/** The relation under the names that {@link listScans} is told of. */
function plannedRelations(source: RemoteSource, relate: RelateEvents, flaggedUsers?: string): Relations {
  const named = (name: string) => relate({ ...source.table, database: 'temp', name }, source.mapping);
  const { all } = named(plannedEvents.all);
  const { inDays } = named(plannedEvents.inDays);
  return {
    events: all,
    ...(inDays !== null && { eventsInDays: inDays }),
    ...(flaggedUsers !== undefined && { flaggedUsers }),
  };
}

function plannedTables({ table, manifest }: RemoteSource): ReadonlyMap<string, readonly PlannedColumn[]> {
  const stored = Object.entries(manifest?.tables ?? {}).map(([name, { columns }]) => [name, columns] as const);
  return new Map([
    ['user_words', wordColumns],
    ...stored.filter(([name]) => name !== 'events'),
    [plannedEvents.all, table.columns],
    [plannedEvents.inDays, table.columns],
  ]);
}

/** What the report's text would scan, whatever its values. */
export function planRemote(
  { files, report, question, source, flaggedUsers }: AskedOf,
  relate: RelateEvents,
): Promise<readonly Scan[]> {
  const relations = plannedRelations(source, relate, flaggedUsers);
  const options = optionsOf(files, report, question, source, relations);
  const values: Value[] = report.values.map((name) => {
    const own = report.parameters.find((parameter) => parameter.name === name);
    if (own !== undefined) return own.default;
    if (name === 'from' || name === 'to') return '2000-01-01';
    return name.startsWith('all_') || name === 'exclude_flagged' ? true : name === 'tz' ? 'UTC' : '';
  });
  if (readsDays(files, report, options)) values.push('20000101', '20000101');
  return listScans(files.prelude, plannedTables(source), composeReport(files, report, options), values);
}

function rangeText(files: QueryFiles, relations: Relations): string {
  const model = files.models.get('data_range');
  if (model === undefined) throw new EngineError('internal', 'There is no model data_range.');
  const sql = composeModel(files, model, { tables: new Set(), dialect: 'trino', relations });
  return `SELECT
  CAST(d.first_event_at AS varchar) AS first_event_at,
  CAST(d.last_event_at AS varchar) AS last_event_at,
  d.events
FROM (
${sql}
) d`;
}

/** The first and the last event and how many there are, as `first_event_at`, `last_event_at`, `events`. */
export function composeRange(files: QueryFiles, { events }: RemoteSource): string {
  return rangeText(files, relationsOf(events));
}

export function planRange(files: QueryFiles, source: RemoteSource, relate: RelateEvents): Promise<readonly Scan[]> {
  return listScans(files.prelude, plannedTables(source), rangeText(files, plannedRelations(source, relate)), []);
}
