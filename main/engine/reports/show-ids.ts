/** Inside, an id that is a text is a negative number; people see what stood in the file. */
import type { Column, Table } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

const dictionaries: Readonly<Record<string, string>> = { product_id: 'product_words', user_id: 'user_words' };

/** Gives the words of some codes out of a dictionary; codes that it does not have are left out. */
export type ReadWords = (dictionary: string, codes: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Out of the dataset that the connection sees. */
export async function readWords(
  connection: Connection,
  dictionary: string,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.rows(
    `SELECT CAST(code AS VARCHAR) AS code, word FROM ${dictionary}
    WHERE code IN (SELECT unnest(from_json(CAST(? AS JSON), '["BIGINT"]')))`,
    [JSON.stringify(codes)] /* texts: a number of JSON does not hold 63 bits */,
  );
  return new Map(rows.map((row) => [String(row['code']), String(row['word'])]));
}

/** Numbers before texts, each in their order: texts by code point. */
function compareIds(a: string, b: string): number {
  const isNumber = (id: string) => /^\d+$/.test(id);
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  if (isNumber(a)) return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b)); // UTF-8 keeps the order of code points
}

function take(column: Column, order: readonly number[]): Column {
  const { values } = column;
  const taken =
    values instanceof Float64Array
      ? Float64Array.from(order, (row) => values[row] ?? NaN)
      : order.map((row) => values[row] ?? null);
  return { ...column, values: taken } as Column;
}

const isIds = ({ name, type }: Column): boolean => type === 'id' && dictionaries[name] !== undefined;

/** The table in the order of its ids, where an id is its first key: for engines that have ids as texts. */
export function orderByIds(table: Table): Table {
  const [column] = table.columns;
  if (column === undefined || !isIds(column) || column.values instanceof Float64Array) return table;
  const ids = column.values;
  const order = ids.map((_, row) => row).sort((a, b) => compareIds(ids[a] ?? '', ids[b] ?? '') || a - b);
  return { ...table, columns: table.columns.map((other) => take(other, order)) };
}

/** The table with ids as they were written; where an id is its first key, in their order. */
export async function showIds(table: Table, read: ReadWords): Promise<Table> {
  let shown = table;
  for (const [at, column] of table.columns.entries()) {
    const dictionary = dictionaries[column.name];
    if (dictionary === undefined || column.type !== 'id') continue;
    const codes = [...new Set(column.values.filter((id) => id !== null && id.startsWith('-')))] as string[];
    if (codes.length === 0) continue;
    const words = await read(dictionary, codes);
    const ids = column.values.map((id) => (id === null ? null : (words.get(id) ?? id)));
    shown = {
      ...shown,
      columns: shown.columns.map((other, place) => (place === at ? { ...column, values: ids } : other)),
    };
    if (at === 0) shown = orderByIds(shown);
  }
  return shown;
}
