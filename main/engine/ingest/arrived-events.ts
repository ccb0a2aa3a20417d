/** The sound rows of a source as the columns that detection takes. */
import type { Connection } from '../database.js';
import type { ArrivedEvents } from '../event-input.js';
import { eventTypes } from './layout.js';
import { selectSoundRows } from './row-checks.js';
import { ownSession } from './sessions.js';
import type { Source } from './sources.js';
import { codeOf } from './word-codes.js';

const typeCode = `CASE event_type ${eventTypes.map((word, code) => `WHEN '${word}' THEN ${code}`).join(' ')} END`;

/** 31 bits of a word's hash: only whether two are equal counts. */
const hashCode = (column: string) =>
  `CASE WHEN ${column} IS NULL THEN -1 ELSE CAST(hash(${column}) >> 33 AS INTEGER) END`;

/** In the source's order, with the words of ids that are none. Binds the source's values. */
export function selectArrived(source: Source): string {
  return `SELECT time, type, product, user_code, price, category, brand, product_word, user_word, user_session,
    CASE WHEN user_session IS NULL THEN ${ownSession('user_code')} ELSE ${codeOf('session', 'user_session', false)} END AS session
  FROM (SELECT CAST(epoch_ms(event_time) AS DOUBLE) AS time, CAST(${typeCode} AS UTINYINT) AS type,
      coalesce(product_id, ${codeOf('product', 'product_word', false)}) AS product,
      coalesce(user_id, ${codeOf('user', 'user_word', false)}) AS user_code,
      coalesce(CAST(price AS DOUBLE), CAST('nan' AS DOUBLE)) AS price, ${hashCode('category_code')} AS category,
      ${hashCode('brand')} AS brand, product_word, user_word, user_session
    FROM (${selectSoundRows(source, 0)}))`;
}

async function readWords(connection: Connection, code: string, word: string): Promise<ReadonlyMap<bigint, string>> {
  const [codes, words] = await connection.columns(
    `SELECT CAST(${code} AS VARCHAR) AS code, any_value(${word}) AS word FROM arrived WHERE ${word} IS NOT NULL GROUP BY ${code}`,
  );
  const texts = (words?.values ?? []) as readonly string[];
  return new Map(((codes?.values ?? []) as readonly string[]).map((key, at) => [BigInt(key), texts[at] ?? '']));
}

/** The rows of the temporary table `arrived`, made by {@link selectArrived}. */
export async function takeArrived(
  connection: Connection,
): Promise<Omit<ArrivedEvents, 'rejects' | 'ignored' | 'placeOf'>> {
  const vectors = await connection.vectors(
    'SELECT time, type, product, user_code, session, price, category, brand FROM arrived',
  );
  const [time, type, product, user, session, price, category, brand] = vectors as unknown as [
    Float64Array,
    Uint8Array,
    BigInt64Array,
    BigInt64Array,
    BigInt64Array,
    Float64Array,
    Int32Array,
    Int32Array,
  ];
  const words = {
    user: await readWords(connection, 'user_code', 'user_word'),
    product: await readWords(connection, 'product', 'product_word'),
    session: await readWords(connection, 'session', 'user_session'),
  };
  return { length: time.length, time, type, product, user, session, price, category, brand, words };
}
