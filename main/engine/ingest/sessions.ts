/**
 * `sessions (session_key, user_session, first_user, last_user, events)`: every session and its number. Events without
 * one are their user's: the key is then made of the user's number and never that of a named session.
 */
import type { Connection } from '../database.js';
import { codeOf, codeSpan, hasClashes, separateClashes } from './word-codes.js';

/** The key of events that name no session, as an expression over a user's number (negative for a word). */
export const ownSession = (user: string) => `CASE WHEN ${user} >= 0 THEN -1 - ${user} ELSE ${codeSpan} - ${user} END`;

/** Whether a session is named or made, and not a user's own. */
export const isNumbered = `session_key BETWEEN 0 AND ${codeSpan - 1n}`;

export async function createSessions(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE sessions (session_key BIGINT, user_session VARCHAR, first_user BIGINT,
    last_user BIGINT, events BIGINT)`);
}

const facts = 'min(user_id) AS first_user, max(user_id) AS last_user, count(*) AS events';

const named = `SELECT user_session, ${facts} FROM coded WHERE user_session IS NOT NULL GROUP BY user_session`;

const unnamed = `SELECT ${ownSession('user_id')} AS session_key, NULL AS user_session, ${facts}
  FROM coded WHERE user_session IS NULL GROUP BY user_id`;

const byHash = codeOf('session', 'user_session', false);

/** Adds `found (session_key, first_user, last_user, events)` to the sessions, new or known. */
export async function addToSessions(connection: Connection, found: string): Promise<void> {
  await connection.run(`MERGE INTO sessions s USING (${found}) f ON s.session_key = f.session_key
    WHEN MATCHED THEN UPDATE SET first_user = least(s.first_user, f.first_user),
      last_user = greatest(s.last_user, f.last_user), events = s.events + f.events
    WHEN NOT MATCHED THEN INSERT VALUES (f.session_key, NULL, f.first_user, f.last_user, f.events)`);
}

async function addAll(connection: Connection): Promise<void> {
  await connection.run(`INSERT INTO sessions SELECT ${byHash}, * FROM (${named})`);
  await connection.run(`INSERT INTO sessions ${unnamed}`);
}

async function addNew(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged_sessions AS ${named}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE known_sessions AS
    SELECT s.session_key, f.user_session, f.first_user, f.last_user, f.events
    FROM sessions s JOIN staged_sessions f ON f.user_session = s.user_session
    UNION ALL FROM (${unnamed}) SEMI JOIN sessions USING (session_key)`);
  await connection.run('INSERT INTO touched_sessions SELECT session_key FROM known_sessions');
  await connection.run(
    `INSERT INTO sessions SELECT ${byHash}, * FROM staged_sessions ANTI JOIN known_sessions USING (user_session)`,
  );
  await connection.run(`INSERT INTO sessions FROM (${unnamed}) ANTI JOIN sessions USING (session_key)`);
  await addToSessions(connection, 'FROM known_sessions');
}

/**
 * Numbers the sessions of `coded` and makes the temporary view `keyed`: `coded` with `session_key`. The temporary table
 * `touched_sessions` then holds the keys of sessions that were there before and have new events.
 */
export async function nameSessions(connection: Connection): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE touched_sessions (session_key BIGINT)');
  const newFrom = await connection.number('SELECT coalesce(max(rowid) + 1, 0) FROM sessions');
  await (newFrom === 0 ? addAll(connection) : addNew(connection));
  const table = { kind: 'session', table: 'sessions', code: 'session_key', word: 'user_session' } as const;
  await separateClashes(connection, table, newFrom);
  const key = codeOf('session', 'user_session', await hasClashes(connection));
  await connection.run(`CREATE OR REPLACE TEMP VIEW keyed AS SELECT *,
    CASE WHEN user_session IS NULL THEN ${ownSession('user_id')} ELSE ${key} END AS session_key FROM coded`);
}
