/** Usual rows on their way from the file into `stored_events`: nothing is left to check, so they are read as what they are. */
import type { Connection } from '../../database.js';
import type { ColumnTypes } from '../dictionaries.js';
import { watchPercentage } from '../load-progress.js';
import { ownSession } from '../sessions.js';
import { literalPath } from '../sources.js';
import { codeOf } from '../word-codes.js';
import { storedColumns } from '../store-events.js';

export interface UsualFile {
  readonly path: string;
  readonly number: number;
  readonly hasHeader: boolean;
  readonly hasOnlyUuids: boolean;
  /** Rows of too few fields are passed over. */
  readonly hasShortRows: boolean;
}

/** The names of sessions, for `collectSessions`. */
const sessionColumns = 'user_session UUID, session_text VARCHAR';

/** Gives the new table `stored_events` room for the names of sessions, until {@link forgetSessionNames}. */
export async function keepSessionNames(connection: Connection): Promise<void> {
  for (const column of sessionColumns.split(', '))
    await connection.run(`ALTER TABLE stored_events ADD COLUMN ${column}`);
}

export async function forgetSessionNames(connection: Connection): Promise<void> {
  for (const column of ['user_session', 'session_text'])
    await connection.run(`ALTER TABLE stored_events DROP COLUMN ${column}`);
}

const sessionKey = `CASE WHEN user_session IS NULL THEN ${ownSession('user_id')}
    ELSE ${codeOf('session', 'user_session', false)} END`;

/** A name is text where it is no UUID, or another way of writing one. */
const sessionNames = {
  uuids: 'CAST(user_session AS UUID), NULL',
  any: `CASE WHEN CAST(TRY_CAST(user_session AS UUID) AS VARCHAR) = user_session THEN CAST(user_session AS UUID) END,
    CASE WHEN CAST(TRY_CAST(user_session AS UUID) AS VARCHAR) IS DISTINCT FROM user_session THEN user_session END`,
} as const;

/** Puts the rows of a file behind those that are there. */
export async function storeUsualFile(
  connection: Connection,
  { path, number, hasHeader, hasOnlyUuids, hasShortRows }: UsualFile,
  types: ColumnTypes,
  onPart: (part: number) => void,
): Promise<void> {
  await watchPercentage(connection, onPart, () =>
    connection.run(
      `INSERT INTO stored_events (${storedColumns}, user_session, session_text)
      SELECT event_time, CAST(event_type AS event_type), product_id, CAST(category_id AS ${types.categoryId}),
        CAST(category_code AS ${types.categoryCode}), CAST(brand AS ${types.brand}), price, user_id,
        ${sessionKey}, CAST(${number} AS INTEGER), 0, ${hasOnlyUuids ? sessionNames.uuids : sessionNames.any}
      FROM read_csv(?, auto_detect = false, header = ${hasHeader}, delim = ',', quote = '', escape = '',
        new_line = '\\n', ignore_errors = ${hasShortRows}, columns = {event_time: 'TIMESTAMP', event_type: 'VARCHAR', product_id: 'BIGINT',
          category_id: 'VARCHAR', category_code: 'VARCHAR', brand: 'VARCHAR', price: 'DECIMAL(18,4)', user_id: 'BIGINT',
          user_session: 'VARCHAR'})`,
      [literalPath(path)],
    ),
  );
}
