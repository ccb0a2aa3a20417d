/** A query's rows on DuckDB become a table of the Trino for tests: SCHEMA.TABLE.tsv. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quoteIdentifier, type Connection } from '../../main/engine/database.js';

function toTrinoType(type: string): string {
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return type.toLowerCase();
  if (/^(VARCHAR|ENUM\(.*\))$/s.test(type)) return 'varchar';
  if (/^TIMESTAMP(_S|_MS)?$/.test(type)) return 'timestamp';
  if (['BIGINT', 'INTEGER', 'DOUBLE', 'BOOLEAN', 'DATE'].includes(type)) return type.toLowerCase();
  throw new Error(`No column of the Trino for tests can be ${type}.`);
}

function toCell(text: string | null): string {
  if (text === null) return '\\N';
  if (/[\t\r\n]/.test(text) || text === '\\N') throw new Error(`A .tsv table cannot hold ${JSON.stringify(text)}.`);
  return text;
}

/** Writes the rows of `query` as the table `schema.table`; there at once. */
export async function writeTable(
  connection: Connection,
  query: string,
  folder: string,
  schema: string,
  table: string,
): Promise<void> {
  const described = await connection.rows(`DESCRIBE ${query}`);
  const columns = described.map((row) => ({
    name: String(row['column_name']),
    type: toTrinoType(String(row['column_type'])),
  }));
  const asText = columns.map(({ name }) => `CAST(${quoteIdentifier(name)} AS varchar) AS ${quoteIdentifier(name)}`);
  const values = await connection.columns(`SELECT ${asText.join(', ')} FROM (${query})`);
  const head = columns.map(({ name, type }) => `${name}:${type}`).join('\t');
  const lines = Array.from({ length: values[0]?.values.length ?? 0 }, (_, row) =>
    values.map((column) => toCell((column.values[row] ?? null) as string | null)).join('\t'),
  );
  await writeFile(join(folder, `${schema}.${table}.tsv`), [head, ...lines, ''].join('\n'));
}
