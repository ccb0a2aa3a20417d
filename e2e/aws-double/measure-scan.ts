/**
 * How many bytes a query reads: of DuckDB's plan, the columns of each scan in the files that partitions leave over. A
 * `WITH` clause that is named twice counts once here, where Trino would read it twice.
 */
import type { Connection, Database } from '../../main/engine/database.js';
import { setSearchPath } from './duckdb-executor.js';
import type { LakeTable, LinkedFile } from './lake-views.js';

interface PlanNode {
  readonly name: string;
  readonly children: readonly PlanNode[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

interface Scan {
  readonly isParquet: boolean;
  /** Lower case; partition columns too. */
  readonly words: ReadonlySet<string>;
  readonly fileFilter: string | null;
  readonly files: { readonly read: number; readonly all: number } | null;
  readonly rows: number;
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(' AND ');
}

function findScans(node: PlanNode): readonly Scan[] {
  const below = node.children.flatMap(findScans);
  if (!/^READ_(PARQUET|CSV)/.test(node.name)) return below;
  const info = node.extra_info;
  const files = /^(\d+)\/(\d+)$/.exec(textOf(info['Scanning Files']));
  const texts = `${textOf(info['Projections'])} ${textOf(info['Filters'])}`;
  const scan: Scan = {
    isParquet: node.name === 'READ_PARQUET',
    words: new Set(texts.toLowerCase().match(/[a-z_]\w*/g) ?? []),
    fileFilter: textOf(info['File Filters']) || null,
    files: files && { read: Number(files[1]), all: Number(files[2]) },
    rows: Number(textOf(info['Estimated Cardinality'])),
  };
  return [...below, scan];
}

/** Bytes of each column in each file: of Parquet's footer. */
const columnBytes = new Map<string, ReadonlyMap<string, number>>();

async function readFooters(connection: Connection, files: readonly LinkedFile[]): Promise<void> {
  const fresh = files.filter(({ path }) => !columnBytes.has(path));
  if (fresh.length === 0) return;
  const list = fresh.map(({ path }) => `'${path.replaceAll("'", "''")}'`).join(', ');
  const rows = await connection.rows(
    `SELECT file_name, lower(split_part(path_in_schema, ', ', 1)) AS name, CAST(sum(total_compressed_size) AS double) AS bytes
     FROM parquet_metadata([${list}]) GROUP BY 1, 2`,
  );
  const found = new Map<string, Map<string, number>>(fresh.map(({ path }) => [path, new Map()]));
  for (const row of rows) found.get(String(row['file_name']))?.set(String(row['name']), Number(row['bytes']));
  for (const [path, bytes] of found) columnBytes.set(path, bytes);
}

function allBytes(files: readonly LinkedFile[]): number {
  return files.reduce((sum, { object }) => sum + object.bytes, 0);
}

/** The plan does not name tables: they are told apart by their columns and how many files they have. */
function findTable(scan: Scan, tables: readonly LakeTable[]): LakeTable | null {
  const fitting = tables.filter(({ table, files }) => {
    if ((table.format.kind === 'parquet') !== scan.isParquet || files.length === 0) return false;
    if (scan.files !== null && scan.files.all !== files.length) return false;
    const names = new Set([...table.columns, ...table.partitionColumns].map(({ name }) => name));
    const known = tables.flatMap((other) => [...other.table.columns, ...other.table.partitionColumns]);
    return known.every(({ name }) => !scan.words.has(name) || names.has(name));
  });
  const bySize = [...fitting].sort((a, b) => allBytes(b.files) - allBytes(a.files));
  return bySize[0] ?? null;
}

async function chooseFiles(
  connection: Connection,
  scan: Scan,
  { table, files }: LakeTable,
): Promise<readonly LinkedFile[]> {
  if (scan.fileFilter === null || table.partitionColumns.length === 0) return files;
  const names = table.partitionColumns.map(({ name }) => name);
  const rows = files.map(
    ({ partition }, at) =>
      `(${at}, ${names.map((name) => `'${(partition[name] ?? '').replaceAll("'", "''")}'`).join(', ')})`,
  );
  const chosen = await connection.rows(
    `SELECT place FROM (VALUES ${rows.join(', ')}) AS t(place, ${names.map((name) => `"${name}"`).join(', ')})
     WHERE ${scan.fileFilter} ORDER BY place`,
  );
  // a filter `< x` is shown as BETWEEN … AND x: the count knows better
  return chosen.slice(0, scan.files?.read).flatMap((row) => files[Number(row['place'])] ?? []);
}

async function measureScan(connection: Connection, scan: Scan, lakeTable: LakeTable): Promise<number> {
  const files = await chooseFiles(connection, scan, lakeTable).catch(() => lakeTable.files);
  if (!scan.isParquet) return allBytes(files);
  await readFooters(connection, files);
  return files.reduce((sum, { path }) => {
    const columns = [...(columnBytes.get(path) ?? [])].filter(([name]) => scan.words.has(name));
    return sum + columns.reduce((bytes, [, more]) => bytes + more, 0);
  }, 0);
}

/** All bytes of the tables where DuckDB has no plan for the text. */
export function createMeasure(database: Database) {
  return (sql: string, context: string, tables: readonly LakeTable[]): Promise<number> =>
    database.withConnection({}, async (connection) => {
      await setSearchPath(connection, context);
      const everything = tables.reduce((sum, { files }) => sum + allBytes(files), 0);
      const rows = await connection.rows(`EXPLAIN (FORMAT json) ${sql}`).catch(() => null);
      if (rows === null) return everything;
      const plan = JSON.parse(String(rows[0]?.['explain_value'])) as readonly PlanNode[];
      let bytes = 0;
      for (const scan of plan.flatMap(findScans)) {
        const lakeTable = findTable(scan, tables);
        bytes += lakeTable === null ? 0 : await measureScan(connection, scan, lakeTable);
      }
      return bytes;
    });
}
