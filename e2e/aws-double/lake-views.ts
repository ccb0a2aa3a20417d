/**
 * The catalog's tables as views of DuckDB over the objects' files. The files are linked under the names and folders that
 * DuckDB reads partitions from, so that an object may be overwritten while a query reads it.
 */
import { createHash } from 'node:crypto';
import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { quoteIdentifier, type Connection, type Database } from '../../main/engine/database.js';
import type { Catalog, CatalogTable } from './athena-catalog.js';
import { toDuckDbType } from './hive-types.js';
import { checkParquet } from './parquet-check.js';
import { QueryFailure } from './query-failure.js';
import type { S3Store } from './s3-store.js';
import { listTableObjects, type TableObject } from './table-objects.js';

export const catalogName = 'awsdatacatalog';

/** A file of a table as DuckDB sees it. */
export interface LinkedFile extends TableObject {
  readonly path: string;
}

export interface LakeTable {
  readonly database: string;
  readonly table: CatalogTable;
  readonly files: readonly LinkedFile[];
}

export interface LakeViews {
  /** Brings the views of the tables that the text names up to date, and says which these are. Throws QueryFailure. */
  prepare(sql: string, database: string): Promise<readonly LakeTable[]>;
}

export function createLakeViews(database: Database, store: S3Store, catalog: Catalog, folder: string): LakeViews {
  const made = new Map<string, { readonly print: string; readonly lakeTable: LakeTable }>();
  const schemas = new Set<string>();
  let queue: Promise<unknown> = Promise.resolve();

  async function linkFiles(name: string, table: CatalogTable, objects: readonly TableObject[]): Promise<LinkedFile[]> {
    const suffix = table.format.kind === 'parquet' ? '.parquet' : '';
    return Promise.all(
      objects.map(async (listed) => {
        const { object, partition } = listed;
        const folders = Object.entries(partition).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
        const id = createHash('sha1').update(`${object.key} ${object.file}`).digest('hex').slice(0, 16);
        const ending = /\.gz$/.test(object.key) ? '.gz' : '';
        const path = join(folder, name, ...folders, `${id}${suffix}${ending}`);
        await mkdir(dirname(path), { recursive: true });
        await link(object.file, path).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
        return { ...listed, path };
      }),
    );
  }

  async function makeView(connection: Connection, lakeTable: LakeTable): Promise<void> {
    const { database: schema, table, files } = lakeTable;
    const name = [catalogName, schema, table.name].map(quoteIdentifier).join('.');
    if (!schemas.has(schema)) {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${[catalogName, schema].map(quoteIdentifier).join('.')}`);
      schemas.add(schema);
    }
    const present = table.format.kind === 'parquet' ? await checkParquet(connection, table, files) : null;
    await connection.run(`CREATE OR REPLACE VIEW ${name} AS ${writeView(table, files, present)}`);
  }

  async function refresh(schema: string, table: CatalogTable): Promise<LakeTable> {
    const objects = listTableObjects(store, table);
    const definition = JSON.stringify([table.columns, table.partitionColumns, table.format, table.location]);
    const print = createHash('sha1')
      .update(`${definition} ${objects.map(({ object, uri }) => `${uri} ${object.file}`).join('\n')}`)
      .digest('hex');
    const key = `${schema}.${table.name}`;
    const known = made.get(key);
    if (known?.print === print) return known.lakeTable;
    made.delete(key);
    const files = await linkFiles(join(schema, table.name, table.createdAt.toString(36)), table, objects);
    const lakeTable = { database: schema, table, files };
    await database.withConnection({}, (connection) => makeView(connection, lakeTable));
    made.set(key, { print, lakeTable });
    return lakeTable;
  }

  async function prepare(sql: string, context: string): Promise<readonly LakeTable[]> {
    const lower = sql.toLowerCase();
    const words = new Set(lower.match(/[a-z_0-9][\w$]*/g) ?? []);
    const found: LakeTable[] = [];
    for (const { name: schema, tables } of Object.values(catalog.databases))
      for (const table of Object.values(tables))
        if (words.has(table.name) && (schema === context || words.has(schema)))
          found.push(await refresh(schema, table));
    await dropGone(context);
    return found;
  }

  /** A table that was dropped is no longer found. */
  async function dropGone(context: string): Promise<void> {
    await database.withConnection({}, async (connection) => {
      if (!schemas.has(context)) {
        await connection.run(`CREATE SCHEMA IF NOT EXISTS ${[catalogName, context].map(quoteIdentifier).join('.')}`);
        schemas.add(context);
      }
      for (const [key, { lakeTable }] of made) {
        const { database: schema, table } = lakeTable;
        if (catalog.table(schema, table.name) !== null) continue;
        await connection.run(`DROP VIEW IF EXISTS ${[catalogName, schema, table.name].map(quoteIdentifier).join('.')}`);
        made.delete(key);
      }
    });
  }

  return {
    prepare(sql, context) {
      const mine = queue.then(() => prepare(sql, context));
      queue = mine.catch(() => undefined);
      return mine;
    },
  };
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `present`: columns that the Parquet files have; those that are missing are null. */
function writeView(table: CatalogTable, files: readonly LinkedFile[], present: ReadonlySet<string> | null): string {
  const { columns, partitionColumns, format } = table;
  const all = [...columns, ...partitionColumns];
  if (files.length === 0) {
    const none = all.map(({ name, type }) => `CAST(NULL AS ${toDuckDbType(type)}) AS ${quoteIdentifier(name)}`);
    return `SELECT ${none.join(', ')} WHERE false`;
  }
  const paths = `[${files.map(({ path }) => literal(path)).join(', ')}]`;
  const hive =
    partitionColumns.length === 0
      ? 'hive_partitioning = false'
      : `hive_partitioning = true, hive_types_autocast = false, hive_types = {${partitionColumns
          .map(({ name, type }) => `${quoteIdentifier(name)}: ${toDuckDbType(type)}`)
          .join(', ')}}`;
  const parts = partitionColumns.map(({ name }) => quoteIdentifier(name));
  if (format.kind === 'parquet') {
    const shown = columns.map(({ name, type }) =>
      present?.has(name) ? quoteIdentifier(name) : `CAST(NULL AS ${toDuckDbType(type)}) AS ${quoteIdentifier(name)}`,
    );
    return `SELECT ${[...shown, ...parts].join(', ')} FROM read_parquet(${paths}, ${hive}, union_by_name = true)`;
  }
  if (new Set(files.map(({ path }) => path.endsWith('.gz'))).size > 1)
    throw new QueryFailure(1006, 'The double does not read compressed and plain objects in one table.', 3);
  const quoting =
    format.kind === 'csv' ? `quote = ${literal(format.quote)}, escape = ${literal(format.quote)}` : "quote = ''";
  const read = `read_csv(${paths}, ${hive}, auto_detect = false, delim = ${literal(format.separator)}, ${quoting},
    header = ${table.parameters['skip.header.line.count'] === '1'}, null_padding = true,
    compression = ${files[0]?.path.endsWith('.gz') ? "'gzip'" : "'none'"}, parallel = false,
    columns = {${columns.map(({ name }) => `${quoteIdentifier(name)}: 'VARCHAR'`).join(', ')}})`;
  const shown = columns.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    // OpenCSVSerde knows no nulls: an empty field is an empty text
    if (format.kind === 'csv' || type === 'string') return `coalesce(${column}, '') AS ${column}`;
    return `TRY_CAST(${column} AS ${toDuckDbType(type)}) AS ${column}`;
  });
  return `SELECT ${[...shown, ...parts].join(', ')} FROM ${read}`;
}
