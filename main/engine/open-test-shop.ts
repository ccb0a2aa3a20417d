/**
 * For tests: one shop as a dataset of the app, as a published lake and as somebody else's table, the last two on an engine
 * "elsewhere" that is a DuckDB of its own and really runs what it is asked.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  eventTypes,
  fields,
  fileLayout,
  type AthenaConnection,
  type CatalogTable,
  type ConnectionSettings,
  type EventsMapping,
  type ReportQuestion,
  type ReportResult,
} from '../../preload/contract.js';
import { storedModels } from './compose-query.js';
import type { Connection } from './database.js';
import type { RemoteEngine, RemoteQuery } from './elsewhere.js';
import type { LakeManifest } from './lake-manifest.js';
import { openTestWorkspace, type TestWorkspace } from './open-test-workspace.js';
import { readQueryFiles, type QueryFiles } from './query-files.js';
import { relateEvents } from './remote/mapping/events-text.js';
import { flaggedUsersText } from './remote/mapping/flagged-users-text.js';
import { writeSample } from './sample/write-sample.js';
import { createModelBuilder } from './reports/build-models.js';
import { createRemoteReports, type RemoteReports } from './reports/remote-reports.js';
import { createReports } from './reports/run-report.js';
import { exampleConnection } from './example-connection.js';

export const athena: AthenaConnection = exampleConnection({
  name: 'Lake',
  credentials: { from: 'environment' },
  output: 's3://results/',
  database: 'lakedb',
  lake: 's3://lake/shop/',
});

/** Of the table `clicks`, which others wrote. */
export const clicks: EventsMapping = {
  table: 'clicks',
  columns: {
    event_time: { column: 'ts', form: 'text_utc' },
    event_type: { column: 'action', form: 'as_is' },
    product_id: { column: 'sku', form: 'as_is' },
    category_code: { column: 'category', form: 'as_is' },
    brand: { column: 'brand', form: 'as_is' },
    price: { column: 'amount', form: 'as_is' },
    user_id: { column: 'customer', form: 'as_is' },
    user_session: { column: 'visit', form: 'as_is' },
  },
  words: { order: 'purchase', add: 'cart' },
  partition: { column: 'dt', form: 'compact_text' },
};

export interface TestShop {
  readonly files: QueryFiles;
  /** Whom the alerts flag, as written; and users whom one could flag, numbers and texts. */
  readonly flagged: Set<string>;
  readonly users: readonly string[];
  readonly manifest: LakeManifest;
  /** Bytes of every day of somebody else's table; its other objects have none. */
  readonly tableBytes: Map<string, number>;
  /** What was asked elsewhere, oldest first. */
  readonly asked: RemoteQuery[];
  /** A connection to the engine elsewhere: to its tables. */
  elsewhere<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  local(question: ReportQuestion): Promise<ReportResult>;
  /** The DuckDB elsewhere, as an engine. */
  engine(connection: ConnectionSettings): RemoteEngine;
  /** `engine` answers instead of the DuckDB elsewhere. */
  remote(connection: ConnectionSettings, manifest?: LakeManifest | null, engine?: RemoteEngine): RemoteReports;
  close(): Promise<void>;
}

const bytesPerValue = 8;

const layout = fileLayout.parse({
  name: 'Shop',
  columns: Object.fromEntries(fields.map((field) => [field, field])),
  words: Object.fromEntries(eventTypes.map((type) => [type, type])),
  ids: 'text',
});

/** As others write them: ids that are texts, times as texts, a blank for what is not known. */
const otherTable = `CREATE TABLE clicks AS SELECT
    strftime(event_time, '%Y-%m-%d %H:%M:%S UTC') AS ts,
    CASE event_type WHEN 'purchase' THEN 'Order' WHEN 'cart' THEN 'add' ELSE event_type END AS action,
    product AS sku, coalesce(category_code, '') AS category, coalesce(brand, '') AS brand,
    CAST(price AS VARCHAR) AS amount, customer, coalesce(user_session, '') AS visit, strftime(event_time, '%Y%m%d') AS dt
  FROM written`;

/** The nine columns by their own names, times as the publisher writes them, without numbers of events and keys of sessions. */
const plainTable = `CREATE TABLE plain.main.events AS
  SELECT strftime(event_time, '%Y-%m-%d %H:%M:%S UTC') AS event_time, event_type, product AS product_id, category_id,
    category_code, brand, price, customer AS user_id, user_session FROM written`;

async function copyShop(connection: Connection, models: readonly string[]): Promise<void> {
  await connection.run(`CREATE TABLE lakedb.main.events AS
    SELECT CAST(date_diff('day', DATE '1970-01-01', CAST(e.event_time AS DATE)) AS BIGINT) * 10000000000
        + row_number() OVER (PARTITION BY CAST(e.event_time AS DATE) ORDER BY e.event_no) - 1 AS event_no,
      e.event_time, CAST(e.event_type AS VARCHAR) AS event_type, e.product_id, e.category_id,
      CAST(e.category_code AS VARCHAR) AS category_code, CAST(e.brand AS VARCHAR) AS brand, e.price, e.user_id,
      s.user_session, CAST(e.session_key AS VARCHAR) AS session_key, strftime(e.event_time, '%Y-%m-%d') AS event_date
    FROM events e LEFT JOIN sessions s USING (session_key)`);
  for (const model of models) {
    const described = await connection.rows(`DESCRIBE ${model}`);
    const columns = described.map((row) => {
      const name = String(row['column_name']);
      const isText = name === 'session_key' || String(row['column_type']).startsWith('ENUM');
      return isText ? `CAST(${name} AS VARCHAR) AS ${name}` : name;
    });
    await connection.run(`CREATE TABLE lakedb.main.${model} AS SELECT ${columns.join(', ')} FROM ${model}`);
  }
  await connection.run(`CREATE TABLE lakedb.main.written AS SELECT event_no, event_time, event_type, product_id AS product,
    CAST(NULL AS BIGINT) AS category_id, category_code, brand, price, user_id AS customer, user_session FROM written_events`);
}

async function describe(connection: Connection, table: string): Promise<CatalogTable['columns']> {
  const described = await connection.rows(`DESCRIBE ${table}`).catch(() => []);
  return described.map((row) => {
    const name = String(row['column_name']);
    return {
      name,
      type: String(row['column_type']).toLowerCase(),
      isPartition: name === 'event_date' || name === 'dt',
    };
  });
}

async function describeLake(connection: Connection, tables: readonly string[]): Promise<LakeManifest> {
  const [range] = await connection.rows(
    `SELECT CAST(min(event_time) AS VARCHAR) AS first, CAST(max(event_time) AS VARCHAR) AS last, count(*) AS rows FROM events`,
  );
  const described: Record<string, LakeManifest['tables'][string]> = {};
  for (const name of tables) {
    const columns = (await describe(connection, name)).filter((column) => !column.isPartition);
    const parts = await connection.rows(
      name === 'events'
        ? 'SELECT event_date AS day, count(*) AS rows FROM events GROUP BY ALL ORDER BY ALL'
        : `SELECT NULL AS day, count(*) AS rows FROM ${name}`,
    );
    const objects = parts.map((part) => {
      const rows = Number(part['rows']);
      const partition = part['day'] === null ? null : String(part['day']);
      const columnBytes = columns.map(() => rows * bytesPerValue);
      const key = `curated/${name}/${partition ?? 'all'}.parquet`;
      const bytes = columnBytes.reduce((sum, one) => sum + one, 0);
      return { key, bytes, rows, sha256: '', fingerprint: '', partition, columnBytes };
    });
    const rows = objects.reduce((sum, one) => sum + one.rows, 0);
    described[name] = {
      columns: columns.map((column) => ({ name: column.name, type: column.type, bytes: rows * bytesPerValue })),
      objects,
      rows,
    };
  }
  return {
    format: 'vitrine-lake',
    version: 1,
    state: 'complete',
    dataset: 'Shop',
    database: 'lakedb',
    publishedAt: '2019-11-01T00:00:00Z',
    models: '',
    rows: Number(range?.['rows']),
    from: `${String(range?.['first']).replace(' ', 'T')}Z`,
    to: `${String(range?.['last']).replace(' ', 'T')}Z`,
    absentFields: [],
    sessionGapMinutes: null,
    tables: described,
    definitions: {},
    raw: [],
  };
}

/** Some ids of products and users become texts, and some events lose their session. */
async function writeShop(workspace: TestWorkspace, rows: number): Promise<string> {
  const path = join(workspace.folder, 'sample.csv');
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  await writeSample({ rows, seed: 7, path, kind: 'app', ...job });
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const changed = lines.slice(1).map((line) => {
    const cells = line.split(',');
    if (/[05]$/.test(cells[2] ?? '')) cells[2] = `SKU-${cells[2]}`;
    if (/[37]$/.test(cells[7] ?? '')) cells[7] = `u${cells[7]}`;
    if (/4$/.test(cells[2] ?? '')) cells[8] = '';
    return cells.join(',');
  });
  return workspace.write('shop.csv', `${[lines[0], ...changed].join('\n')}\n`);
}

/** Some 4,000 events, with ids that are texts and events without session. */
export async function openTestShop(rows = 4000): Promise<TestShop> {
  const files = await readQueryFiles(join(import.meta.dirname, '../../queries'));
  const workspace = await openTestWorkspace();
  const path = await writeShop(workspace, rows);
  await workspace.load({ dataset: 'Shop', paths: [path], layout }, {}, { buildModels: createModelBuilder(files) });
  const models = storedModels(files).map((model) => model.name);
  const tables = [...models, 'product_words', 'user_words'];
  await workspace.database.attach(':memory:', 'lakedb', 'read-write');
  await workspace.store.withDataset('Shop', {}, (connection) => copyShop(connection, tables));
  await workspace.database.attach(':memory:', 'plain', 'read-write');
  const elsewhere = <T>(work: (connection: Connection) => Promise<T>, signal?: AbortSignal) =>
    workspace.database.withConnection({ signal, catalog: 'lakedb' }, work);
  await elsewhere((connection) => connection.run(otherTable));
  await elsewhere((connection) => connection.run(plainTable));
  const manifest = await elsewhere((connection) => describeLake(connection, ['events', ...tables]));
  if (manifest.rows !== rows) throw new Error(`${manifest.rows} of ${rows} rows were loaded.`);
  const written = await elsewhere((connection) =>
    connection.rows('SELECT customer FROM written GROUP BY customer ORDER BY count(*) DESC, customer LIMIT 40'),
  );
  const flagged = new Set<string>();
  const tableBytes = new Map<string, number>();
  const asked: RemoteQuery[] = [];
  const findFlagged = async () => ({ users: flagged, notes: ['They are left out.'] });

  function engineOf(connection: ConnectionSettings): RemoteEngine {
    return {
      connection,
      name: 'Another DuckDB',
      async ask(query, job) {
        asked.push(query);
        const columns = await elsewhere((own) => own.columns(query.sql, query.values), job.signal);
        const facts = { queueMs: 1, planningMs: 2, engineMs: 3, totalMs: 4, reused: false } as const;
        return {
          columns,
          rowCount: columns[0]?.values.length ?? 0,
          facts: {
            ...facts,
            connection: connection.name,
            kind: connection.kind,
            queryId: `q${asked.length}`,
            bytesScanned: 1000,
            costUsd: connection.kind === 'athena' ? 0.00005 : null,
          },
        };
      },
      databases: async () => ['lakedb'],
      tables: async () => [],
      async table(database, name) {
        const columns = await elsewhere((own) => describe(own, `"${database}"."${name}"`));
        const location = connection.kind === 'athena' ? `s3://lake/${name}/` : null;
        return columns.length === 0 ? null : { database, name, columns, location, format: 'csv' };
      },
      partitions: async () => [],
    };
  }

  const local = createReports({
    files,
    getDataset: workspace.store.get,
    runOnDataset: ({ dataset }, options, work) => workspace.store.withDataset(dataset.name, options, work),
    findFlagged,
  });
  return {
    files,
    flagged,
    users: written.map((row) => String(row['customer'])),
    manifest,
    tableBytes,
    asked,
    elsewhere: (work) => elsewhere(work),
    engine: engineOf,
    local: (question) => local.run(question, new AbortController().signal),
    remote: (connection, given = manifest, engine = engineOf(connection)) =>
      createRemoteReports({
        files,
        engines: {
          open: async () => engine,
          cost: async (_, bytes) => Math.max(10_000_000, bytes) * 5e-12,
          todayBytes: async () => 0,
        },
        readManifest: async () => given,
        measure: async () => ({
          bytes: [...tableBytes.values()].reduce((sum, one) => sum + one, 0),
          byDay: tableBytes,
        }),
        relateEvents,
        writeFlaggedUsers: flaggedUsersText,
        findFlagged,
        connect: (signal, work) => workspace.database.withConnection({ signal }, work),
      }),
    close: () => workspace.close(),
  };
}
