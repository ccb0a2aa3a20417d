/**
 * Sessions for files that name none: a user's events belong together until a pause of more than 30 minutes (the
 * convention of web analytics). `made_sessions (user_id, started_at, ended_at, session_key)` keeps them, so that later
 * files lengthen, fill and join them as if all had been loaded at once.
 */
import type { Connection } from '../database.js';
import { addToSessions } from './sessions.js';

/** Made sessions are numbered from 0. */
const nextSession = '(SELECT coalesce(max(session_key), -1) + 1 FROM made_sessions)';

export const sessionGapMinutes = 30;

export async function createMadeSessions(connection: Connection): Promise<void> {
  await connection.run(
    'CREATE TABLE made_sessions (user_id BIGINT, started_at TIMESTAMP, ended_at TIMESTAMP, session_key BIGINT)',
  );
}

/** What is there and what is new as spans of time; spans of a user that are near enough are one visit. */
const visits = `WITH spans AS (
    SELECT user_id, event_time AS started_at, event_time AS ended_at, NULL::BIGINT AS session_key
    FROM coded GROUP BY user_id, event_time
    UNION ALL FROM made_sessions WHERE user_id IN (SELECT user_id FROM coded)),
  reached AS (
    SELECT *, max(ended_at) OVER (PARTITION BY user_id ORDER BY started_at, ended_at, session_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
    FROM spans),
  numbered AS (
    SELECT *, sum(CASE WHEN reached IS NULL OR started_at > reached + INTERVAL ${sessionGapMinutes} MINUTE THEN 1 ELSE 0 END)
      OVER (PARTITION BY user_id ORDER BY started_at, ended_at, session_key ROWS UNBOUNDED PRECEDING) AS visit
    FROM reached)
  SELECT user_id, min(started_at) AS started_at, max(ended_at) AS ended_at, min(session_key) AS known_key,
    list(session_key) FILTER (session_key IS NOT NULL) AS known_keys
  FROM numbered GROUP BY user_id, visit HAVING count(*) > count(session_key)`;

/**
 * Makes the sessions of `coded`, and the temporary view `keyed` and table `touched_sessions` as `nameSessions` does.
 * `joined_sessions (old_key, session_key)` tells which sessions became part of another; the caller moves their events.
 */
export async function makeSessions(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE visits AS
    SELECT * EXCLUDE (known_key), coalesce(known_key, next + row_number() OVER (PARTITION BY known_key IS NULL ORDER BY user_id, started_at) - 1)
      AS session_key, known_key IS NOT NULL AS is_known
    FROM (${visits}), (SELECT ${nextSession} AS next)`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE joined_sessions AS
    SELECT old_key, session_key FROM (SELECT unnest(known_keys) AS old_key, session_key FROM visits) WHERE old_key <> session_key`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched_sessions AS
    SELECT session_key FROM visits WHERE is_known UNION ALL SELECT old_key FROM joined_sessions`);

  await connection.run('DELETE FROM made_sessions WHERE session_key IN (SELECT session_key FROM touched_sessions)');
  await connection.run('INSERT INTO made_sessions SELECT user_id, started_at, ended_at, session_key FROM visits');
  await connection.run(`CREATE OR REPLACE TEMP VIEW keyed AS SELECT coded.*, visits.session_key
    FROM coded ASOF JOIN visits ON coded.user_id = visits.user_id AND coded.event_time >= visits.started_at`);
  await addToSessions(
    connection,
    `SELECT session_key, any_value(user_id) AS first_user, any_value(user_id) AS last_user, count(*) AS events
    FROM keyed GROUP BY session_key`,
  );
  await addToSessions(
    connection,
    `SELECT j.session_key, min(s.first_user) AS first_user, max(s.last_user) AS last_user, CAST(sum(s.events) AS BIGINT) AS events
    FROM joined_sessions j JOIN sessions s ON s.session_key = j.old_key GROUP BY j.session_key`,
  );
  await connection.run('DELETE FROM stored_sessions WHERE session_key IN (SELECT old_key FROM joined_sessions)');
}

/** Gives the stored events, and those known as copied, of sessions that became part of another their new key. */
export async function moveJoinedEvents(connection: Connection): Promise<void> {
  for (const table of ['stored_events', 'copied_rows'])
    await connection.run(`UPDATE ${table} SET session_key = j.session_key FROM joined_sessions j
      WHERE ${table}.session_key = j.old_key`);
}
