/**
 * Files of usual rows become a new dataset. They have been looked through already (usual/scan-usual.ts), so that their
 * rows go straight to where they stay: no stage, no order to make, no copies to look for (decision 0009).
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createWordTables, settleTypes } from './dictionaries.js';
import { settleDuplicates, type Surplus } from './duplicates.js';
import { toCounts, type Step } from './fill-dataset.js';
import { createLateRows } from './late-rows.js';
import { sum, type PreparedChoice, type StagedFile } from './load-files.js';
import { addLoadedFiles, createLoadedFiles, readPlaces } from './loaded-files.js';
import { addRejects, createRejects } from './rejects.js';
import { collectSessions, createSessions, nameKey, readSessionNames } from './sessions.js';
import { requireEqualCounts } from './stage.js';
import { createEventViews, createStoredEvents } from './store-events.js';
import { keepCounts, keepWords, scannedWords, withScannedModels } from './usual/keep-scan.js';
import { namesEnding, type UsualScan } from './usual/scan-usual.js';
import { literalPath } from './sources.js';
import { storeUsualFile } from './usual/store-usual.js';

type UsualChoice = PreparedChoice & { readonly usual: UsualScan };

/** The files in the order of their events; null where they are not all usual, or where one begins before another ends. */
export function orderUsual(files: readonly PreparedChoice[]): readonly UsualChoice[] | null {
  const usual = files.flatMap((file) => (file.usual === undefined ? [] : [{ ...file, usual: file.usual }]));
  if (usual.length < files.length) return null;
  const ordered = [...usual].sort((a, b) => a.usual.firstSecond - b.usual.firstSecond);
  const follows = (file: UsualChoice, at: number) =>
    at === 0 || file.usual.firstSecond > (ordered[at - 1]?.usual.lastSecond ?? Infinity);
  return ordered.every(follows) ? ordered : null;
}

/** Of rows that stand one file after another. */
function joinSurplus(scans: readonly UsualScan[]): Surplus {
  const positions: number[] = [];
  const firsts: number[] = [];
  let before = 0;
  for (const { rows, surplus, firsts: first } of scans) {
    for (const row of surplus) positions.push(before + row);
    for (const row of first) firsts.push(before + row);
    before += rows;
  }
  return { positions, firsts };
}

/** `folder` holds what the scans have left. Throws EngineError `mismatch` where DuckDB finds other rows than the scan. */
export async function fillUsual(
  step: Step,
  folder: string,
  name: string,
  files: readonly UsualChoice[],
): Promise<readonly StagedFile[]> {
  const { connection, progress, tools, drops } = step;
  const scans = files.map((file) => file.usual);
  const rows = sum(files.map((file) => file.records));
  progress.enter('Loading', { unit: 'rows', total: rows, bytes: sum(files.map((file) => file.contentBytes)) });
  await createWordTables(connection);
  await createSessions(connection);
  await createLoadedFiles(connection);
  await createRejects(connection);
  await createLateRows(connection);
  await keepWords(connection, scans);
  const types = await settleTypes(connection, scannedWords);
  await keepCounts(connection, scans, types);
  const surplus = joinSurplus(scans);
  const isCounted = !drops || surplus.positions.length === 0;
  if (isCounted) {
    const facts = {
      name,
      rowsRejected: sum(files.map((file) => file.rejected)),
      absentFields: [],
      sessionGapMinutes: null,
    };
    progress.tell(await withScannedModels(connection, scans, () => tools.answerEarly(connection, facts)));
  }

  await createStoredEvents(connection, types);
  await readSessionNames(
    connection,
    join(literalPath(folder), `*${namesEnding}*`),
    scans.every(({ hasOnlyUuids }) => hasOnlyUuids),
  );
  const sessionKey = await nameKey(connection, 'user_session');
  let done = 0;
  for (const file of files) {
    const report = (part: number) => progress.update(done + part * file.records, done + part * file.records);
    await storeUsualFile(
      connection,
      { ...file, path: file.copy ?? file.path, sessionKey, hasShortRows: file.usual.shortRows.length > 0 },
      types,
      report,
    );
    done += file.records;
    requireEqualCounts(file.name, 'were read', done, await connection.number('SELECT count(*) FROM stored_events'));
  }
  const staged = await Promise.all(
    files.map(async (file) => ({ ...file, sha256: await file.usual.sha256, ignored: 0 })),
  );
  for (const { copy } of staged) if (copy !== null) await rm(copy);
  await addLoadedFiles(connection, toCounts(staged));
  await addRejects(connection, await readPlaces(connection));

  progress.enter('Putting in order', { unit: 'steps', total: 1 });
  await collectSessions(connection);
  await createEventViews(connection);
  progress.enter('Looking for duplicates', { unit: 'steps', total: 100 });
  await settleDuplicates(connection, drops, surplus, (part) => progress.update(100 * part));

  progress.enter('Preparing the reports', { unit: 'steps', total: null });
  if (isCounted) await connection.run('CREATE TABLE category_slots AS FROM temp.category_slots');
  await connection.run('DROP TABLE temp.category_slots');
  const ready = new Set(isCounted ? ['category_slots'] : []);
  await tools.buildModels(connection, (at, total) => progress.update(at, undefined, total), ready);
  return staged;
}
