/**
 * Which columns of which tables a text reads when it runs elsewhere, and how often: DuckDB plans the text over empty
 * tables, with every WITH clause read anew where it is named, as Trino does, and columns left out that nothing needs.
 */
import { tmpdir } from 'node:os';
import { Database, quoteIdentifier, type BoundValue } from '../database.js';

export interface Scan {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface PlannedColumn {
  readonly name: string;
  /** As Athena, Trino or DuckDB writes it. */
  readonly type: string;
}

interface PlanNode {
  readonly name: string;
  readonly children?: readonly PlanNode[];
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** Those that would put scans together, drop them as the tables are empty, or name columns in conditions alone. */
const switchedOff = 'statistics_propagation,filter_pushdown,common_subplan';

function toDuckDbType(type: string): string {
  const plain = type.trim().toLowerCase();
  if (/^timestamp.*with time zone$/.test(plain)) return 'TIMESTAMPTZ';
  if (/^timestamp/.test(plain)) return 'TIMESTAMP';
  if (/^(tinyint|smallint|int|integer|bigint|double|float|real|date|boolean)$/.test(plain)) return plain;
  return /^decimal\(\d+, ?\d+\)$/.test(plain) ? plain : 'VARCHAR';
}

function asList(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function collect(node: PlanNode, scans: Scan[]): void {
  const table = node.extra_info['Table'];
  if (typeof table === 'string')
    scans.push({ table: table.split('.').pop() ?? '', columns: asList(node.extra_info['Projections']) });
  for (const child of node.children ?? []) collect(child, scans);
}

/**
 * The scans of a text in Trino's words over `tables`, which it names bare or as `temp.NAME`. `values` are for its `?`;
 * what they are does not matter. Throws EngineError `query_failed`.
 */
export async function listScans(
  prelude: string,
  tables: ReadonlyMap<string, readonly PlannedColumn[]>,
  sql: string,
  values: readonly BoundValue[],
): Promise<readonly Scan[]> {
  // An instance of its own: what optimizers do is set for all connections of one.
  const database = await Database.open({ prelude, tempDirectory: tmpdir(), memoryLimitBytes: 2 ** 26, threads: 1 });
  try {
    return await database.withConnection({}, async (connection) => {
      await connection.run(`SET disabled_optimizers = '${switchedOff}'`);
      for (const [name, columns] of tables) {
        const list = columns.map((column) => `${quoteIdentifier(column.name)} ${toDuckDbType(column.type)}`);
        await connection.run(`CREATE TEMP TABLE ${quoteIdentifier(name)} (${list.join(', ')})`);
      }
      const inlined = sql.replace(/^( *)(WITH )?(\w+) AS \($/gm, '$1$2$3 AS NOT MATERIALIZED (');
      const [row] = await connection.rows(`EXPLAIN (FORMAT json) ${inlined}`, values);
      const scans: Scan[] = [];
      for (const node of JSON.parse(String(row?.['explain_value'])) as readonly PlanNode[]) collect(node, scans);
      return scans;
    });
  } finally {
    database.close();
  }
}
