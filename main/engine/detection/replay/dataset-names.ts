/** The ids of a dataset's keys as they were written. Inside, an id that is a text is a negative number. */
import type { Connection } from '../../database.js';
import type { NamedKind, ReadNames } from './alert-writer.js';

const tables = {
  user: { table: 'user_words', key: 'code', word: 'word' },
  product: { table: 'product_words', key: 'code', word: 'word' },
  session: { table: 'sessions', key: 'session_key', word: 'user_session' },
} as const;

const cacheSize = 200_000;

export function datasetNames(connection: Connection): ReadNames {
  const caches = {
    user: new Map<bigint, string>(),
    session: new Map<bigint, string>(),
    product: new Map<bigint, string>(),
  };

  async function query(kind: NamedKind, keys: readonly bigint[]): Promise<void> {
    const { table, key, word } = tables[kind];
    const found = await connection.rows(
      `SELECT CAST(${key} AS VARCHAR) AS key, ${word} AS word FROM ${table}
      WHERE ${word} IS NOT NULL AND ${key} IN (SELECT unnest(from_json(CAST(? AS JSON), '["BIGINT"]')))`,
      [JSON.stringify(keys.map(String))] /* texts: a number of JSON does not hold 63 bits */,
    );
    const cache = caches[kind];
    for (const row of found) cache.set(BigInt(String(row['key'])), String(row['word']));
  }

  return async (kind, keys) => {
    const wanted = kind === 'session' ? keys : keys.filter((key) => key < 0n);
    const cache = caches[kind];
    if (cache.size > cacheSize) cache.clear();
    const unknown = wanted.filter((key) => !cache.has(key));
    if (unknown.length > 0) await query(kind, unknown);
    return new Map(wanted.flatMap((key) => (cache.has(key) ? [[key, cache.get(key) as string] as const] : [])));
  };
}
