/** Whether Parquet files hold what the table says. Athena does not cast: other types are HIVE_BAD_DATA. */
import type { Connection } from '../../main/engine/database.js';
import type { CatalogTable } from './athena-catalog.js';
import type { LinkedFile } from './lake-views.js';
import { QueryFailure } from './query-failure.js';

interface FileColumn {
  readonly name: string;
  readonly type: string;
  readonly converted: string;
  readonly scale: string;
}

/** What the table's type may be stored as: `physical/converted`. */
function storedAs(hive: string): RegExp {
  if (/^(string|(var)?char)/.test(hive)) return /^BYTE_ARRAY\/(UTF8|ENUM|JSON|)$/;
  if (/^decimal/.test(hive)) return /^(INT32|INT64|FIXED_LEN_BYTE_ARRAY|BYTE_ARRAY)\/DECIMAL$/;
  if (/^(array|map|struct)/.test(hive)) return /./;
  const types: Readonly<Record<string, RegExp>> = {
    bigint: /^(INT64|INT32)\/(|INT_\d+)$/,
    int: /^INT32\/(|INT_\d+)$/,
    smallint: /^INT32\/(|INT_\d+)$/,
    tinyint: /^INT32\/(|INT_\d+)$/,
    double: /^(DOUBLE|FLOAT)\/$/,
    float: /^FLOAT\/$/,
    boolean: /^BOOLEAN\/$/,
    date: /^INT32\/DATE$/,
    timestamp: /^(INT96\/|INT64\/TIMESTAMP_MILLIS)$/,
    binary: /^(BYTE_ARRAY|FIXED_LEN_BYTE_ARRAY)\//,
  };
  return types[hive] ?? /^$/;
}

function text(value: unknown): string {
  return value === null || value === undefined || value === 'NULL' ? '' : String(value);
}

const known = new Map<string, readonly FileColumn[]>();

/** Files never change under their path, so each is looked into once. */
async function readColumns(connection: Connection, files: readonly LinkedFile[]): Promise<void> {
  const fresh = files.map(({ path }) => path).filter((path) => !known.has(path));
  if (fresh.length === 0) return;
  const list = fresh.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
  const rows = await connection.rows(
    `SELECT file_name, name, type, converted_type, scale, num_children FROM parquet_schema([${list}])`,
  );
  for (const path of fresh) known.set(path, []);
  let file = '';
  for (const row of rows) {
    if (row['file_name'] !== file) {
      file = text(row['file_name']);
      continue; // the root
    }
    known.set(file, [
      ...(known.get(file) ?? []),
      {
        name: text(row['name']).toLowerCase(),
        type: text(row['type']),
        converted: text(row['converted_type']),
        scale: text(row['scale']),
      },
    ]);
  }
}

/** The table's columns that the files have. Throws QueryFailure. */
export async function checkParquet(
  connection: Connection,
  table: CatalogTable,
  files: readonly LinkedFile[],
): Promise<ReadonlySet<string>> {
  try {
    await readColumns(connection, files);
  } catch (error) {
    throw new QueryFailure(
      1006,
      `HIVE_BAD_DATA: Not valid Parquet below ${table.location}: ${(error as Error).message}`,
    );
  }
  const present = new Set<string>();
  for (const { path, uri } of files)
    for (const { name, type, converted, scale } of known.get(path) ?? []) {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column === undefined) continue;
      present.add(name);
      const wanted = /^decimal\(\d+,(\d+)\)$/.exec(column.type)?.[1];
      if (!storedAs(column.type).test(`${type}/${converted}`) || (wanted !== undefined && wanted !== scale))
        throw new QueryFailure(
          1006,
          `HIVE_BAD_DATA: Field ${name}'s type ${[type, converted].filter(Boolean).join(' ')} in parquet file ${uri} is incompatible with type ${column.type} defined in table schema`,
        );
    }
  return present;
}
