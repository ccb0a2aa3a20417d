/** Asks Trino with `?` parameters: the text as a prepared statement in a header, the values as literals. */
import { BasicAuth, Trino } from 'trino-client';
import { toTrinoLiteral } from './trino-literal.js';

export interface TrinoAnswer {
  readonly names: readonly string[];
  /** Cells as the client gives them: decimals, dates and times as text, whole numbers and doubles as numbers. */
  readonly rows: readonly (readonly unknown[])[];
}

type Values = readonly (string | number | boolean)[];

/** Throws an Error with Trino's message and the SQL. */
export function askTrino(url: string, schema: string, sql: string, values: Values = []): Promise<TrinoAnswer> {
  const using = values.length > 0 ? ` USING ${values.map(toTrinoLiteral).join(', ')}` : '';
  return run(url, schema, sql, `EXECUTE report${using}`);
}

/** The distributed plan. `EXPLAIN` takes no parameters in Trino 414: the literals stand in the text. */
export async function explainOnTrino(url: string, schema: string, sql: string, values: Values): Promise<string> {
  const literals = values.map(toTrinoLiteral);
  let at = 0;
  const written = sql.replace(/^ *--.*$/gm, '').replace(/\?/g, () => literals[at++] ?? '?');
  const { rows } = await run(url, schema, `EXPLAIN (TYPE DISTRIBUTED) ${written}`, 'EXECUTE report');
  return String(rows[0]?.[0] ?? '');
}

async function run(url: string, schema: string, sql: string, execute: string): Promise<TrinoAnswer> {
  const trino = Trino.create({
    server: url,
    catalog: 'awsdatacatalog',
    schema,
    auth: new BasicAuth('test'),
    session: { task_concurrency: '1' },
  });
  const results = await trino.query({
    query: execute,
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
