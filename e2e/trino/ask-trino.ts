/** Asks Trino with `?` parameters: the text as a prepared statement in a header, the values as literals. */
import { BasicAuth, Trino } from 'trino-client';
import { toTrinoLiteral } from './trino-literal.js';

export interface TrinoAnswer {
  readonly names: readonly string[];
  /** Cells as the client gives them: decimals, dates and times as text, whole numbers and doubles as numbers. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Throws an Error with Trino's message and the SQL. */
export async function askTrino(
  url: string,
  schema: string,
  sql: string,
  values: readonly (string | number | boolean)[] = [],
): Promise<TrinoAnswer> {
  const trino = Trino.create({ server: url, catalog: 'awsdatacatalog', schema, auth: new BasicAuth('test') });
  const using = values.length > 0 ? ` USING ${values.map(toTrinoLiteral).join(', ')}` : '';
  const results = await trino.query({
    query: `EXECUTE report${using}`,
    extraHeaders: { 'X-Trino-Prepared-Statement': `report=${encodeURIComponent(sql)}` },
  });
  let names: readonly string[] = [];
  const rows: unknown[][] = [];
  for await (const result of results) {
    if (result.error) throw new Error(`${result.error.message}\n\n${sql}`);
    if (result.columns) names = result.columns.map((column) => column.name);
    rows.push(...(result.data ?? []));
  }
  return { names, rows };
}
