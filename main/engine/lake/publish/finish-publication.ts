/** What has arrived becomes a lake: the moment in which it is half published is as short as can be, and can be told. */
import { EngineError, type DatasetInfo } from '../../../../preload/contract.js';
import { manifestKey, type LakeManifest } from '../../lake-manifest.js';
import type { QueryFiles } from '../../query-files.js';
import { eachAtOnce } from '../at-once.js';
import type { Gathered } from './gather-pieces.js';
import { insist } from './insist.js';
import { curatedZone, tableOfKey } from './lake-place.js';
import { publishedMeanwhile, type LakeStore } from './lake-store.js';
import type { Plan } from './plan-publication.js';
import type { PublishProgress } from './publish-progress.js';
import type { RawFile } from './raw-files.js';
import { atOnce, type Sent } from './send-all.js';
import { listStatements, type LakeStatements } from './statements.js';
import { completeFile } from './send-file.js';
import { loadManifest, modelsVersion, storeManifest } from './stored-manifest.js';
import type { UploadJournal } from './upload-journal.js';

/** Below a place; no object has this name. */
const neverThere = '.vitrine-may-delete';

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

/** Deletes objects of tables that the manifest does not name: what was replaced, and what another publication put meanwhile. */
async function removeOthers(store: LakeStore, { tables }: Pick<LakeManifest, 'tables'>, keys: Iterable<string>) {
  const named = new Set(Object.values(tables).flatMap(({ objects }) => objects.map(({ key }) => key)));
  await store.remove([...keys].filter((key) => tableOfKey(key) !== null && !named.has(key)));
}

/**
 * Says that the lake is being published, completes what has arrived, deletes what was replaced, runs the statements, and
 * says that it is complete. Whatever ends it in between leaves a manifest that says so; publishing again goes on from there.
 * Returns the manifest's bytes. Throws EngineError `in_use` where somebody else publishes there, too.
 */
export async function finishPublication(given: {
  readonly store: LakeStore;
  readonly journal: UploadJournal;
  readonly progress: PublishProgress;
  readonly plan: Plan;
  readonly sent: Sent['files'];
  readonly manifest: Omit<LakeManifest, 'state'>;
  /** The entity tag of the manifest that it takes the place of. */
  readonly manifestTag: string | null;
  readonly statements: LakeStatements;
  readonly runStatement: (sql: string) => Promise<void>;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { store, journal, progress, plan, sent, manifest, statements, runStatement, signal } = given;
  // Deleting what is not there shows whether it is allowed, before anybody sees that something changes.
  if (plan.removed.size > 0) await insist(() => store.remove([neverThere]), signal);
  const { etag } = await insist(
    () => storeManifest(store, { state: 'publishing', ...manifest }, given.manifestTag),
    signal,
  );

  /** Of two that publish at once the one that began later goes on. Throws EngineError `in_use` for the other. */
  async function requireOurs(): Promise<void> {
    if ((await insist(() => store.head(manifestKey), signal))?.etag !== etag) throw publishedMeanwhile(store.place.uri);
  }
  const run = async (sql: string) => {
    await requireOurs();
    await runStatement(sql);
    progress.add(1);
  };
  try {
    progress.enter('Making the files visible', 'files', sent.size);
    await eachAtOnce([...sent.values()], atOnce, signal, async (file) => {
      await completeFile(store, journal, file, signal);
      progress.add(1);
    });
    await requireOurs();
    await insist(() => store.remove([...plan.removed.keys()]), signal);
    const count = listStatements(statements).length;
    progress.enter('Making the tables', 'steps', count);
    if (count > 0) await run(statements.database);
    await eachAtOnce(statements.tables, atOnce, signal, async (ofTable) => {
      for (const sql of ofTable) await run(sql);
    });
    const there = await insist(() => store.list(curatedZone), signal);
    await requireOurs();
    await insist(() => removeOthers(store, manifest, there.keys()), signal);
    return (await insist(() => storeManifest(store, { state: 'complete', ...manifest }, etag), signal)).bytes;
  } catch (error) {
    const winner = EngineError.from(error).code === 'in_use' ? await loadManifest(store) : null;
    if (winner !== null) await removeOthers(store, winner.manifest, sent.keys());
    throw error;
  }
}
