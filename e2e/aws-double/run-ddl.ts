/** Carries out statements on the catalog. What they answer is lines of text. */
import type { Catalog, CatalogDatabase, CatalogTable } from './athena-catalog.js';
import { QueryFailure } from './query-failure.js';
import type { S3Store } from './s3-store.js';
import type { CreateTable, GivenPartition, Statement, TableName } from './statement.js';
import { findPartitions } from './table-objects.js';

export interface DdlAnswer {
  readonly columns: readonly string[];
  /** One cell a row, as Athena gives them; columns of a line are parted by tabs. */
  readonly lines: readonly string[];
}

const nothing: DdlAnswer = { columns: [], lines: [] };

function failed(message: string): QueryFailure {
  return new QueryFailure(1003, message);
}

function findDatabase(catalog: Catalog, name: string): CatalogDatabase {
  const database = catalog.database(name);
  if (database === null) throw failed(`FAILED: SemanticException [Error 10072]: Database does not exist: ${name}`);
  return database;
}

function findTable(catalog: Catalog, { database, table }: TableName, context: string): CatalogTable {
  const found = findDatabase(catalog, database ?? context).tables[table];
  if (found === undefined)
    throw new QueryFailure(1110, `FAILED: SemanticException [Error 10001]: Table not found ${table}`);
  return found;
}

function createTable(catalog: Catalog, statement: CreateTable, context: string): DdlAnswer {
  const { table: name } = statement.name;
  const database = findDatabase(catalog, statement.name.database ?? context);
  if (database.tables[name] !== undefined) {
    if (statement.ifNotExists) return nothing;
    throw failed(
      `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. AlreadyExistsException(message:Table ${name} already exists.)`,
    );
  }
  database.tables[name] = {
    name,
    ...(statement.comment !== undefined && { comment: statement.comment }),
    columns: statement.columns,
    partitionColumns: statement.partitionColumns,
    format: statement.format,
    location: statement.location,
    parameters: statement.parameters,
    partitions: [],
    createdAt: Date.now(),
  };
  return nothing;
}

function partitionValues(table: CatalogTable, given: GivenPartition): readonly string[] {
  const names = Object.keys(given.values);
  const values = table.partitionColumns.map(({ name }) => given.values[name]);
  if (names.length !== values.length || values.includes(undefined))
    throw failed(
      `FAILED: SemanticException partition spec {${names.join(', ')}} doesn't contain all (${values.length}) partition columns`,
    );
  return values.map((value) => value ?? '');
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.every((value, at) => value === b[at]);
}

function changePartitions(
  statement: Statement & { readonly kind: 'add_partitions' | 'drop_partitions' },
  table: CatalogTable,
): void {
  for (const given of statement.partitions) {
    const values = partitionValues(table, given);
    const isThere = table.partitions.some((partition) => isSame(partition.values, values));
    if (statement.kind === 'drop_partitions') {
      if (!isThere && !statement.ifExists) throw failed('FAILED: SemanticException [Error 10006]: Partition not found');
      table.partitions = table.partitions.filter((partition) => !isSame(partition.values, values));
      continue;
    }
    if (isThere && !statement.ifNotExists)
      throw failed(
        'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. AlreadyExistsException(message:Partition already exists.)',
      );
    const folder = table.partitionColumns.map(({ name }, at) => `${name}=${values[at] ?? ''}/`).join('');
    const location = (given.location ?? `${table.location}${folder}`).replace(/\/?$/, '/');
    if (!isThere) table.partitions = [...table.partitions, { values, location }];
  }
}

function describe(table: CatalogTable): readonly string[] {
  const line = (cells: readonly string[]) => cells.map((cell) => cell.padEnd(20)).join('\t');
  const lines = [...table.columns, ...table.partitionColumns].map(({ name, type, comment }) =>
    line([name, type, comment ?? '']),
  );
  if (table.partitionColumns.length === 0) return lines;
  return [
    ...lines,
    line(['', '', '']),
    line(['# Partition Information', '', '']),
    line(['# col_name', 'data_type', 'comment']),
    line(['', '', '']),
    ...table.partitionColumns.map(({ name, type }) => line([name, type, ''])),
  ];
}

/** CREATE EXTERNAL TABLE in Athena's form. */
function writeCreate(table: CatalogTable, database: string): readonly string[] {
  const columns = (list: CatalogTable['columns']) => list.map(({ name, type }) => `  \`${name}\` ${type}`).join(', \n');
  const parts = table.partitionColumns.length > 0 ? `PARTITIONED BY ( \n${columns(table.partitionColumns)})\n` : '';
  const serdes = {
    parquet: "ROW FORMAT SERDE \n  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'",
    csv: "ROW FORMAT SERDE \n  'org.apache.hadoop.hive.serde2.OpenCSVSerde'",
    delimited: 'ROW FORMAT DELIMITED',
  };
  const properties = Object.entries(table.parameters).map(([name, value]) => `  '${name}'='${value}'`);
  return `CREATE EXTERNAL TABLE \`${database}.${table.name}\`(\n${columns(table.columns)})\n${parts}${serdes[table.format.kind]}
LOCATION
  '${table.location.replace(/\/$/, '')}'
TBLPROPERTIES (
${properties.join(', \n')})`.split('\n');
}

/** `*` is any text, `|` is or. */
function fitsPattern(pattern: string | null, name: string): boolean {
  if (pattern === null) return true;
  return new RegExp(
    `^(${pattern
      .toLowerCase()
      .replace(/[.+?^${}()[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')})$`,
  ).test(name);
}

type Ddl = Exclude<Statement, { readonly kind: 'select' | 'explain' | 'unload' }>;

/** Throws QueryFailure. `context`: the database of names without one. */
export async function runDdl(statement: Ddl, catalog: Catalog, store: S3Store, context: string): Promise<DdlAnswer> {
  const answer = change(statement, catalog, store, context);
  if (!statement.kind.startsWith('show') && statement.kind !== 'describe') await catalog.save();
  return answer;
}

function change(statement: Ddl, catalog: Catalog, store: S3Store, context: string): DdlAnswer {
  switch (statement.kind) {
    case 'create_database': {
      const { name, comment, location } = statement;
      if (catalog.database(name) !== null) {
        if (statement.ifNotExists) return nothing;
        throw failed(
          `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Database ${name} already exists`,
        );
      }
      catalog.databases[name] = { name, ...(comment && { comment }), ...(location && { location }), tables: {} };
      return nothing;
    }
    case 'drop_database': {
      if (catalog.database(statement.name) === null && statement.ifExists) return nothing;
      const { tables } = findDatabase(catalog, statement.name);
      if (Object.keys(tables).length > 0 && !statement.cascade)
        throw failed(
          `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. InvalidOperationException(message:Database ${statement.name} is not empty. One or more tables exist.)`,
        );
      Reflect.deleteProperty(catalog.databases, statement.name);
      return nothing;
    }
    case 'create_table':
      return createTable(catalog, statement, context);
    case 'drop_table': {
      const database = findDatabase(catalog, statement.name.database ?? context);
      if (!statement.ifExists) findTable(catalog, statement.name, context);
      Reflect.deleteProperty(database.tables, statement.name.table);
      return nothing;
    }
    case 'set_properties': {
      const table = findTable(catalog, statement.name, context);
      table.parameters = { ...table.parameters, ...statement.parameters };
      return nothing;
    }
    case 'set_location':
      findTable(catalog, statement.name, context).location = statement.location.replace(/\/?$/, '/');
      return nothing;
    case 'add_columns': {
      const table = findTable(catalog, statement.name, context);
      table.columns = [...table.columns, ...statement.columns];
      return nothing;
    }
    case 'add_partitions':
    case 'drop_partitions':
      changePartitions(statement, findTable(catalog, statement.name, context));
      return nothing;
    case 'repair': {
      const table = findTable(catalog, statement.name, context);
      const fresh = findPartitions(store, table).filter(
        ({ values }) => !table.partitions.some((partition) => isSame(partition.values, values)),
      );
      table.partitions = [...table.partitions, ...fresh];
      return nothing;
    }
    case 'show_databases':
      return { columns: ['database_name'], lines: Object.keys(catalog.databases).sort() };
    case 'show_tables': {
      const { tables } = findDatabase(catalog, statement.database ?? context);
      return {
        columns: ['tab_name'],
        lines: Object.keys(tables)
          .filter((name) => fitsPattern(statement.pattern, name))
          .sort(),
      };
    }
    case 'show_partitions': {
      const table = findTable(catalog, statement.name, context);
      if (table.partitionColumns.length === 0)
        throw failed(`FAILED: SemanticException [Error 10241]: Table ${table.name} is not a partitioned table`);
      const lines = table.partitions.map(({ values }) =>
        table.partitionColumns.map(({ name }, at) => `${name}=${values[at] ?? ''}`).join('/'),
      );
      return { columns: ['partition'], lines: lines.sort() };
    }
    case 'show_columns': {
      const table = findTable(catalog, statement.name, context);
      return {
        columns: ['field'],
        lines: [...table.columns, ...table.partitionColumns].map(({ name }) => name.padEnd(20)),
      };
    }
    case 'describe':
      return {
        columns: ['col_name', 'data_type', 'comment'],
        lines: describe(findTable(catalog, statement.name, context)),
      };
    case 'show_create': {
      const table = findTable(catalog, statement.name, context);
      return { columns: ['createtab_stmt'], lines: writeCreate(table, statement.name.database ?? context) };
    }
    case 'show_properties': {
      const { parameters } = findTable(catalog, statement.name, context);
      return { columns: ['prpt_name', 'prpt_value'], lines: Object.entries(parameters).map((pair) => pair.join('\t')) };
    }
  }
}
