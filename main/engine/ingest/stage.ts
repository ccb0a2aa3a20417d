/** `stage`: the sound rows of a load's files, one file after another, before they become events of a dataset. */
import { EngineError } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { watchPercentage } from './load-progress.js';
import { selectSoundRows } from './row-checks.js';
import type { Source } from './sources.js';

/** An id that is a whole number stands for itself; any other is a word, and a dictionary numbers it later. */
export async function createStage(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE stage (event_time TIMESTAMP, event_type VARCHAR, product_id BIGINT,
    product_word VARCHAR, category_id BIGINT, category_word VARCHAR, category_code VARCHAR, brand VARCHAR,
    price DECIMAL(18,4), user_id BIGINT, user_word VARCHAR, user_session VARCHAR, file_no INTEGER, text_form UINTEGER)`);
}

/** Puts the sound rows of a source behind those that are there; returns how many. */
export async function stageSource(
  connection: Connection,
  source: Source,
  fileNumber: number,
  onPart: (part: number) => void,
): Promise<number> {
  const before = await connection.number('SELECT count(*) FROM stage');
  await watchPercentage(connection, onPart, () =>
    connection.run(`INSERT INTO stage ${selectSoundRows(source, fileNumber)}`, source.values),
  );
  return (await connection.number('SELECT count(*) FROM stage')) - before;
}

/** The rank of a row's file, as an expression over `file_no`. */
export function placeOf(places: ReadonlyMap<number, number>): string {
  const numbers = [...places.keys()];
  const ranks = Array.from({ length: Math.max(-1, ...numbers) + 1 }, (_, number) => places.get(number) ?? -1);
  return `([${ranks.join(', ')}]::INTEGER[])[file_no + 1]`;
}

/** Whether the rows already stand in the order (event_time, file, row). */
export async function isStageOrdered(connection: Connection, places: ReadonlyMap<number, number>): Promise<boolean> {
  const place = places.size > 1 ? placeOf(places) : '0';
  const [row] = await connection.rows(`SELECT count(*) AS seams
    FROM (SELECT event_time, place, lag(event_time) OVER () AS previous_time, lag(place) OVER () AS previous_place
      FROM (SELECT event_time, ${place} AS place FROM stage))
    WHERE event_time < previous_time OR (event_time = previous_time AND place < previous_place)`);
  return Number(row?.['seams']) === 0;
}

/** Throws EngineError `mismatch` where two independent counts of the same rows differ. */
export function requireEqualCounts(file: string, what: string, ours: number, theirs: number): void {
  if (ours === theirs) return;
  throw new EngineError('mismatch', `“${file}”: ${ours} rows were counted, but ${theirs} ${what}. Nothing was kept.`, {
    file,
    wayOut: 'Make sure that nothing writes to the file, and load it again.',
  });
}
