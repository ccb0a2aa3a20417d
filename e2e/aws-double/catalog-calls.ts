/** ListDataCatalogs, ListDatabases, GetDatabase, ListTableMetadata, GetTableMetadata. */
import type { Catalog, CatalogDatabase, CatalogTable } from './athena-catalog.js';
import { invalid, needText, page, readText, type Input } from './athena-input.js';
import { AwsError } from './aws-error.js';

const catalogId = 'AwsDataCatalog';

function checkCatalog(input: Input): void {
  const name = needText(input, 'CatalogName', 1, 256);
  if (name.toLowerCase() !== catalogId.toLowerCase()) throw invalid(`Data catalog ${name} was not found`);
}

export function notFound(message: string): AwsError {
  return new AwsError('MetadataException', message, 400);
}

function findDatabase(catalog: Catalog, input: Input, member: string): CatalogDatabase {
  checkCatalog(input);
  const name = needText(input, member, 1, 128);
  const database = catalog.database(name);
  if (database === null) throw notFound(`Database ${name} not found.`);
  return database;
}

function describeDatabase({ name, comment, location }: CatalogDatabase): object {
  return { Name: name, ...(comment && { Description: comment }), Parameters: location ? { location } : {} };
}

const formats = {
  parquet: {
    inputformat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputformat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    'serde.serialization.lib': 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
  },
  csv: {
    inputformat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputformat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    'serde.serialization.lib': 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
  },
  delimited: {
    inputformat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputformat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    'serde.serialization.lib': 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
  },
} as const;

function describeTable(table: CatalogTable): object {
  const seconds = Math.floor(table.createdAt / 1000);
  const columns = (list: CatalogTable['columns']) =>
    list.map(({ name, type, comment }) => ({ Name: name, Type: type, ...(comment && { Comment: comment }) }));
  return {
    Name: table.name,
    CreateTime: seconds,
    LastAccessTime: 0,
    TableType: 'EXTERNAL_TABLE',
    Columns: columns(table.columns),
    PartitionKeys: columns(table.partitionColumns),
    Parameters: {
      EXTERNAL: 'TRUE',
      ...table.parameters,
      ...formats[table.format.kind],
      location: table.location.replace(/\/$/, ''),
      ...(table.format.kind !== 'parquet' && {
        'serde.param.separatorChar': table.format.separator,
        'serde.param.field.delim': table.format.separator,
      }),
      'serde.param.serialization.format': '1',
      transient_lastDdlTime: String(seconds),
    },
  };
}

export function listDataCatalogs(input: Input): object {
  const { items, token } = page([{ CatalogName: catalogId, Type: 'GLUE' }], input, 50);
  return { DataCatalogsSummary: items, ...(token && { NextToken: token }) };
}

export function listDatabases(catalog: Catalog, input: Input): object {
  checkCatalog(input);
  const all = Object.values(catalog.databases).sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, token } = page(all, input, 50);
  return { DatabaseList: items.map(describeDatabase), ...(token && { NextToken: token }) };
}

export function getDatabase(catalog: Catalog, input: Input): object {
  return { Database: describeDatabase(findDatabase(catalog, input, 'DatabaseName')) };
}

export function listTableMetadata(catalog: Catalog, input: Input): object {
  const { tables } = findDatabase(catalog, input, 'DatabaseName');
  const expression = readText(input, 'Expression');
  const pattern = expression === undefined ? null : new RegExp(`^(?:${expression})$`, 'i');
  const all = Object.values(tables)
    .filter(({ name }) => pattern?.test(name) ?? true)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, token } = page(all, input, 50);
  return { TableMetadataList: items.map(describeTable), ...(token && { NextToken: token }) };
}

export function getTableMetadata(catalog: Catalog, input: Input): object {
  const { name } = findDatabase(catalog, input, 'DatabaseName');
  const wanted = needText(input, 'TableName', 1, 128);
  const table = catalog.table(name, wanted);
  if (table === null) throw notFound(`EntityNotFoundException: Table ${wanted} not found.`);
  return { TableMetadata: describeTable(table) };
}
