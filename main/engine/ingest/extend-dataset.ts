/**
 * The stage becomes part of a dataset that is there, so that everything is as if all files had been loaded at once. What
 * is new is gone through; of what is there the columns that join with it are scanned, and the events after the first new
 * one are written anew.
 */
import type { Connection } from '../database.js';
import { settleTailDuplicates } from './duplicates.js';
import { takeInFiles, type Step } from './fill-dataset.js';
import type { StagedFile } from './load-files.js';
import { makeSessions, moveJoinedEvents } from './made-sessions.js';
import { nameSessions } from './sessions.js';
import { mergeTail, replaceTail } from './store-events.js';
import { requireSameHash } from './word-codes.js';

const eventColumns =
  'event_time, event_type, product_id, category_id, category_code, brand, price, user_id, session_key';

/** The events of sessions that are about to get more, as they are now. */
async function keepEventsBefore(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE events_before AS SELECT rowid AS event_no, ${eventColumns}
    FROM stored_events SEMI JOIN touched_sessions USING (session_key)`);
}

/** What is new, and with it all events of its sessions; their numbers in the order of events are not told. */
async function showEventsAfter(connection: Connection, made: boolean): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP VIEW new_events AS
    SELECT CAST(NULL AS BIGINT) AS event_no, ${eventColumns} FROM incoming`);
  const before = made
    ? `SELECT b.* REPLACE (coalesce(j.session_key, b.session_key) AS session_key)
      FROM events_before b LEFT JOIN joined_sessions j ON j.old_key = b.session_key`
    : 'FROM events_before';
  await connection.run(`CREATE OR REPLACE TEMP VIEW events_after AS FROM new_events UNION ALL ${before}`);
}

export async function extendDataset(step: Step, files: readonly StagedFile[]): Promise<void> {
  const { connection, progress, tools, made, drops } = step;
  progress.enter('Putting in order', { unit: 'steps', total: 4 });
  await requireSameHash(connection);
  const { places, types } = await takeInFiles(connection, files);
  progress.update(1);
  await (made ? makeSessions(connection) : nameSessions(connection));
  await keepEventsBefore(connection);
  if (made) await moveJoinedEvents(connection);
  progress.update(2);
  const merged = await mergeTail(connection, types, places);
  if (merged === null) return; // every row was rejected or ignored
  progress.update(3);

  progress.enter('Looking for duplicates', { unit: 'steps', total: 100 });
  await settleTailDuplicates(connection, merged, drops, (part) => progress.update(100 * part));
  await replaceTail(connection, merged);

  progress.enter('Preparing the reports', { unit: 'steps', total: null });
  await showEventsAfter(connection, made);
  await tools.extendModels(connection, (done, total) => progress.update(done, undefined, total));
}
