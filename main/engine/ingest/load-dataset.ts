/** Files become a dataset, or part of one. The steps of a load, in their order. */
import { isDeepStrictEqual } from 'node:util';
import {
  EngineError,
  fields,
  type DatasetInfo,
  type LoadRequest,
  type LoadSummary,
  type SkippedFile,
} from '../../../preload/contract.js';
import type { Job } from '../serve.js';
import { chooseFiles, estimateNeededBytes, noteLayouts, noteRepeated, type ChosenFile } from './choose-files.js';
import { requireSpace } from './disk-space.js';
import { extendDataset } from './extend-dataset.js';
import { fillDataset } from './fill-dataset.js';
import { fillUsual, orderUsual } from './fill-usual.js';
import { finishDataset } from './finish-dataset.js';
import { kaggleLayout } from './kaggle-layout.js';
import { prepareFiles, requireAlikeSessions, stageFiles, sum, type Load, type PreparedChoice } from './load-files.js';
import { LoadProgress } from './load-progress.js';
import type { Draft, LoadTools, NewDatasetInfo } from './load-tools.js';
import { sessionGapMinutes } from './made-sessions.js';

/** Weights lie between the seconds of usual files and of others, which take longer to be stored and put in order. */
const phases = [
  { name: 'Checking the files', weight: 9 },
  { name: 'Loading', weight: 26 },
  { name: 'Finding the rejected rows', weight: 0 },
  { name: 'Putting in order', weight: 7 },
  { name: 'Looking for duplicates', weight: 3 },
  { name: 'Preparing the reports', weight: 14 },
  { name: 'Checking the quality', weight: 4 },
] as const;

/** What a load adds: of a new dataset everything there is. */
interface Added {
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly rowsIgnored: number;
  readonly duplicates: number;
  readonly bytes: number;
}

const nothing: Added = { rowsRead: 0, rowsLoaded: 0, rowsRejected: 0, rowsIgnored: 0, duplicates: 0, bytes: 0 };

function subtract(after: NewDatasetInfo, before: DatasetInfo | null, files: readonly PreparedChoice[]): Added {
  return {
    rowsRead: after.rowsRead - (before?.rowsRead ?? 0),
    rowsLoaded: after.rows - (before?.rows ?? 0),
    rowsRejected: after.rowsRejected - (before?.rowsRejected ?? 0),
    rowsIgnored: after.rowsIgnored - (before?.rowsIgnored ?? 0),
    duplicates: after.duplicates - (before?.duplicates ?? 0),
    bytes: sum(files.map((file) => file.sizeBytes)),
  };
}

/**
 * Files are read through the layout that is given. Without one, those that are added to a dataset are read through the
 * dataset's where all of them fit it; else each is recognised.
 */
async function choose(
  { paths, layout }: LoadRequest,
  base: DatasetInfo | null,
  { connect, layouts: shipped }: LoadTools,
): Promise<readonly ChosenFile[]> {
  if (layout === undefined && base !== null && !isDeepStrictEqual(base.layout, kaggleLayout)) {
    try {
      return await chooseFiles(paths, connect, { layout: base.layout, shipped });
    } catch (error) {
      if (EngineError.from(error).code !== 'bad_input') throw error;
    }
  }
  return chooseFiles(paths, connect, { layout, shipped });
}

function requirePolicy(request: LoadRequest, base: DatasetInfo): void {
  if (request.dropDuplicates !== true || base.duplicatesDropped || base.rows === 0) return;
  throw new EngineError(
    'bad_params',
    `The duplicates of “${base.name}” are kept: they cannot be dropped for some files only.`,
    {
      wayOut: 'Add the files without dropping duplicates, or load all of them into a new dataset.',
    },
  );
}

/** The files with where they lie: known of those that were just read, and of earlier ones from when they were. */
function addPaths(
  files: NewDatasetInfo['files'],
  known: readonly Pick<DatasetInfo['files'][number], 'name' | 'sha256' | 'path'>[],
): NewDatasetInfo['files'] {
  return files.map((file) => {
    const path = known.find(({ name, sha256 }) => name === file.name && sha256 === file.sha256)?.path;
    return path === undefined ? file : { ...file, path };
  });
}

interface Outcome {
  readonly added: Added;
  readonly skipped: readonly SkippedFile[];
  readonly drops: boolean;
}

/** Fills the draft; null where no file brought anything new. */
async function work(
  load: Load,
  tools: LoadTools,
  draft: Draft,
  request: LoadRequest,
  base: DatasetInfo | null,
  startedAt: number,
): Promise<{ readonly info: NewDatasetInfo | null; readonly outcome: Outcome }> {
  const isEmpty = base === null || base.rows === 0;
  const drops = isEmpty ? request.dropDuplicates === true : base.duplicatesDropped;
  if (base !== null) requirePolicy(request, base);
  const chosen = await choose(request, base, tools);
  load.notes.push(...noteRepeated(chosen));
  requireSpace(estimateNeededBytes(chosen) + (base?.sizeBytes ?? 0), await tools.measureFreeBytes(load.folder));

  const contents = new Map(
    (base?.files ?? []).flatMap(({ sha256, name }) => (sha256 === null ? [] : [[sha256, name]])),
  );
  const { prepared, skipped } = await prepareFiles(load, chosen, {
    nextNumber: base?.files.length ?? 0,
    contents: request.append === true ? contents : null,
  });
  const [first] = prepared;
  if (first === undefined) return { info: null, outcome: { added: nothing, skipped, drops } };
  if (sum(prepared.map((file) => file.records + file.rejected)) === 0)
    throw new EngineError('bad_input', 'The files hold no rows.', { wayOut: 'Choose other files.' });
  const made = requireAlikeSessions(prepared, base === null ? null : base.sessionGapMinutes !== null);
  load.notes.unshift(...noteLayouts(prepared));
  draft.begin();
  const usual = base === null && !made ? orderUsual(prepared) : null;
  const staged = usual === null ? await stageFiles(load, prepared) : null;

  const absentFields = fields.filter(
    (field) =>
      prepared.every((file) => file.absentFields.includes(field)) &&
      (base === null || base.absentFields.includes(field)),
  );
  const info = await draft.connect(
    async (connection) => {
      const step = { connection, progress: load.progress, tools, made, drops };
      // One transaction: an addition is many small statements, and each would wait for the disk.
      if (base !== null) await connection.run('BEGIN');
      const filled = usual === null ? null : await fillUsual(step, load.folder, request.dataset, usual);
      if (staged !== null) await (base === null ? fillDataset(step, staged) : extendDataset(step, staged));
      const finished = await finishDataset(step, draft, {
        name: request.dataset,
        layout: base?.layout ?? first.layout,
        absentFields,
        sessionGapMinutes: made ? sessionGapMinutes : null,
      });
      if (base !== null) await connection.run('COMMIT');
      const files = addPaths(finished.files, [...(filled ?? prepared), ...(base?.files ?? [])]);
      return { ...finished, files, loadedAt: new Date().toISOString(), loadSeconds: (Date.now() - startedAt) / 1000 };
    },
    [load.scratch],
  );
  return { info, outcome: { added: subtract(info, base, prepared), skipped, drops } };
}

/**
 * Loads files into a new dataset, or adds them to one. Throws EngineError `already_exists`, `not_found`, `bad_input`,
 * `no_space`, `in_use`, `mismatch` where rows read ≠ loaded + rejected, `cancelled`; after any of them everything is as
 * before.
 */
export function createLoader(tools: LoadTools): (request: LoadRequest, job: Job) => Promise<LoadSummary> {
  return async (request, job) => {
    const { dataset } = request;
    const { signal } = job;
    const startedAt = Date.now();
    const notes: string[] = [];
    const progress = new LoadProgress(phases, job.onProgress);
    let outcome: Outcome = { added: nothing, skipped: [], drops: false };

    const build = async (draft: Draft, base: DatasetInfo | null): Promise<NewDatasetInfo | null> =>
      tools.withTemporaryFolder((folder) =>
        tools.withScratch(folder, signal, async (connection, scratch) => {
          const load = { connection, scratch, folder, job, scanThreads: tools.scanThreads, progress, notes };
          const done = await work(load, tools, draft, request, base, startedAt);
          outcome = done.outcome;
          return done.info;
        }),
      );
    const create = () => tools.create(dataset, { signal }, (draft) => build(draft, null));
    const change = () => tools.change(dataset, { signal }, build);
    async function append(): Promise<DatasetInfo> {
      if (await tools.exists(dataset)) return change();
      return create().catch((error: unknown) => {
        if (EngineError.from(error).code !== 'already_exists') throw error;
        return change(); // somebody else has made it meanwhile
      });
    }
    const { name } = await (request.append === true ? append() : create());

    const { added, skipped, drops } = outcome;
    return {
      dataset: name,
      ...added,
      duplicatesDropped: drops,
      seconds: (Date.now() - startedAt) / 1000,
      skipped,
      ...(notes.length > 0 && { notes }),
    };
  };
}
