/** What Trino's catalog holds: schemas, tables, partitions. */
import type { CatalogTable } from '../../../../preload/contract.js';
import { EngineError } from '../../../../preload/contract.js';
import { quoteIdentifier } from '../../database.js';
import type { RemoteValue } from '../../elsewhere.js';

/** Rows of texts. */
export type AskTexts = (
  sql: string,
  values?: readonly RemoteValue[],
) => Promise<readonly (readonly (string | null)[])[]>;

export async function listSchemas(ask: AskTexts, catalog: string): Promise<readonly string[]> {
  const rows = await ask(`SHOW SCHEMAS FROM ${quoteIdentifier(catalog)}`);
  return rows.flatMap(([name]) => name ?? []).filter((name) => name !== 'information_schema');
}

export async function listTables(ask: AskTexts, catalog: string, schema: string): Promise<readonly CatalogTable[]> {
  const rows = await ask(
    `SELECT table_name, column_name, data_type FROM ${quoteIdentifier(catalog)}.information_schema.columns
     WHERE table_schema = ? ORDER BY table_name, ordinal_position`,
    [schema],
  );
  const tables = new Map<string, CatalogTable['columns'][number][]>();
  for (const [table, name, type] of rows) {
    const columns = tables.get(table ?? '') ?? [];
    columns.push({ name: name ?? '', type: type ?? '', isPartition: false });
    tables.set(table ?? '', columns);
  }
  return [...tables].map(([name, columns]) => ({ database: schema, name, columns, location: null, format: null }));
}

const isMissing = (error: unknown) => error instanceof EngineError && error.code === 'not_found';

/** With its partition columns, which only `SHOW COLUMNS` tells (Hive's say `partition key`). */
export async function findTable(
  ask: AskTexts,
  catalog: string,
  schema: string,
  table: string,
): Promise<CatalogTable | null> {
  const name = [catalog, schema, table].map(quoteIdentifier).join('.');
  try {
    const rows = await ask(`SHOW COLUMNS FROM ${name}`);
    const columns = rows.map(([column, type, extra]) => ({
      name: column ?? '',
      type: type ?? '',
      isPartition: /partition key/i.test(extra ?? ''),
    }));
    return { database: schema, name: table, columns, location: null, format: null };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Such as `event_date=2019-10-01`, for tables of Hive; none for others. */
export async function listPartitions(
  ask: AskTexts,
  catalog: string,
  schema: string,
  table: string,
): Promise<readonly string[]> {
  const found = await findTable(ask, catalog, schema, table);
  const keys = found?.columns.filter(({ isPartition }) => isPartition) ?? [];
  if (keys.length === 0) return [];
  const names = keys.map(({ name }) => quoteIdentifier(name));
  const rows = await ask(
    `SELECT ${names.map((name) => `CAST(${name} AS varchar)`).join(', ')}
     FROM ${[catalog, schema, `${table}$partitions`].map(quoteIdentifier).join('.')} ORDER BY ${names.join(', ')}`,
  );
  return rows.map((values) => keys.map(({ name }, at) => `${name}=${values[at] ?? ''}`).join('/'));
}
