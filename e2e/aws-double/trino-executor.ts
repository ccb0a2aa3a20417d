/** Runs a SELECT on a real Trino, whose tables are files that the double writes. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { EngineError } from '../../preload/contract.js';
import type { Database } from '../../main/engine/database.js';
import { csvLine, type Executor, type ResultColumn, type SelectQuery } from './duckdb-executor.js';
import type { TrinoPlace } from './options.js';
import { askTrino, type TrinoAsked } from './trino-requests.js';
import { readTrinoType, writeTrinoCell } from './trino-cells.js';
import { createTrinoTables } from './trino-tables.js';

/** A prepared statement travels in a header, which the Trino for tests takes up to 256 kB. */
const longestHeader = 200_000;

/** As Athena does it: with parameters the text is prepared, and executed with them. */
function toRequest({ sql, text, parameters, database }: SelectQuery): TrinoAsked {
  if (parameters.length === 0 || encodeURIComponent(text).length > longestHeader)
    return { body: sql, schema: database, prepared: null };
  return { body: `EXECUTE athena USING ${parameters.join(', ')}`, schema: database, prepared: text };
}

export function createTrinoExecutor(database: Database, { url, folder }: TrinoPlace): Executor {
  const tables = createTrinoTables(database, folder);

  async function run(query: SelectQuery, file: string, signal: AbortSignal) {
    await tables.write(query.tables);
    const stream = createWriteStream(file);
    let columns: readonly ResultColumn[] = [];
    let rows = 0;
    for await (const page of askTrino(url, toRequest(query), signal)) {
      if (columns.length === 0 && page.columns !== undefined) {
        columns = page.columns.map(({ name, type }) => ({ ...readTrinoType(type), label: name }));
        stream.write(`${csvLine(columns.map(({ label }) => label))}\n`);
      }
      const lines = (page.data ?? []).map((row) =>
        csvLine(columns.map((column, at) => writeTrinoCell(row[at], column))),
      );
      rows += lines.length;
      if (lines.length > 0 && !stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
    return { columns, rows };
  }

  return {
    async select(query, file, signal) {
      try {
        return await run(query, file, signal);
      } catch (error) {
        if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
        throw error;
      }
    },
    async explain(query, signal) {
      await tables.write(query.tables);
      const lines: string[] = [];
      const asked = { body: `EXPLAIN ${query.sql}`, schema: query.database, prepared: null };
      for await (const { data = [] } of askTrino(url, asked, signal))
        lines.push(...data.flatMap(([cell]) => String(cell).split('\n')));
      return lines;
    },
  };
}
