/**
 * Numbers for words: a word's is 61 bits of DuckDB's hash of it (a session's 53: there is one a row to store), so that it
 * is the same in whatever order files come and rows need no join to get theirs. Of two words with one hash the later gets another number, kept in
 * `clashed_words (kind, clashed, code)`. Another DuckDB may hash otherwise: `word_hash` tells.
 */
import { EngineError } from '../../../preload/contract.js';
import { Database, type Connection } from '../database.js';

export type WordKind = 'product' | 'category' | 'user' | 'session';

const hashBits = 61;
const sessionBits = 53;
const bitsOf = (kind: WordKind) => (kind === 'session' ? sessionBits : hashBits);

/** Negative numbers and those from here on stay free. */
export const codeSpan = 2n ** BigInt(hashBits);

const probe = `hash('vitrine')`;

/** Ids that are words are negative; sessions, which all are words, are not. */
const signed = (kind: WordKind, hash: string) => (kind === 'session' ? hash : `-1 - ${hash}`);

const hashOf = (kind: WordKind, word: string, bits: number) =>
  signed(kind, `CAST(hash(${word}) >> ${64 - bits} AS BIGINT)`);

export async function createClashedWords(connection: Connection): Promise<void> {
  await connection.run('CREATE TABLE clashed_words (kind VARCHAR, clashed VARCHAR, code BIGINT)');
  await connection.run(`CREATE TABLE word_hash AS SELECT ${probe} AS probe`);
}

/** Throws EngineError `wrong_version` where the dataset's words were hashed by a DuckDB that does it otherwise. */
export async function requireSameHash(connection: Connection): Promise<void> {
  if ((await connection.number(`SELECT count(*) FROM word_hash WHERE probe = ${probe}`)) === 1) return;
  throw new EngineError(
    'wrong_version',
    `The dataset was made with another DuckDB than ${Database.version}, and cannot be added to.`,
    {
      wayOut: 'Load all of its files into a new dataset.',
    },
  );
}

/** Whether {@link codeOf} needs a join, after which rows no longer stand in their order. */
export async function hasClashes(connection: Connection): Promise<boolean> {
  return (await connection.number('SELECT count(*) FROM clashed_words')) > 0;
}

/** The number of a word, as an expression over the column `word`; null for none. */
export function codeOf(kind: WordKind, word: string, clashes: boolean, bits = bitsOf(kind)): string {
  const hash = `CASE WHEN ${word} IS NOT NULL THEN ${hashOf(kind, word, bits)} END`; // hash(NULL) is a number
  return clashes
    ? `coalesce((SELECT code FROM clashed_words WHERE kind = '${kind}' AND clashed = ${word}), ${hash})`
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
  bits = bitsOf(kind),
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
        FROM (SELECT ${hashOf(kind, 'salted', bits)} AS code FROM (SELECT CAST(? AS VARCHAR) AS salted))`,
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
