/** The stage becomes a new dataset. */
import type { Connection } from '../database.js';
import { createCodedView, createWordTables, numberWords, settleTypes, type ColumnTypes } from './dictionaries.js';
import { settleDuplicates } from './duplicates.js';
import { createLateRows, keepLateRows } from './late-rows.js';
import type { StagedFile } from './load-files.js';
import type { LoadProgress } from './load-progress.js';
import type { LoadTools } from './load-tools.js';
import { addLoadedFiles, createLoadedFiles, readPlaces } from './loaded-files.js';
import { createMadeSessions, makeSessions } from './made-sessions.js';
import { addRejects, createRejects } from './rejects.js';
import { createSessions, nameSessions } from './sessions.js';
import { isStageOrdered } from './stage.js';
import { hasClashes } from './word-codes.js';
import { createEventViews, createStoredEvents, storeAll } from './store-events.js';

/** What the steps that write a dataset share. */
export interface Step {
  /** Of the dataset that is written; it also finds the tables of the scratch database. */
  readonly connection: Connection;
  readonly progress: LoadProgress;
  readonly tools: LoadTools;
  /** Whether sessions are made, because no file names them. */
  readonly made: boolean;
  /** Whether surplus copies are dropped. */
  readonly drops: boolean;
}

export function toCounts(files: readonly StagedFile[]) {
  return files.map(({ number, name, sizeBytes, sha256, records, rejected, ignored }) => ({
    number,
    name,
    bytes: sizeBytes,
    sha256,
    rowsRead: records + rejected - ignored,
    rowsIgnored: ignored,
  }));
}

/** Takes in what files bring beside their events: their names and rejects, and the words that need a number. */
export async function takeInFiles(
  connection: Connection,
  files: readonly StagedFile[],
): Promise<{ readonly places: ReadonlyMap<number, number>; readonly types: ColumnTypes }> {
  await addLoadedFiles(connection, toCounts(files));
  const places = await readPlaces(connection);
  await addRejects(connection, places);
  await keepLateRows(connection);
  await numberWords(connection);
  await createCodedView(connection);
  const types = await settleTypes(connection);
  return { places, types };
}

export async function fillDataset(step: Step, files: readonly StagedFile[]): Promise<void> {
  const { connection, progress, tools, made, drops } = step;
  progress.enter('Putting in order', { unit: 'steps', total: 3 });
  await createWordTables(connection);
  await createSessions(connection);
  await createLoadedFiles(connection);
  await createRejects(connection);
  await createLateRows(connection);
  const { places, types } = await takeInFiles(connection, files);
  await createStoredEvents(connection, types);
  progress.update(1);
  if (made) {
    await createMadeSessions(connection);
    await makeSessions(connection);
  } else await nameSessions(connection);
  progress.update(2);
  const keepsOrder = !made && !(await hasClashes(connection));
  await storeAll(connection, types, places, keepsOrder && (await isStageOrdered(connection, places)));
  await createEventViews(connection);

  progress.enter('Looking for duplicates', { unit: 'steps', total: 100 });
  await settleDuplicates(connection, drops, null, (part) => progress.update(100 * part));

  progress.enter('Preparing the reports', { unit: 'steps', total: null });
  await tools.buildModels(connection, (done, total) => progress.update(done, undefined, total));
}
