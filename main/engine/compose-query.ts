/** Puts models and reports together into one text: what is not there as a table becomes a WITH clause. */
import { modelsLine, type ModelFile, type QueryFiles, type ReportFile } from './query-files.js';

export interface ComposeOptions {
  /** Models that exist as tables where the text will run. */
  readonly tables: ReadonlySet<string>;
  /** DuckDB would hold a WITH clause in memory that is read twice; its own keyword prevents that for rows as many as events. */
  readonly dialect: 'duckdb' | 'trino';
  /** What the relations `events` and `flagged_users` are; left out, they are there. */
  readonly relations?: Relations;
  /** The question's filters; left out, it has none. */
  readonly filters?: ReadonlySet<Filter>;
}

/** Which of the lines that end in `-- if …` a text keeps. The empty value chooses the unknown ones. */
export type Filter = 'category' | 'unknown category' | 'brand' | 'unknown brand' | 'flagged';

export interface Relations {
  /** All events; without `?`. */
  readonly events?: string;
  /** Those of the question's days, with `?` of its own, for reports that may be made of these alone ({@link readsDays}). */
  readonly eventsInDays?: string;
  readonly flaggedUsers?: string;
}

/** The parameters of a model build: everything is chosen. */
const everything =
  "p AS (SELECT true AS all_categories, '' AS category, true AS all_brands, '' AS brand, false AS exclude_flagged)";

function indent(sql: string): string {
  return sql.replace(/^(?=.)/gm, '  ');
}

/** The models that `reads` needs and that are no tables, each after those that it reads itself. */
function missingModels(
  models: QueryFiles['models'],
  reads: readonly string[],
  tables: ReadonlySet<string>,
  found = new Map<string, ModelFile>(),
): ReadonlyMap<string, ModelFile> {
  for (const name of reads) {
    const model = models.get(name);
    if (model === undefined || tables.has(name) || found.has(name)) continue;
    missingModels(models, model.reads, tables, found);
    found.set(name, model);
  }
  return found;
}

/** Leaves out the lines of filters that the question does not have, and of models that are no tables. */
function keepLines(sql: string, filters: ReadonlySet<string> = new Set()): string {
  return sql.replace(/^(.*?) *-- if (.+)\n/gm, (_, line: string, named: string) =>
    named.split(', ').some((filter) => filters.has(filter)) ? `${line}\n` : '',
  );
}

type Reader = Pick<ReportFile, 'reads' | 'ofItsDays'>;

/**
 * Whether the report is composed of the question's days alone: models of all days then read all events by themselves,
 * which only those can that read nothing else.
 */
export function readsDays(files: QueryFiles, reader: Reader, options: ComposeOptions): boolean {
  if (options.relations?.eventsInDays === undefined) return false;
  const missing = [...missingModels(files.models, reader.reads, options.tables).values()];
  const ofAllDays = missing.filter((model) => isOfAllDays(model, reader));
  return (
    ofAllDays.every((model) => model.reads.every((read) => read === 'events')) &&
    missing.some((model) => model.reads.includes('events') && !ofAllDays.includes(model))
  );
}

function isOfAllDays(model: ModelFile, reader: Reader): boolean {
  return model.ofAllDays && !reader.ofItsDays.includes(model.name);
}

/** What is put in front: the relations that are named and are not there, then the models, each after those it reads. */
function withClauses(files: QueryFiles, reader: Reader, options: ComposeOptions): readonly string[] {
  const { relations = {}, tables, dialect } = options;
  const missing = [...missingModels(files.models, reader.reads, tables).values()];
  const inDays = readsDays(files, reader, options);
  const needs = (relation: string) =>
    reader.reads.includes(relation) || missing.some((model) => model.reads.includes(relation));
  const clause = (name: string, sql: string, streamed = false) =>
    `${name} AS ${streamed && dialect === 'duckdb' ? 'NOT MATERIALIZED ' : ''}(\n${indent(sql)}\n)`;

  const clauses: string[] = [];
  const events = inDays ? relations.eventsInDays : relations.events;
  if (events !== undefined && needs('events')) clauses.push(clause('events', events, true));
  if (relations.flaggedUsers !== undefined && needs('flagged_users'))
    clauses.push(clause('flagged_users', relations.flaggedUsers));
  for (const model of missing) {
    const ofAll = inDays && isOfAllDays(model, reader) && relations.events !== undefined;
    const sql = ofAll ? `WITH ${clause('events', relations.events, true)}\n${model.sql}` : model.sql;
    clauses.push(clause(model.name, sql, model.streamed));
  }
  return clauses;
}

/**
 * The report's text, ready to run where `tables` are: one `?` for each of the report's `values`, then those of the days
 * where it {@link readsDays}.
 */
export function composeReport(files: QueryFiles, report: ReportFile, options: ComposeOptions): string {
  const clauses = withClauses(files, report, options);
  const sql = report.sql.replace(modelsLine, () => clauses.map((one) => `${one},`).join('\n'));
  const choosing = [...(options.filters ?? [])].filter((filter) =>
    report.chosenBy.includes(filter.replace('unknown ', '')),
  );
  return keepLines(sql, new Set<string>([...choosing, ...options.tables]));
}

/** The text of a stored model over the relation `events` and the models in `tables`; it has no `?`. */
export function composeModel(files: QueryFiles, model: ModelFile, options: ComposeOptions): string {
  const clauses = [everything, ...withClauses(files, { reads: model.reads, ofItsDays: [] }, options)];
  return keepLines(`WITH ${clauses.join(',\n')}\nSELECT m.*\nFROM (\n${indent(model.sql)}\n) m`, options.filters);
}

/** The stored models, each after those that it reads. */
export function storedModels(files: QueryFiles): readonly ModelFile[] {
  return [...missingModels(files.models, [...files.models.keys()], new Set()).values()].filter((model) => model.stored);
}

/** Whether the model's text is made of the other model's, itself or through others. */
export function isMadeOf(files: QueryFiles, name: string, other: string): boolean {
  return name === other || (files.models.get(name)?.reads ?? []).some((read) => isMadeOf(files, read, other));
}

/** Whether the model changes with the question's filters. */
export function dependsOnFilters(files: QueryFiles, name: string): boolean {
  return isMadeOf(files, name, 'chosen_events');
}
