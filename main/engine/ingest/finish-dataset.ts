/** What a dataset says about itself once its events and models stand: quality, profile, facets, counts. */
import type { DatasetInfo } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { countValues } from './counted-values.js';
import { countDuplicates, showDuplicates } from './duplicates.js';
import { countFacets } from './facets.js';
import type { Step } from './fill-dataset.js';
import { countLateRows, showLateRows } from './late-rows.js';
import { sum } from './load-files.js';
import type { Draft, NewDatasetInfo } from './load-tools.js';
import { describeFiles, readPlaces } from './loaded-files.js';
import { measureQuality } from './quality.js';
import { requireEqualCounts } from './stage.js';

type Known = Pick<DatasetInfo, 'name' | 'layout' | 'absentFields' | 'sessionGapMinutes'>;

async function readRange(connection: Connection): Promise<Pick<DatasetInfo, 'from' | 'to'>> {
  const [from, to] = await connection.columns('SELECT min(event_time) AS first, max(event_time) AS last FROM events');
  return { from: (from?.values[0] as string | null) ?? null, to: (to?.values[0] as string | null) ?? null };
}

/** Throws EngineError `mismatch` where rows read ≠ loaded + rejected (+ dropped). */
export async function finishDataset(
  { connection, progress, tools, drops }: Step,
  draft: Draft,
  { name, ...known }: Known,
): Promise<Omit<NewDatasetInfo, 'loadedAt' | 'loadSeconds'>> {
  const files = await describeFiles(connection);
  const rowsRead = sum(files.map((file) => file.rowsRead));
  const rowsIgnored = await connection.number('SELECT sum(rows_ignored) FROM loaded_files');
  const rowsLoaded = await connection.number('SELECT count(*) FROM events');
  const rowsRejected = await connection.number('SELECT count(*) FROM rejects');
  const duplicates = await countDuplicates(connection);
  const accounted = rowsLoaded + rowsRejected + (drops ? duplicates : 0);
  requireEqualCounts(name, 'were loaded, rejected or dropped', rowsRead, accounted);

  progress.enter('Checking the quality', { unit: 'steps', total: null });
  await countValues(connection);
  const facts = {
    rowsRead,
    rowsLoaded,
    rowsRejected,
    duplicates,
    duplicateExamples: await showDuplicates(connection),
    lateRows: await countLateRows(connection),
    lateExamples: await showLateRows(connection, await readPlaces(connection)),
    areSessionsMade: known.sessionGapMinutes !== null,
    hasPrices: !known.absentFields.includes('price'),
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
    rowsIgnored,
    duplicates,
    duplicatesDropped: drops,
    ...(await readRange(connection)),
    files,
    ...known,
  };
}
