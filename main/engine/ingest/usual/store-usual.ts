/** Usual rows on their way from the file into `stored_events`: nothing is left to check, so they are read as what they are. */
import type { Connection } from '../../database.js';
import type { ColumnTypes } from '../dictionaries.js';
import { watchPercentage } from '../load-progress.js';
import { ownSession, type NameKey } from '../sessions.js';
import { literalPath } from '../sources.js';

export interface UsualFile {
  readonly path: string;
  readonly number: number;
  readonly hasHeader: boolean;
  /** The key of a session's name, as an expression over `user_session`. */
  readonly sessionKey: NameKey;
  /** Rows of too few fields are passed over. */
  readonly hasShortRows: boolean;
}

/** Puts the rows of a file behind those that are there. */
export async function storeUsualFile(
  connection: Connection,
  { path, number, hasHeader, sessionKey, hasShortRows }: UsualFile,
  types: ColumnTypes,
  onPart: (part: number) => void,
): Promise<void> {
  await watchPercentage(connection, onPart, () =>
    connection.run(
      `INSERT INTO stored_events
      SELECT event_time, CAST(event_type AS event_type), product_id, CAST(category_id AS ${types.categoryId}),
        CAST(category_code AS ${types.categoryCode}), CAST(brand AS ${types.brand}), price, user_id,
        CASE WHEN user_session IS NULL THEN ${ownSession('user_id')} ELSE ${sessionKey.sql} END, CAST(${number} AS INTEGER), 0
      FROM read_csv(?, auto_detect = false, header = ${hasHeader}, delim = ',', quote = '', escape = '',
        new_line = '\\n', ignore_errors = ${hasShortRows}, columns = {event_time: 'TIMESTAMP', event_type: 'VARCHAR', product_id: 'BIGINT',
          category_id: 'VARCHAR', category_code: 'VARCHAR', brand: 'VARCHAR', price: 'DECIMAL(18,4)', user_id: 'BIGINT',
          user_session: 'VARCHAR'})`,
      [...sessionKey.values, literalPath(path)],
    ),
  );
}
