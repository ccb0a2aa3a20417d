/** What has arrived becomes a lake: the moment in which it is half published is as short as can be, and can be told. */
import type { DatasetInfo } from '../../../../preload/contract.js';
import type { LakeManifest } from '../../lake-manifest.js';
import type { QueryFiles } from '../../query-files.js';
import type { Gathered } from './gather-pieces.js';
import type { LakeStore } from './lake-store.js';
import type { Plan } from './plan-publication.js';
import type { PublishProgress } from './publish-progress.js';
import type { RawFile } from './raw-files.js';
import { forEachAtOnce, type Sent } from './send-all.js';
import { listStatements, type LakeStatements } from './statements.js';
import { completeFile } from './send-file.js';
import { modelsVersion, storeManifest } from './stored-manifest.js';
import type { UploadJournal } from './upload-journal.js';

type PublishedTable = LakeManifest['tables'][string];

function describeTable(table: Gathered['tables'][number], plan: Plan, files: Sent['files']): PublishedTable {
  const objects = plan.pieces.flatMap(({ piece, kept }): PublishedTable['objects'] => {
    if (piece.table !== table.name) return [];
    if (kept !== null) return [kept];
    const file = files.get(piece.key);
    if (file === undefined) throw new Error(`${piece.key} was not sent.`);
    const { key, bytes, rows, sha256, fingerprint, columnBytes } = file;
    return [{ key, bytes, rows, sha256, fingerprint, partition: piece.partition, columnBytes }];
  });
  const columns = table.columns.map(({ name, type }, at) => ({
    name,
    type,
    bytes: objects.reduce((sum, object) => sum + (object.columnBytes[at] ?? 0), 0),
  }));
  return { columns, objects, rows: objects.reduce((sum, { rows }) => sum + rows, 0) };
}

export function composeManifest(given: {
  readonly files: QueryFiles;
  readonly info: DatasetInfo;
  readonly database: string;
  readonly gathered: Gathered;
  readonly plan: Plan;
  readonly raw: readonly RawFile[];
  readonly sent: Sent['files'];
  readonly definitions: LakeManifest['definitions'];
}): Omit<LakeManifest, 'state'> {
  const { files, info, database, gathered, plan, raw, sent, definitions } = given;
  return {
    format: 'vitrine-lake',
    version: 1,
    dataset: info.name,
    database,
    publishedAt: new Date().toISOString(),
    models: modelsVersion(files),
    rows: info.rows,
    from: info.from,
    to: info.to,
    absentFields: [...info.absentFields],
    sessionGapMinutes: info.sessionGapMinutes,
    tables: Object.fromEntries(gathered.tables.map((table) => [table.name, describeTable(table, plan, sent)])),
    definitions,
    raw: raw.map(({ key, bytes, sha256, isUsual }) => ({ key, bytes, sha256, isUsual })),
  };
}

/**
 * Says that the lake is being published, completes what has arrived, deletes what was replaced, runs the statements, and
 * says that it is complete. Whatever ends it in between leaves a manifest that says so; publishing again goes on from there. Returns the manifest's bytes.
 */
export async function finishPublication(given: {
  readonly store: LakeStore;
  readonly journal: UploadJournal;
  readonly progress: PublishProgress;
  readonly plan: Plan;
  readonly sent: Sent['files'];
  readonly manifest: Omit<LakeManifest, 'state'>;
  readonly statements: LakeStatements;
  readonly runStatement: (sql: string) => Promise<void>;
}): Promise<number> {
  const { store, journal, progress, plan, sent, manifest, statements, runStatement } = given;
  await storeManifest(store, { state: 'publishing', ...manifest });
  progress.enter('Making the files visible', 'files', sent.size);
  await forEachAtOnce([...sent.values()], async (file) => {
    await completeFile(store, journal, file);
    progress.add(1);
  });
  await store.remove([...plan.removed.keys()]);
  const count = listStatements(statements).length;
  progress.enter('Making the tables', 'steps', count);
  const run = async (sql: string) => {
    await runStatement(sql);
    progress.add(1);
  };
  if (count > 0) await run(statements.database);
  await forEachAtOnce(statements.tables, async (ofTable) => {
    for (const sql of ofTable) await run(sql);
  });
  return storeManifest(store, { state: 'complete', ...manifest });
}
