/** Whether the database and the table of events are there: by Athena's catalog, without a query. */
import { EngineError, type AthenaConnection } from '../../../preload/contract.js';
import { explainRemoteError, isUnknownCall } from '../aws-errors.js';
import { describeEventsTable } from './check-events.js';
import { found, notSet } from './checks.js';
import type { AwsClients } from './clients.js';

export async function checkDatabase(clients: AwsClients, connection: AthenaConnection, abortSignal: AbortSignal) {
  const { catalog, database, region } = connection;
  const { GetDatabaseCommand, ListTableMetadataCommand } = await import('@aws-sdk/client-athena');
  const client = await clients.athena();
  const place = { CatalogName: catalog, DatabaseName: database };
  try {
    await client.send(new GetDatabaseCommand(place), { abortSignal });
  } catch (error) {
    if (isUnknownCall(error)) return notSet('The service cannot be asked for databases (athena:GetDatabase).');
    const trying = `look up the database “${database}” in the catalog “${catalog}”`;
    const explained = explainRemoteError(error, { trying, action: 'glue:GetDatabase', resource: database, region });
    const isMissing = explained.code === 'not_found' || (error instanceof Error && error.name === 'MetadataException');
    if (!isMissing || explained.code === 'access_denied') throw explained;
    throw new EngineError('not_found', `There is no database “${database}” in the catalog “${catalog}” (${region}).`, {
      resource: database,
      wayOut: `Publish a dataset to make it, or ask Athena: CREATE DATABASE ${database}`,
    });
  }
  try {
    const { TableMetadataList: tables = [], NextToken: next } = await client.send(
      new ListTableMetadataCommand({ ...place, MaxResults: 50 }),
      { abortSignal },
    );
    const count = next === undefined ? String(tables.length) : `more than ${tables.length}`;
    return found(`The database “${database}” is there, with ${count} ${count === '1' ? 'table' : 'tables'}.`);
  } catch (error) {
    if (isUnknownCall(error)) return found(`The database “${database}” is there; its tables cannot be listed.`);
    const trying = `list the tables of the database “${database}”`;
    throw explainRemoteError(error, { trying, action: 'glue:GetTables', resource: database, region });
  }
}

export async function checkEvents(clients: AwsClients, connection: AthenaConnection, abortSignal: AbortSignal) {
  const { catalog, region, lake, events } = connection;
  const database = events?.database ?? connection.database;
  const table = events?.table ?? 'events';
  const name = `${database}.${table}`;
  try {
    const { GetTableMetadataCommand } = await import('@aws-sdk/client-athena');
    const client = await clients.athena();
    const { TableMetadata } = await client.send(
      new GetTableMetadataCommand({ CatalogName: catalog, DatabaseName: database, TableName: table }),
      { abortSignal },
    );
    const columns = [...(TableMetadata?.Columns ?? []), ...(TableMetadata?.PartitionKeys ?? [])];
    return found(
      describeEventsTable(
        name,
        columns.map(({ Name }) => Name ?? ''),
        events,
      ),
    );
  } catch (error) {
    if (isUnknownCall(error)) return notSet('The service cannot be asked for tables (athena:GetTableMetadata).');
    const trying = `look up the table “${name}”`;
    const explained = explainRemoteError(error, { trying, action: 'glue:GetTable', resource: name, region });
    const isMissing = explained.code === 'not_found' || (error instanceof Error && error.name === 'MetadataException');
    if (!isMissing || explained.code === 'access_denied') throw explained;
    if (lake === null && events === null)
      return notSet(`There is no table “${name}” yet: publish a dataset, or attach the table that holds the events.`);
    throw new EngineError('not_found', `There is no table “${name}”.`, {
      resource: name,
      wayOut: 'Publish the dataset again, or attach the table that holds the events.',
    });
  }
}
