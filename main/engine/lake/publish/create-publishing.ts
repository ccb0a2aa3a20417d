/** A dataset as a lake: Parquet by day, models as tables, the manifest last. See docs/lake.md. */
import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EngineError,
  type CallParams,
  type DatasetInfo,
  type Publication,
  type PublishObject,
} from '../../../../preload/contract.js';
import type { Connection } from '../../database.js';
import { manifestKey, type LakeManifest } from '../../lake-manifest.js';
import type { Job } from '../../serve.js';
import type { Lake, LakeHandlers, LakeNeeds } from '../create-lake.js';
import { composeManifest, finishPublication } from './finish-publication.js';
import { gatherPieces, type Gathered } from './gather-pieces.js';
import { curatedZone, digest, parsePlace, rawFolder } from './lake-place.js';
import { openLakeStore, type LakeStore } from './lake-store.js';
import { canReadRaw, listObjects, planPublication, requireOwnLake, type Plan } from './plan-publication.js';
import { estimateCost } from './publication-cost.js';
import { PublishProgress } from './publish-progress.js';
import { findRawFiles, type RawFile } from './raw-files.js';
import { requireFreeTables, requireSpace } from './requirements.js';
import { sendAll, type Sent } from './send-all.js';
import { composeStatements, listStatements, rawTable } from './statements.js';
import { loadManifest, modelsVersion, readableManifest } from './stored-manifest.js';
import { openUploadJournal } from './upload-journal.js';

export interface Publishing {
  readonly handlers: Pick<LakeHandlers, 'lake.publish'>;
  readonly readManifest: Lake['readManifest'];
}

/** What one publication is about. */
interface Task {
  readonly request: CallParams<'lake.publish'>;
  readonly database: string;
  readonly info: DatasetInfo;
  readonly store: LakeStore;
  /** Where the journal of this place lies. */
  readonly folder: string;
  readonly job: Job;
  readonly progress: PublishProgress;
  readonly startedAt: number;
}

interface Prepared {
  readonly gathered: Gathered;
  readonly days: { readonly first: string; readonly last: string };
  readonly plan: Plan;
  readonly before: LakeManifest | null;
  /** Its entity tag. */
  readonly manifestTag: string | null;
  /** Tables that are there as the last publication made them: the hash of their definition. */
  readonly standing: ReadonlyMap<string, string>;
}

/** Everything that is to be known before anything is done; reads only. */
async function prepare({ files, engines }: LakeNeeds, task: Task, connection: Connection): Promise<Prepared> {
  const { store, info, database, progress, request, job } = task;
  // First: without the right to list, S3 says of an object that is not there that it may not be read.
  const there = new Map([...(await store.list(curatedZone)), ...(await store.list(rawFolder))]);
  const stored = await loadManifest(store);
  const before = stored?.manifest ?? null;
  requireOwnLake(before, store.place, { dataset: info.name, database });
  progress.enter('Comparing', 'steps', null);
  const gathered = await gatherPieces(connection, files, before, (done, total) => progress.at(done, total));
  const rows = gathered.pieces.reduce((sum, piece) => sum + (piece.table === 'events' ? piece.rows : 0), 0);
  if (gathered.days === null || Math.abs(rows - info.rows) > gathered.pieces.length)
    throw new EngineError('in_use', `The dataset “${info.name}” has changed while it was looked at.`, {
      wayOut: 'Publish again.',
    });
  const raw = await findRawFiles(info, before, (key, bytes) => there.get(key) === bytes);
  const plan = planPublication({ place: store.place, info, gathered, raw, manifest: before, there });
  const tables = [...gathered.tables.map(({ name }) => name), rawTable];
  const present = await requireFreeTables(engines, request.connection, database, tables, store.place, job.signal);
  const standing = new Map(
    present.flatMap((name) => {
      const definition = before?.state === 'complete' ? before.definitions[name] : undefined;
      return definition === undefined ? [] : [[name, definition] as const];
    }),
  );
  return { gathered, days: gathered.days, plan, before, manifestTag: stored?.etag ?? null, standing };
}

/** About 250 bytes an object. */
const estimateManifest = (plan: Plan) => 2000 + 250 * plan.pieces.length;

function describe(
  task: Task,
  prepared: Prepared,
  raw: readonly RawFile[],
  sent: Sent | null,
  statements: readonly string[],
  /** Null: the manifest that is there says it all. */
  manifestBytes: number | null,
): Publication {
  const { request, info, store, startedAt } = task;
  const listed = listObjects(prepared.plan, raw, (key) => sent?.files.get(key) ?? null);
  const manifest: PublishObject = {
    key: manifestKey,
    zone: 'manifest',
    table: null,
    partition: null,
    rows: null,
    bytes: sent === null ? null : manifestBytes,
    estimatedBytes: manifestBytes ?? estimateManifest(prepared.plan),
    action: manifestBytes === null ? 'keep' : 'put',
  };
  const objects = [...listed, manifest];
  const size = ({ bytes, estimatedBytes }: PublishObject) => bytes ?? estimatedBytes;
  const put = listed.filter(({ action }) => action === 'put').map(size);
  const stored = objects.filter(({ action }) => action !== 'delete').reduce((sum, object) => sum + size(object), 0);
  const changed = prepared.plan.raw.filter((file) => sent?.changedRaw.has(file.key) === true);
  return {
    dataset: info.name,
    connection: request.connection,
    to: store.place.uri,
    isDryRun: request.dryRun === true,
    objects,
    bytes: put.reduce((sum, bytes) => sum + bytes, manifestBytes ?? 0),
    statements,
    cost: estimateCost(put, stored),
    notes: [
      ...prepared.plan.notes,
      ...changed.map(
        ({ name }) => `The file “${name}” is not in the raw zone: its content has changed since it was loaded.`,
      ),
    ],
    seconds: (Date.now() - startedAt) / 1000,
  };
}

export function createPublishing(needs: LakeNeeds): Publishing {
  const { files, connections, engines } = needs;

  function describeLake(task: Task, { gathered, days, plan, before, standing }: Prepared, raw: readonly RawFile[]) {
    const hasRawTable = canReadRaw(plan, raw);
    const hadRawTable = before !== null && (before.state !== 'complete' || rawTable in before.definitions);
    const description = {
      place: task.store.place,
      database: task.database,
      tables: gathered.tables,
      days,
      hasRawTable,
      dropped: [...plan.dropped, ...(hadRawTable && !hasRawTable ? [rawTable] : [])],
    };
    return composeStatements(files, description, standing);
  }

  async function send(task: Task, prepared: Prepared, connection: Connection): Promise<Publication> {
    const { store, job, progress, info, database, request } = task;
    const engine = await engines.open(request.connection);
    const journal = await openUploadJournal(task.folder);
    return needs.withTemporaryFolder(async (folder) => {
      requireSpace(prepared.plan, await needs.measureFreeBytes(folder));
      const { signal } = job;
      const sent = await sendAll({ connection, store, journal, folder, progress, signal }, prepared.plan);
      const raw = prepared.plan.raw.filter((file) => !sent.changedRaw.has(file.key));
      const statements = describeLake(task, prepared, raw);
      const { definitions } = statements;
      const manifest = composeManifest({ files, info, database, ...prepared, raw, sent: sent.files, definitions });
      const manifestBytes = await finishPublication({
        store,
        journal,
        progress,
        plan: prepared.plan,
        sent: sent.files,
        signal,
        manifest,
        manifestTag: prepared.manifestTag,
        statements,
        async runStatement(sql) {
          const ddl = { sql, values: [], purpose: 'ddl', dataset: info.name, estimatedBytes: 0 };
          await engine.ask(ddl, { signal, onProgress: () => undefined });
        },
      });
      return describe(task, prepared, raw, sent, listStatements(statements), manifestBytes);
    });
  }

  async function publish(request: CallParams<'lake.publish'>, job: Job): Promise<Publication> {
    const startedAt = Date.now();
    setMaxListeners(0, job.signal); // each request that is under way listens
    const { client, connection: settings } = await connections.openS3(request.connection);
    const info = await needs.getDataset(request.dataset);
    if (info.rows === 0)
      throw new EngineError('bad_input', `The dataset “${info.name}” has no events to publish.`, {
        wayOut: 'Choose another dataset, or add files to it.',
      });
    const place = parsePlace(request.to);
    const task: Task = {
      request,
      database: settings.database,
      info,
      store: openLakeStore(client, settings.region, place, job.signal),
      folder: join(needs.workspaceDir, 'publishing', digest([settings.endpoint, place.uri]).slice(0, 16)),
      job,
      progress: new PublishProgress(job.onProgress),
      startedAt,
    };
    const work = () =>
      needs.withDataset(info.name, { signal: job.signal }, async (connection) => {
        const prepared = await prepare(needs, task, connection);
        const { plan, before } = prepared;
        const statements = listStatements(describeLake(task, prepared, plan.raw));
        const isThere =
          before?.state === 'complete' &&
          before.models === modelsVersion(files) &&
          statements.length === 0 &&
          listObjects(plan, plan.raw, () => null).every(({ action }) => action === 'keep');
        if (request.dryRun === true)
          return describe(task, prepared, plan.raw, null, statements, isThere ? null : estimateManifest(plan));
        const publication = isThere
          ? describe(task, prepared, plan.raw, null, [], null)
          : await send(task, prepared, connection);
        await connections.change(request.connection, { lake: place.uri });
        return publication;
      });
    if (request.dryRun === true) return work();
    await mkdir(task.folder, { recursive: true }); // the lock lies in it
    return needs.withLock(task.folder, place.uri, work);
  }

  return {
    handlers: { 'lake.publish': publish },

    async readManifest(name, uri, signal) {
      const { client, connection } = await connections.openS3(name);
      const place = parsePlace(uri);
      const stored = await loadManifest(openLakeStore(client, connection.region, place, signal));
      return stored === null ? null : readableManifest(stored.manifest, files, place.uri);
    },
  };
}
