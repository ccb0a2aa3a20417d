/** Runs one execution: the statement, its bytes, its result file. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Catalog } from './athena-catalog.js';
import type { Executor, ResultColumn } from './duckdb-executor.js';
import type { Execution } from './executions.js';
import type { LakeTable, LakeViews } from './lake-views.js';
import { isDenied } from './policy.js';
import type { DoubleCredentials } from './options.js';
import { writeParameters } from './parameters.js';
import { QueryFailure } from './query-failure.js';
import { runDdl } from './run-ddl.js';
import type { S3Store } from './s3-store.js';
import { splitUri } from './table-objects.js';

export interface QueryRunner {
  readonly store: S3Store;
  readonly catalog: Catalog;
  readonly views: LakeViews;
  readonly executor: Executor;
  /** Bytes that the query reads of these tables. */
  readonly measure: (sql: string, database: string, tables: readonly LakeTable[]) => Promise<number>;
  /** For the double's own copies of results. */
  readonly folder: string;
}

const oneText = (label: string): ResultColumn => ({ label, name: 'string', precision: 0, scale: 0 });

function allowTables(identity: DoubleCredentials, tables: readonly LakeTable[]): void {
  for (const { database, table } of tables) {
    if (isDenied(identity, 'glue:GetTable', `${database}/${table.name}`))
      throw new QueryFailure(
        1500,
        `Insufficient permissions to execute the query. User is not authorized to perform: glue:GetTable on resource: ${database}/${table.name}`,
      );
    const { bucket, key } = splitUri(table.location);
    if (
      isDenied(identity, 's3:GetObject', `${bucket}/${key}`) ||
      isDenied(identity, 's3:ListBucket', `${bucket}/${key}`)
    )
      throw new QueryFailure(
        1501,
        `PERMISSION_DENIED: Access Denied: User does not have s3:GetObject or s3:ListBucket for ${table.location} (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)`,
      );
  }
}

/** The result as an object of S3, with its `.metadata`, and the double's own copy. */
async function keepResult(
  runner: QueryRunner,
  execution: Execution,
  file: string,
  columns: readonly ResultColumn[],
): Promise<void> {
  if (execution.outputLocation === null) return;
  const { bucket: name, key } = splitUri(execution.outputLocation);
  const bucket = runner.store.buckets.get(name);
  if (bucket === undefined) throw new QueryFailure(1306, `The S3 bucket ${name} does not exist`);
  const object = runner.store.newFile();
  await copyFile(file, object);
  const md5 = createHash('md5');
  let bytes = 0;
  for await (const chunk of createReadStream(object, { highWaterMark: 1 << 20 })) {
    md5.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  const headers = { 'content-type': 'application/octet-stream' };
  await runner.store.put(bucket, { key, file: object, bytes, etag: md5.digest('hex'), headers, checksum: null });
  // Athena's is a binary format of its own; nobody but Athena reads it
  const metadata = Buffer.from(`\b${columns.map(({ label, name: type }) => `${label}\t${type}`).join('\n')}`);
  const metadataFile = runner.store.newFile();
  await writeFile(metadataFile, metadata);
  await runner.store.put(bucket, {
    key: `${key}.metadata`,
    file: metadataFile,
    bytes: metadata.length,
    etag: createHash('md5').update(metadata).digest('hex'),
    headers,
    checksum: null,
  });
}

/** Sets the execution's result and bytes. Throws QueryFailure, or EngineError `cancelled`. */
export async function runQuery(
  runner: QueryRunner,
  execution: Execution,
  identity: DoubleCredentials,
  cutoffBytes: number,
): Promise<void> {
  const { statement, database } = execution;
  const file = join(runner.folder, `${execution.id}.result`);
  await mkdir(dirname(file), { recursive: true });
  if (execution.outputLocation !== null) {
    const { bucket, key } = splitUri(execution.outputLocation);
    if (isDenied(identity, 's3:PutObject', `${bucket}/${key}`))
      throw new QueryFailure(
        401,
        `Access denied when writing output to url: ${execution.outputLocation} . Please ensure you are allowed to access the S3 bucket. If you are encrypting query results with KMS key, please ensure you are allowed to access your KMS key`,
      );
  }
  if (statement.kind === 'unload') throw new QueryFailure(1006, 'The double does not carry out UNLOAD.', 3);
  if (statement.kind !== 'select' && statement.kind !== 'explain') {
    const answer = await runDdl(statement, runner.catalog, runner.store, database);
    await writeFile(file, answer.lines.map((line) => `${line}\n`).join(''));
    const columns = answer.columns.map(oneText);
    execution.result = { columns, file, rows: answer.lines.length, isCsv: false };
    return keepResult(runner, execution, file, columns);
  }
  if (runner.catalog.database(database) === null)
    throw new QueryFailure(1006, `SCHEMA_NOT_FOUND: line 1:1: Schema '${database}' does not exist`);
  const plannedAt = performance.now();
  const sql = execution.parameters.length > 0 ? writeParameters(statement.sql, execution.parameters) : statement.sql;
  const tables = await runner.views.prepare(statement.sql, database);
  allowTables(identity, tables);
  const query = { sql, text: statement.sql, parameters: execution.parameters, database, tables };
  if (statement.kind === 'explain') {
    const lines = await runner.executor.explain(query, execution.stop.signal);
    await writeFile(file, lines.map((line) => `${line}\n`).join(''));
    const columns = [oneText('Query Plan')];
    execution.result = { columns, file, rows: lines.length, isCsv: false };
    return keepResult(runner, execution, file, columns);
  }
  const bytes = await runner.measure(sql, database, tables);
  execution.planningMs = performance.now() - plannedAt;
  if (bytes > cutoffBytes) {
    execution.bytesScanned = cutoffBytes;
    throw new QueryFailure(1014, `Query cancelled! : Bytes scanned limit was exceeded`, 2);
  }
  const { columns, rows } = await runner.executor.select(query, file, execution.stop.signal);
  execution.bytesScanned = bytes;
  execution.result = { columns, file, rows, isCsv: true };
  await keepResult(runner, execution, file, columns);
}
