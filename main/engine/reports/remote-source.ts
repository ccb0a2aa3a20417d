/** Where a connection's events are: a table of somebody else, a lake that was published, or the database's own `events`. */
import {
  EngineError,
  type CatalogTable,
  type ConnectionSettings,
  type EventsMapping,
} from '../../../preload/contract.js';
import type { EventsRelation, RemoteEngine, RemoteEngines } from '../elsewhere.js';
import type { LakeManifest } from '../lake-manifest.js';
import type { Lacks } from './what-is-missing.js';

export interface RemoteSource {
  readonly engine: RemoteEngine;
  readonly connection: ConnectionSettings;
  /** Of the events. */
  readonly table: CatalogTable;
  /** Null: its columns have the fields' own names. */
  readonly mapping: EventsMapping | null;
  readonly events: EventsRelation;
  /** Null where the events are nobody's lake, but a table. */
  readonly manifest: LakeManifest | null;
  readonly lacks: Lacks;
}

export interface SourceNeeds {
  readonly engines: RemoteEngines;
  readonly readManifest: (connection: string, place: string, signal: AbortSignal) => Promise<LakeManifest | null>;
  readonly relateEvents: (table: CatalogTable, mapping: EventsMapping | null) => EventsRelation;
}

const eventsTable = 'events';

const databaseOf = (connection: ConnectionSettings) =>
  connection.kind === 'athena' ? connection.database : connection.schema;

async function readTable(
  engine: RemoteEngine,
  mapping: EventsMapping | null,
  signal: AbortSignal,
): Promise<CatalogTable> {
  const { connection } = engine;
  const database = mapping?.database ?? databaseOf(connection);
  const name = mapping?.table ?? eventsTable;
  const table = await engine.table(database, name, signal);
  if (table !== null) return table;
  throw new EngineError('not_found', `There is no table ${database}.${name} at “${connection.name}”.`, {
    resource: `${database}.${name}`,
    wayOut:
      mapping !== null
        ? 'Attach the table of events again: this one is gone.'
        : connection.kind === 'athena'
          ? 'Publish a dataset there, or attach a table of events.'
          : 'Attach a table of events, or choose the schema that holds one.',
  });
}

function describeManifest(connection: ConnectionSettings, manifest: LakeManifest): CatalogTable {
  const database = databaseOf(connection);
  const events = manifest.tables[eventsTable];
  if (events === undefined)
    throw new EngineError('mismatch', 'The lake has no table of events.', { wayOut: 'Publish the dataset again.' });
  if (manifest.database !== database)
    throw new EngineError(
      'misconfigured',
      `The lake's tables are in the database “${manifest.database}”, and “${connection.name}” asks “${database}”.`,
      { wayOut: 'Name the lake’s database in the connection, or publish the dataset again.' },
    );
  const columns = events.columns.map(({ name, type }) => ({ name, type, isPartition: false }));
  return {
    database,
    name: eventsTable,
    columns: [...columns, { name: 'event_date', type: 'string', isPartition: true }],
    location: null,
    format: 'parquet',
  };
}

/**
 * Looks up what is needed to write a report's text, and asks no query of Athena. Throws EngineError `not_found` where
 * there are no events, `mismatch` for a lake that is half published, `misconfigured` for a table that does not fit, and
 * what engines throw.
 */
export async function openSource(needs: SourceNeeds, name: string, signal: AbortSignal): Promise<RemoteSource> {
  const engine = await needs.engines.open(name);
  const { connection } = engine;
  const place = connection.kind === 'athena' && connection.events === null ? connection.lake : null;
  const manifest = place === null ? null : await needs.readManifest(name, place, signal);
  if (place !== null && manifest === null)
    throw new EngineError('not_found', `There is no lake at ${place}.`, {
      resource: place,
      wayOut: 'Publish the dataset again, or attach a table of events.',
    });
  const mapping = connection.events;
  const table = manifest === null ? await readTable(engine, mapping, signal) : describeManifest(connection, manifest);
  const events = needs.relateEvents(table, mapping);
  return {
    engine,
    connection,
    table,
    mapping,
    events,
    manifest,
    lacks: manifest ?? { ...events, sessionGapMinutes: null, isTable: true },
  };
}
