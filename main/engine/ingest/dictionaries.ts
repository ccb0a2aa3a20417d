/** Words and their numbers: the ENUMs of brands and category codes, and the numbers of ids that are texts. */
import { quoteIdentifier, type Connection } from '../database.js';
import { eventTypes } from './layout.js';
import { codeOf, createClashedWords, hasClashes, separateClashes } from './word-codes.js';

/** With more values than this a column is no dictionary, and an ENUM no gain. */
const maximumDictionary = 500_000;

/** Columns that hold an ENUM's words, by table; `stored_events` comes first, the others are models. */
const enumColumns = {
  category_id: [['stored_events', 'category_id']],
  brand: [
    ['stored_events', 'brand'],
    ['brands', 'written_brand'],
    ['brands', 'first_written'],
    ['brand_slots', 'brand'],
    ['brand_days', 'brand'],
    ['brand_purchases', 'brand'],
  ],
  category_code: [
    ['stored_events', 'category_code'],
    ['categories', 'category_code'],
    ['categories', 'level_2_code'],
    ['brand_slots', 'category'],
    ['brand_days', 'category'],
    ['brand_purchases', 'category'],
    ['category_slots', 'category_code'],
    ['cart_lines', 'category_code'],
  ],
} as const;
type EnumColumn = keyof typeof enumColumns;

/** What a column is where it has too many values for a dictionary. */
const plainTypes = { category_id: 'BIGINT', category_code: 'VARCHAR', brand: 'VARCHAR' } as const;

/** SQL types of a dataset's columns: names of ENUMs, or BIGINT and VARCHAR where a column has too many values. */
export interface ColumnTypes {
  readonly categoryId: string;
  readonly categoryCode: string;
  readonly brand: string;
}

async function typeOf(connection: Connection, table: string, column: string): Promise<string | null> {
  const [row] = await connection.rows(
    `SELECT data_type AS type FROM duckdb_columns()
    WHERE database_name = current_database() AND table_name = ? AND column_name = ?`,
    [table, column],
  );
  return row === undefined ? null : String(row['type']);
}

async function typeNames(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.rows(
    `SELECT type_name AS name FROM duckdb_types() WHERE database_name = current_database() AND NOT internal`,
  );
  return rows.map((row) => String(row['name']));
}

async function changeType(connection: Connection, column: EnumColumn, type: string): Promise<void> {
  for (const [table, name] of enumColumns[column]) {
    if ((await typeOf(connection, table, name)) === null) continue;
    const using = column === 'category_id' && type === 'BIGINT' ? `USING ${idOf(name)}` : '';
    await connection.run(`ALTER TABLE ${table} ALTER ${name} TYPE ${type} ${using}`);
  }
}

/** The number in a column that is an ENUM of numbers, or BIGINT. */
export const idOf = (column: string) => `CAST(CAST(${column} AS VARCHAR) AS BIGINT)`;

/** A SELECT of the words of a column that are to be stored, each once; null may be among them. */
type WordsOf = (column: EnumColumn) => string;

const codedWords: WordsOf = (column) =>
  `SELECT CAST(value AS VARCHAR) FROM (SELECT DISTINCT ${column} AS value FROM coded)`;

/** Makes room for the words in the column's type; returns the type. */
async function settleEnum(connection: Connection, column: EnumColumn, found: string): Promise<string> {
  const current = await typeOf(connection, 'stored_events', column);
  const plain = plainTypes[column];
  if (current === plain) return plain;
  const old = (await typeNames(connection)).find((name) => new RegExp(`^${column}_\\d+$`).test(name)) ?? null;
  const known = old === null ? '' : `SELECT unnest(enum_range(NULL::${quoteIdentifier(old)})) AS word UNION`;
  const words = `SELECT word FROM (${known} SELECT * FROM (${found}) AS found (word)) WHERE word IS NOT NULL`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE words AS ${words}`);
  // An ENUM needs a word: where a column is empty it gets one that no row has.
  await connection.run(`INSERT INTO words SELECT '' WHERE (SELECT count(*) FROM words) = 0`);
  const count = await connection.number('SELECT count(*) FROM words');
  const knownCount =
    old === null ? -1 : await connection.number(`SELECT len(enum_range(NULL::${quoteIdentifier(old)}))`);
  if (old !== null && count === knownCount) return old;
  if (count > maximumDictionary) {
    await changeType(connection, column, plain);
    if (old !== null) await connection.run(`DROP TYPE ${quoteIdentifier(old)}`);
    return plain;
  }
  const next = `${column}_${old === null ? 1 : Number(old.slice(column.length + 1)) + 1}`;
  await connection.run(`CREATE TYPE ${next} AS ENUM (SELECT word FROM words ORDER BY word)`);
  if (old !== null) {
    await changeType(connection, column, next);
    await connection.run(`DROP TYPE ${quoteIdentifier(old)}`);
  }
  return next;
}

/** Without `wordsOf` the words are those of `coded`. */
export async function settleTypes(connection: Connection, wordsOf = codedWords): Promise<ColumnTypes> {
  if (!(await typeNames(connection)).includes('event_type'))
    await connection.run(`CREATE TYPE event_type AS ENUM (${eventTypes.map((word) => `'${word}'`).join(', ')})`);
  const categoryId = await settleEnum(connection, 'category_id', wordsOf('category_id'));
  const categoryCode = await settleEnum(connection, 'category_code', wordsOf('category_code'));
  const brand = await settleEnum(connection, 'brand', wordsOf('brand'));
  await connection.run('DROP TABLE IF EXISTS temp.words');
  return { categoryId, categoryCode, brand };
}

const idColumns = ['product', 'category', 'user'] as const;

/** Makes the tables `product_words`, `category_words`, `user_words (code, word)` of a new dataset, and `clashed_words`. */
export async function createWordTables(connection: Connection): Promise<void> {
  for (const kind of idColumns) await connection.run(`CREATE TABLE ${kind}_words (code BIGINT, word VARCHAR)`);
  await createClashedWords(connection);
}

/** Gives the words of `stage` that have no number yet one. */
export async function numberWords(connection: Connection): Promise<void> {
  const counts = idColumns.map((kind) => `count(${kind}_word) AS ${kind}`).join(', ');
  const [found] = await connection.rows(`SELECT ${counts} FROM stage`);
  for (const kind of idColumns.filter((one) => Number(found?.[one]) > 0)) {
    const table = `${kind}_words`;
    const newFrom = await connection.number(`SELECT coalesce(max(rowid) + 1, 0) FROM ${table}`);
    await connection.run(`INSERT INTO ${table} SELECT ${codeOf(kind, 'word', false)}, word
      FROM (SELECT DISTINCT ${kind}_word AS word FROM stage WHERE ${kind}_word IS NOT NULL EXCEPT SELECT word FROM ${table})`);
    await separateClashes(connection, { kind, table, code: 'code', word: 'word' }, newFrom);
  }
}

/** Makes the temporary view `coded`: `stage` with a number for every id, and each row's `position` in it. */
export async function createCodedView(connection: Connection): Promise<void> {
  const clashes = await hasClashes(connection);
  const ids = idColumns.map((kind) => `coalesce(${kind}_id, ${codeOf(kind, `${kind}_word`, clashes)}) AS ${kind}_id`);
  await connection.run(`CREATE OR REPLACE TEMP VIEW coded AS
    SELECT * REPLACE (${ids.join(', ')}), rowid AS position FROM stage`);
}

/** How an id is shown: as it was written. `column` is `product_id`, `category_id` or a user's. */
export function shownId(column: string, dictionary: (typeof idColumns)[number]): string {
  return `CASE WHEN ${column} >= 0 THEN CAST(${column} AS VARCHAR)
    ELSE (SELECT w.word FROM ${dictionary}_words w WHERE w.code = ${column}) END`;
}
