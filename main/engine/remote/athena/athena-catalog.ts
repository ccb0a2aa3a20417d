/** What Athena's catalog holds: databases, tables, partitions. */
import {
  GetTableMetadataCommand,
  paginateListDatabases,
  paginateListTableMetadata,
  type AthenaClient,
  type TableMetadata,
} from '@aws-sdk/client-athena';
import type { CatalogTable } from '../../../../preload/contract.js';
import { explainRemoteError, isUnknownCall } from '../../aws-errors.js';

/** Of the API. */
const pageSize = 50;

export interface AthenaCatalog {
  readonly client: AthenaClient;
  readonly catalog: string;
  readonly workgroup: string;
  readonly signal: AbortSignal;
}

const isObjectFormat = /parquet|orc|avro|json|csv|iceberg/i;

function readFormat(parameters: Readonly<Record<string, string>>): string | null {
  const said = parameters['table_type'] ?? parameters['classification'];
  if (said !== undefined) return said.toLowerCase();
  const classes = `${parameters['serde.serialization.lib'] ?? ''} ${parameters['inputformat'] ?? ''}`;
  return isObjectFormat.exec(classes)?.[0].toLowerCase() ?? (/LazySimple|TextInput/.test(classes) ? 'text' : null);
}

function toTable(database: string, { Name, Columns, PartitionKeys, Parameters = {} }: TableMetadata): CatalogTable {
  const toColumn = (isPartition: boolean) => (column: { Name?: string; Type?: string }) => ({
    name: column.Name ?? '',
    type: column.Type ?? '',
    isPartition,
  });
  return {
    database,
    name: Name ?? '',
    columns: [...(Columns ?? []).map(toColumn(false)), ...(PartitionKeys ?? []).map(toColumn(true))],
    location: Parameters['location'] ?? null,
    format: readFormat(Parameters),
  };
}

export async function listDatabases({ client, catalog, workgroup, signal }: AthenaCatalog): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    const pages = paginateListDatabases(
      { client, pageSize },
      { CatalogName: catalog, WorkGroup: workgroup },
      { abortSignal: signal },
    );
    for await (const { DatabaseList } of pages) names.push(...(DatabaseList ?? []).map(({ Name }) => Name ?? ''));
    return names;
  } catch (error) {
    signal.throwIfAborted();
    throw explainRemoteError(error, {
      trying: `list the databases of the catalog ${catalog}`,
      action: 'athena:ListDatabases',
      resource: catalog,
    });
  }
}

/** Throws what the SDK throws. */
async function readTables(
  { client, catalog, workgroup, signal }: AthenaCatalog,
  database: string,
): Promise<readonly TableMetadata[]> {
  const tables: TableMetadata[] = [];
  const pages = paginateListTableMetadata(
    { client, pageSize },
    { CatalogName: catalog, DatabaseName: database, WorkGroup: workgroup },
    { abortSignal: signal },
  );
  for await (const { TableMetadataList } of pages) tables.push(...(TableMetadataList ?? []));
  return tables;
}

export async function listTables(at: AthenaCatalog, database: string): Promise<readonly CatalogTable[]> {
  try {
    return (await readTables(at, database)).map((table) => toTable(database, table));
  } catch (error) {
    at.signal.throwIfAborted();
    throw explainRemoteError(error, {
      trying: `list the tables of ${database}`,
      action: 'athena:ListTableMetadata',
      resource: database,
    });
  }
}

/** Glue's word for what is not there comes inside of a MetadataException. */
function isMissing(error: unknown): boolean {
  const { name = '', message = '' } = error as { name?: string; message?: string };
  return (
    /EntityNotFound/.test(`${name} ${message}`) ||
    (name === 'MetadataException' && /not found|does not exist/i.test(message))
  );
}

interface FoundTable {
  readonly table: CatalogTable;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The table with its parameters; null where there is none. Where it may not be looked at alone, it is looked for in the list. */
export async function findTable(at: AthenaCatalog, database: string, table: string): Promise<FoundTable | null> {
  const { client, catalog, workgroup, signal } = at;
  try {
    const { TableMetadata } = await client.send(
      new GetTableMetadataCommand({
        CatalogName: catalog,
        DatabaseName: database,
        TableName: table,
        WorkGroup: workgroup,
      }),
      { abortSignal: signal },
    );
    return TableMetadata === undefined ? null : toFound(database, TableMetadata);
  } catch (error) {
    signal.throwIfAborted();
    if (isMissing(error)) return null;
    const explained = explainRemoteError(error, {
      trying: `look at the table ${database}.${table}`,
      action: 'athena:GetTableMetadata',
      resource: `${database}.${table}`,
    });
    if (explained.code !== 'access_denied' && !isUnknownCall(error)) throw explained;
    const listed = await readTables(at, database).catch(() => null);
    signal.throwIfAborted();
    if (listed === null) throw explained;
    const found = listed.find(({ Name }) => Name?.toLowerCase() === table.toLowerCase());
    return found === undefined ? null : toFound(database, found);
  }
}

function toFound(database: string, found: TableMetadata): FoundTable {
  return { table: toTable(database, found), parameters: found.Parameters ?? {} };
}
