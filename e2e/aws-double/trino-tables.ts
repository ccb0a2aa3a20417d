/** Writes the lake's tables as the `.tsv` files of the Trino for tests (e2e/trino): SCHEMA.TABLE.tsv, there at once. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { quoteIdentifier, type Database } from '../../main/engine/database.js';
import { catalogName, type LakeTable } from './lake-views.js';
import { QueryFailure } from './query-failure.js';

function toTrinoType(hive: string): string {
  if (/^decimal/.test(hive)) return hive === 'decimal' ? 'decimal(10,0)' : hive;
  if (/^(string|(var)?char)/.test(hive)) return 'varchar';
  const types: Readonly<Record<string, string>> = {
    int: 'integer',
    smallint: 'integer',
    tinyint: 'integer',
    float: 'double',
  };
  const type = types[hive] ?? hive;
  if (['bigint', 'integer', 'double', 'boolean', 'date', 'timestamp'].includes(type)) return type;
  throw new QueryFailure(1006, `The Trino for tests has no column of type ${hive}.`, 3);
}

export interface TrinoTables {
  /** Writes those that have changed. */
  write(tables: readonly LakeTable[]): Promise<void>;
}

export function createTrinoTables(database: Database, folder: string): TrinoTables {
  const written = new Map<string, LakeTable>();
  let queue: Promise<unknown> = Promise.resolve();

  async function writeTable(lakeTable: LakeTable): Promise<void> {
    const { database: schema, table } = lakeTable;
    const name = `${schema}.${table.name}`;
    if (!/^[a-z0-9_]+\.[a-z0-9_]+$/.test(name))
      throw new QueryFailure(1006, `The Trino for tests takes no name ${name}.`, 3);
    const columns = [...table.columns, ...table.partitionColumns].map((column) => ({
      name: column.name,
      quoted: quoteIdentifier(column.name),
      type: toTrinoType(column.type),
    }));
    const view = [catalogName, schema, table.name].map(quoteIdentifier).join('.');
    const file = join(folder, `${name}.tsv`);
    const rowsFile = join(folder, `${name}.${process.pid}.rows`);
    const unfinished = join(folder, `${name}.${process.pid}.part`);
    await database.withConnection({}, async (connection) => {
      const texts = columns.filter(({ type }) => type === 'varchar').map(({ quoted }) => quoted);
      const unfit = texts.map((text) => `regexp_matches(${text}, '[\\t\\r\\n]') OR ${text} = '\\N'`).join(' OR ');
      if (texts.length > 0 && (await connection.number(`SELECT count(*) FROM ${view} WHERE ${unfit}`)) > 0)
        throw new QueryFailure(1006, `The Trino for tests cannot hold the tabs or line breaks of ${name}.`, 3);
      const shown = columns.map(({ quoted, type }) =>
        type === 'timestamp' ? `strftime(${quoted}, '%Y-%m-%d %H:%M:%S.%g')` : `CAST(${quoted} AS varchar)`,
      );
      await connection.run(
        `COPY (SELECT ${shown.map((cell) => `coalesce(${cell}, '\\N')`).join(` || chr(9) || `)} FROM ${view})
         TO '${rowsFile.replaceAll("'", "''")}' (FORMAT csv, HEADER false, DELIMITER '\\x01', QUOTE '', ESCAPE '')`,
      );
    });
    await writeFile(unfinished, `${columns.map((column) => `${column.name}:${column.type}`).join('\t')}\n`);
    await pipeline(createReadStream(rowsFile), createWriteStream(unfinished, { flags: 'a' }));
    await rename(unfinished, file);
    await rm(rowsFile, { force: true });
    written.set(name, lakeTable);
  }

  async function writeAll(tables: readonly LakeTable[]): Promise<void> {
    for (const lakeTable of tables)
      if (written.get(`${lakeTable.database}.${lakeTable.table.name}`) !== lakeTable) await writeTable(lakeTable);
  }

  return {
    write(tables) {
      const mine = queue.then(() => writeAll(tables));
      queue = mine.catch(() => undefined);
      return mine;
    },
  };
}
