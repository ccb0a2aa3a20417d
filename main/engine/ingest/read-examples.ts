/** Examples of what a check found: counts and prices as numbers, times as ISO 8601 in UTC; ids are cast to text in the SQL. */
import type { QualityCheck } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

export type Examples = QualityCheck['examples'];

export async function readExamples(connection: Connection, sql: string): Promise<Examples> {
  const columns = await connection.columns(sql);
  return Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, values }) => {
        const value = values[row] ?? null;
        return [name, Number.isNaN(value) ? null : value];
      }),
    ),
  );
}
