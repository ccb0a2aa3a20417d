/** Puts models and reports together into one text: what is not there as a table becomes a WITH clause. */
import { modelsLine, type ModelFile, type QueryFiles, type ReportFile } from './query-files.js';

export interface ComposeOptions {
  /** Models that exist as tables where the text will run. */
  readonly tables: ReadonlySet<string>;
  /** DuckDB would hold a WITH clause in memory that is read twice; its own keyword prevents that for rows as many as events. */
  readonly dialect: 'duckdb' | 'trino';
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

function withClauses(
  models: QueryFiles['models'],
  reads: readonly string[],
  options: ComposeOptions,
): readonly string[] {
  return [...missingModels(models, reads, options.tables).values()].map((model) => {
    const hint = model.streamed && options.dialect === 'duckdb' ? 'NOT MATERIALIZED ' : '';
    return `${model.name} AS ${hint}(\n${indent(model.sql)}\n)`;
  });
}

/** The report's text, ready to run where `tables` are: one `?` for each of the report's `values`. */
export function composeReport(files: QueryFiles, report: ReportFile, options: ComposeOptions): string {
  const clauses = withClauses(files.models, report.reads, options);
  return report.sql.replace(modelsLine, () => clauses.map((clause) => `${clause},`).join('\n'));
}

/** The text of a stored model over the relation `events` and the models in `tables`; it has no parameters. */
export function composeModel(files: QueryFiles, model: ModelFile, options: ComposeOptions): string {
  const clauses = [everything, ...withClauses(files.models, model.reads, options)];
  return `WITH ${clauses.join(',\n')}\nSELECT m.*\nFROM (\n${indent(model.sql)}\n) m`;
}

/** The stored models, each after those that it reads. */
export function storedModels(files: QueryFiles): readonly ModelFile[] {
  return [...missingModels(files.models, [...files.models.keys()], new Set()).values()].filter((model) => model.stored);
}

/** Whether the model changes with the question's filters. */
export function dependsOnFilters(files: QueryFiles, name: string): boolean {
  const model = files.models.get(name);
  return model !== undefined && (name === 'chosen_events' || model.reads.some((read) => dependsOnFilters(files, read)));
}
