/**
 * Numbers for words: a word's is a hash of it (61 bits of its MD5), so that it is the same in whatever order files come
 * and rows need no join to get theirs. Of two words with one hash the later gets another number, kept in
 * `clashed_words (kind, word, code)`.
 */
import type { Connection } from '../database.js';

export type WordKind = 'product' | 'category' | 'user' | 'session';

/** 2^61: negative numbers and those above it stay free. */
export const codeSpan = 2n ** 61n;

/** Ids that are words are negative; sessions, which all are words, are not. */
const signed = (kind: WordKind, hash: string) => (kind === 'session' ? hash : `-1 - ${hash}`);

const hashOf = (kind: WordKind, word: string, span: bigint) =>
  signed(kind, `CAST(md5_number_lower(${word}) % ${span} AS BIGINT)`);

export async function createClashedWords(connection: Connection): Promise<void> {
  await connection.run('CREATE TABLE clashed_words (kind VARCHAR, word VARCHAR, code BIGINT)');
}

/** Whether {@link codeOf} needs a join, after which rows no longer stand in their order. */
export async function hasClashes(connection: Connection): Promise<boolean> {
  return (await connection.number('SELECT count(*) FROM clashed_words')) > 0;
}

/** The number of a word, as an expression over the column `word`; null for none. */
export function codeOf(kind: WordKind, word: string, clashes: boolean, span = codeSpan): string {
  const hash = hashOf(kind, word, span);
  return clashes
    ? `coalesce((SELECT code FROM clashed_words WHERE kind = '${kind}' AND word = ${word}), ${hash})`
    : hash;
}

/** Where the words of a kind stand, each once. */
export interface WordTable {
  readonly kind: WordKind;
  readonly table: string;
  readonly code: string;
  readonly word: string;
}

/** Gives words that share a number with an earlier one in their table a number of their own; `newFrom` is the first new rowid. */
export async function separateClashes(
  connection: Connection,
  { kind, table, code, word }: WordTable,
  newFrom = 0,
  span = codeSpan,
): Promise<void> {
  const later = await connection.rows(`SELECT CAST(position AS VARCHAR) AS position, word FROM (
      SELECT rowid AS position, ${word} AS word, row_number() OVER (PARTITION BY ${code} ORDER BY rowid) AS number
      FROM ${table} WHERE ${code} IN (
        SELECT ${code} FROM ${table} SEMI JOIN (SELECT ${code} FROM ${table} WHERE rowid >= ${newFrom}) USING (${code})
        GROUP BY ${code} HAVING count(*) > 1))
    WHERE number > 1 ORDER BY position`);
  for (const { position, word: text } of later) {
    for (let attempt = 1; ; attempt++) {
      const [row] = await connection.rows(
        `SELECT CAST(code AS VARCHAR) AS code, code IN (SELECT ${code} FROM ${table}) AS taken
        FROM (SELECT ${hashOf(kind, 'salted', span)} AS code FROM (SELECT CAST(? AS VARCHAR) AS salted))`,
        [`${String(text)}\n${attempt}`],
      );
      if (row?.['taken'] === true) continue;
      const free = BigInt(String(row?.['code']));
      await connection.run(`UPDATE ${table} SET ${code} = ? WHERE rowid = ?`, [free, BigInt(String(position))]);
      await connection.run('INSERT INTO clashed_words VALUES (?, ?, ?)', [kind, String(text), free]);
      break;
    }
  }
}
