/**
 * `sessions (session_key, user_session, first_user, last_user, events)`: every session and its number, a view of
 * `stored_sessions`, which has names that are UUIDs in 16 bytes. Events without a session are their user's: the key is
 * then made of the user's number and never that of a named session.
 */
import { EngineError } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { codeOf, codeSpan, hasClashes, separateClashes } from './word-codes.js';

/** The key of events that name no session, as an expression over a user's number (negative for a word). */
export const ownSession = (user: string) => `CASE WHEN ${user} >= 0 THEN -1 - ${user} ELSE ${codeSpan} - ${user} END`;

/** Whether a session is named or made, and not a user's own. */
export const isNumbered = `session_key BETWEEN 0 AND ${codeSpan - 1n}`;

export async function createSessions(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE stored_sessions (session_key BIGINT, session_uuid UUID, session_text VARCHAR,
    first_user BIGINT, last_user BIGINT, events BIGINT)`);
  await connection.run(`CREATE VIEW sessions AS
    SELECT session_key, ${sessionName} AS user_session, first_user, last_user, events FROM stored_sessions`);
}

/** The name of a session of two columns. */
const sessionName = 'coalesce(session_text, CAST(session_uuid AS VARCHAR))';

/** A session's name as those columns: a UUID is one where it is written as DuckDB would write it. */
const splitName = (name: string) => {
  const uuid = `TRY_CAST(${name} AS UUID)`;
  const isUuid = `coalesce(CAST(${uuid} AS VARCHAR) = ${name}, false)`;
  return `CASE WHEN ${isUuid} THEN ${uuid} END AS session_uuid, CASE WHEN NOT ${isUuid} THEN ${name} END AS session_text`;
};

const splitColumns = `session_key, ${splitName('user_session')}, first_user, last_user, events`;

const facts = 'min(user_id) AS first_user, max(user_id) AS last_user, count(*) AS events';

const named = `SELECT user_session, ${facts} FROM coded WHERE user_session IS NOT NULL GROUP BY user_session`;

const unnamed = `SELECT ${ownSession('user_id')} AS session_key, NULL AS user_session, ${facts}
  FROM coded WHERE user_session IS NULL GROUP BY user_id`;

const byHash = codeOf('session', 'user_session', false);

const sessionWords = { kind: 'session', table: 'stored_sessions', code: 'session_key', word: sessionName } as const;

/** Adds `found (session_key, first_user, last_user, events)` to the sessions, new or known. */
export async function addToSessions(connection: Connection, found: string): Promise<void> {
  await connection.run(`MERGE INTO stored_sessions s USING (${found}) f ON s.session_key = f.session_key
    WHEN MATCHED THEN UPDATE SET first_user = least(s.first_user, f.first_user),
      last_user = greatest(s.last_user, f.last_user), events = s.events + f.events
    WHEN NOT MATCHED THEN INSERT VALUES (f.session_key, NULL, NULL, f.first_user, f.last_user, f.events)`);
}

async function addRows(connection: Connection, sessions: string): Promise<void> {
  await connection.run(`INSERT INTO stored_sessions SELECT ${splitColumns} FROM (${sessions})`);
}

async function addAll(connection: Connection): Promise<void> {
  await addRows(connection, `SELECT ${byHash} AS session_key, * FROM (${named})`);
  await addRows(connection, unnamed);
}

async function addNew(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged_sessions AS ${named}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE known_sessions AS
    SELECT s.session_key, f.user_session, f.first_user, f.last_user, f.events
    FROM sessions s JOIN staged_sessions f ON f.user_session = s.user_session
    UNION ALL FROM (${unnamed}) SEMI JOIN sessions USING (session_key)`);
  await connection.run('INSERT INTO touched_sessions SELECT session_key FROM known_sessions');
  await addRows(
    connection,
    `SELECT ${byHash} AS session_key, * FROM staged_sessions ANTI JOIN known_sessions USING (user_session)`,
  );
  await addRows(connection, `FROM (${unnamed}) ANTI JOIN sessions USING (session_key)`);
  await addToSessions(connection, 'FROM known_sessions');
}

/**
 * Numbers the sessions of `coded` and makes the temporary view `keyed`: `coded` with `session_key`. The temporary table
 * `touched_sessions` then holds the keys of sessions that were there before and have new events.
 */
export async function nameSessions(connection: Connection): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE touched_sessions (session_key BIGINT)');
  const newFrom = await connection.number('SELECT coalesce(max(rowid) + 1, 0) FROM stored_sessions');
  await (newFrom === 0 ? addAll(connection) : addNew(connection));
  await separateClashes(connection, sessionWords, newFrom);
  const key = codeOf('session', 'user_session', await hasClashes(connection));
  await connection.run(`CREATE OR REPLACE TEMP VIEW keyed AS SELECT *,
    CASE WHEN user_session IS NULL THEN ${ownSession('user_id')} ELSE ${key} END AS session_key FROM coded`);
}

/**
 * Takes in the names of sessions that stand in the files of a pattern, a line each, as the temporary table
 * `session_names (session_key, session_uuid, session_text)`; names that share a number with another get their own.
 */
export async function readSessionNames(connection: Connection, pattern: string, hasOnlyUuids: boolean): Promise<void> {
  const lines = `SELECT name FROM read_csv(?, auto_detect = false, header = false, quote = '',
    escape = '', delim = '\t', new_line = '\\n', columns = {name: 'VARCHAR'})`;
  const named = hasOnlyUuids
    ? `SELECT ${codeOf('session', 'name', false)} AS session_key, CAST(name AS UUID) AS name FROM (${lines})`
    : `SELECT ${codeOf('session', 'name', false)} AS session_key, name FROM (${lines})`;
  const columns = hasOnlyUuids ? 'name AS session_uuid, CAST(NULL AS VARCHAR) AS session_text' : splitName('name');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE session_names AS SELECT session_key, ${columns}, other
    FROM (SELECT session_key, min(name) AS name, max(name) AS other FROM (${named}) GROUP BY session_key)`,
    [pattern],
  );
  const clashing = await connection.number(
    `SELECT count(*) FROM session_names WHERE CAST(other AS VARCHAR) <> ${sessionName}`,
  );
  await connection.run('ALTER TABLE session_names DROP COLUMN other');
  if (clashing === 0) return;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE session_names AS SELECT session_key, ${columns} FROM (SELECT DISTINCT * FROM (${named}))`,
    [pattern],
  );
  await separateClashes(connection, { ...sessionWords, table: 'session_names' });
}

export interface NameKey {
  /** An expression that takes the values and keeps rows in their order. */
  readonly sql: string;
  readonly values: readonly string[];
}

/** The key of the session that `name` names, as an expression. */
export async function nameKey(connection: Connection, name: string): Promise<NameKey> {
  const clashed = await connection.rows(
    `SELECT clashed, CAST(code AS VARCHAR) AS code FROM clashed_words WHERE kind = 'session'`,
  );
  const own = clashed.map((row) => `WHEN CAST(? AS VARCHAR) THEN ${String(row['code'])}`);
  const key = codeOf('session', name, false);
  const sql = own.length === 0 ? key : `CASE ${name} ${own.join(' ')} ELSE ${key} END`;
  return { sql, values: clashed.map((row) => String(row['clashed'])) };
}

/** The sessions of `stored_events`, with their names out of `session_names`. Throws EngineError `mismatch` where one has none. */
export async function collectSessions(connection: Connection): Promise<void> {
  await connection.run(`INSERT INTO stored_sessions
    SELECT s.session_key, n.session_uuid, n.session_text, s.first_user, s.last_user, s.events
    FROM (SELECT session_key, ${facts} FROM stored_events GROUP BY session_key) s
    LEFT JOIN session_names n ON n.session_key = s.session_key`);
  await connection.run('DROP TABLE session_names');
  const nameless = await connection.number(
    `SELECT count(*) FROM stored_sessions WHERE ${isNumbered} AND session_uuid IS NULL AND session_text IS NULL`,
  );
  if (nameless > 0)
    throw new EngineError('mismatch', `The names of ${nameless} sessions were not found. Nothing was kept.`, {
      wayOut: 'Make sure that nothing writes to the file, and load it again.',
    });
}
