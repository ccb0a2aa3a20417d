/** Files become a dataset. The steps of a load, in their order. */
import type { DatasetInfo, LoadRequest, LoadSummary } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Job } from '../serve.js';
import { chooseFiles, estimateNeededBytes, noteRepeated } from './choose-files.js';
import { requireSpace } from './disk-space.js';
import { dropDuplicates, findDuplicates, showDuplicates } from './duplicates.js';
import { countFacets } from './facets.js';
import { describeFiles, prepareFiles, storeFiles, sum, type Load } from './load-files.js';
import { kaggleLayout } from './kaggle-layout.js';
import { LoadProgress } from './load-progress.js';
import type { Draft, LoadTools } from './load-tools.js';
import { measureQuality } from './quality.js';
import { createRejects, finishRejects } from './rejects.js';
import { checkOrder, createEventsView, requireEqualCounts, showLateRows, sortStoredEvents } from './store-events.js';

/** Weights are seconds on two cores for 42 million rows of plain CSV. */
const phases = [
  { name: 'Checking the files', weight: 15 },
  { name: 'Finding brands and categories', weight: 5 },
  { name: 'Loading', weight: 38 },
  { name: 'Finding the rejected rows', weight: 0 },
  { name: 'Putting in order', weight: 1 },
  { name: 'Looking for duplicates', weight: 7 },
  { name: 'Preparing the reports', weight: 53 },
  { name: 'Checking the quality', weight: 20 },
] as const;

async function readRange(connection: Connection): Promise<Pick<DatasetInfo, 'from' | 'to'>> {
  const [from, to] = await connection.columns('SELECT min(event_time) AS first, max(event_time) AS last FROM events');
  return { from: (from?.values[0] as string | null) ?? null, to: (to?.values[0] as string | null) ?? null };
}

/** Fills a new dataset. Everything happens on one connection: its temporary tables carry what passes from step to step. */
async function fill(
  load: Load,
  tools: LoadTools,
  draft: Draft,
  request: LoadRequest,
): Promise<Omit<DatasetInfo, 'name' | 'sizeBytes' | 'loadedAt' | 'loadSeconds'>> {
  const { connection, folder, progress } = load;
  const chosen = await chooseFiles(request.paths, tools.connect);
  load.notes.push(...noteRepeated(chosen));
  requireSpace(estimateNeededBytes(chosen), await tools.measureFreeBytes(folder));

  await createRejects(connection);
  const prepared = await prepareFiles(load, chosen);
  await storeFiles(load, prepared);

  progress.enter('Putting in order', { unit: 'steps', total: null });
  const order = await checkOrder(connection);
  const lateExamples = order.lateRows > 0 ? await showLateRows(connection) : [];
  if (!order.isOrdered) await sortStoredEvents(connection);

  progress.enter('Looking for duplicates', { unit: 'steps', total: 100 });
  const duplicates = await findDuplicates(connection, (part) => progress.update(100 * part));
  const duplicateExamples = await showDuplicates(connection);
  const drops = request.dropDuplicates === true;
  if (drops && duplicates > 0) await dropDuplicates(connection);

  const files = await describeFiles(connection, prepared);
  await finishRejects(connection);
  await createEventsView(connection);
  const rowsRead = sum(files.map((file) => file.rowsRead));
  const rowsLoaded = await connection.number('SELECT count(*) FROM events');
  const rowsRejected = await connection.number('SELECT count(*) FROM rejects');
  requireEqualCounts(
    request.dataset,
    'were loaded, rejected or dropped',
    rowsRead,
    rowsLoaded + rowsRejected + (drops ? duplicates : 0),
  );

  progress.enter('Preparing the reports', { unit: 'steps', total: null });
  await tools.buildModels(connection, (done, total) => progress.update(done, undefined, total));

  progress.enter('Checking the quality', { unit: 'steps', total: null });
  const facts = {
    rowsRead,
    rowsLoaded,
    rowsRejected,
    duplicates,
    duplicateExamples,
    lateRows: order.lateRows,
    lateExamples,
  };
  const quality = await measureQuality(connection, facts, tools.known, (done, total) =>
    progress.update(done, undefined, total),
  );
  await draft.writeDocument('quality', quality);
  await draft.writeDocument('facets', await countFacets(connection));

  return {
    rows: rowsLoaded,
    rowsRead,
    rowsRejected,
    duplicates,
    duplicatesDropped: drops,
    ...(await readRange(connection)),
    files,
    rowsIgnored: 0,
    layout: kaggleLayout,
    absentFields: [],
    sessionGapMinutes: null,
  };
}

/**
 * Loads files into a new dataset. Throws EngineError `already_exists`, `not_found`, `bad_input`, `no_space`,
 * `mismatch` where rows read ≠ loaded + rejected, `cancelled`; after any of them nothing is left.
 */
export function createLoader(tools: LoadTools): (request: LoadRequest, job: Job) => Promise<LoadSummary> {
  return async (request, job) => {
    const startedAt = Date.now();
    const notes: string[] = [];
    const progress = new LoadProgress(phases, job.onProgress);
    const info = await tools.create(request.dataset, { signal: job.signal }, async (draft) => {
      const filled = await tools.withTemporaryFolder((folder) =>
        draft.connect((connection) => fill({ connection, folder, job, progress, notes }, tools, draft, request)),
      );
      return { ...filled, loadedAt: new Date().toISOString(), loadSeconds: (Date.now() - startedAt) / 1000 };
    });
    return {
      dataset: info.name,
      rowsRead: info.rowsRead,
      rowsLoaded: info.rows,
      rowsRejected: info.rowsRejected,
      duplicates: info.duplicates,
      duplicatesDropped: info.duplicatesDropped,
      seconds: info.loadSeconds,
      bytes: sum(info.files.map((file) => file.bytes)),
      rowsIgnored: 0,
      skipped: [],
      ...(notes.length > 0 && { notes }),
    };
  };
}
