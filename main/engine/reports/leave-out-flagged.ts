/**
 * Reports without the flagged users, from the models of all users: what the sessions with flagged users gave is taken
 * off, what these give without them is added. Only the events of these sessions are gone through.
 */
import { quoteIdentifier, type Connection } from '../database.js';
import { composeModel, dependsOnFilters, isMadeOf } from '../compose-query.js';
import type { ModelFile, QueryFiles, ReportFile } from '../query-files.js';

/** Columns that reports add up: in the models these are whole numbers of 64 bits and money; quarter-hours have 32. */
const isSum = `data_type IN ('BIGINT', 'HUGEINT') OR data_type LIKE 'DECIMAL%'`;

const isFlagged = 'user_id IN (SELECT user_id FROM flagged_users)';

/** `events_before`: all of the sessions that flagged users are in; of these `events_of_flagged` and the others, `events_after`. */
async function findEvents(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE events_before AS
    SELECT * FROM events WHERE session_key IN (SELECT DISTINCT session_key FROM events WHERE ${isFlagged})`);
  await connection.run(`CREATE OR REPLACE TEMP VIEW events_of_flagged AS FROM events_before WHERE ${isFlagged}`);
  await connection.run(`CREATE OR REPLACE TEMP VIEW events_after AS FROM events_before WHERE NOT ${isFlagged}`);
}

interface Change {
  readonly connection: Connection;
  readonly model: ModelFile;
  /** The model's text over a relation as `events`. */
  readonly over: (relation: string) => string;
  /** The dataset's own table of the model. */
  readonly table: string;
}

/** The table's rows, those of the sessions now, and those before with sums below zero. */
async function changeSums({ connection, model, over, table }: Change, ofUsers: boolean): Promise<void> {
  const { name } = model;
  const sums = await connection.rows(
    `SELECT column_name AS name FROM duckdb_columns()
    WHERE database_name = current_database() AND table_name = ? AND (${isSum})`,
    [name],
  );
  // Of a user all events are here, or, for a user who is not flagged, only those of some sessions.
  const parts: readonly (readonly [string, string])[] = ofUsers
    ? [['events_of_flagged', '-']]
    : [
        ['events_before', '-'],
        ['events_after', '+'],
      ];
  const changes = [];
  for (const [relation, sign] of parts) {
    const change = `${name}_of_${relation}`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${change} AS ${over(relation)}`);
    const signed = sums.map((sum) => `${sign}${String(sum['name'])} AS ${String(sum['name'])}`).join(', ');
    changes.push(`UNION ALL BY NAME SELECT * REPLACE (${signed}) FROM ${change}`);
  }
  await connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS FROM ${table} ${changes.join(' ')}`);
}

/**
 * Puts temporary views in front of those of `tables` that the report reads and that count flagged users, for as long as
 * the connection lasts. The temporary table `flagged_users` says who these are (see flag-users.ts).
 */
export async function leaveOutFlagged(
  connection: Connection,
  files: QueryFiles,
  report: ReportFile,
  tables: ReadonlySet<string>,
): Promise<void> {
  const names = report.reads.filter((name) => tables.has(name) && dependsOnFilters(files, name));
  if (names.length === 0 || (await connection.number('SELECT count(*) FROM flagged_users')) === 0) return;
  await findEvents(connection);
  const [{ catalog } = {}] = await connection.rows('SELECT current_database() AS catalog');
  const unchanged = new Set([...tables].filter((name) => !dependsOnFilters(files, name)));
  for (const name of names) {
    const model = files.models.get(name);
    if (model === undefined) continue;
    const table = `${quoteIdentifier(String(catalog))}.main.${quoteIdentifier(name)}`;
    const over = (relation: string) =>
      composeModel(files, model, {
        tables: unchanged,
        dialect: 'duckdb',
        relations: { events: `SELECT * FROM ${relation}` },
      });
    // A row is a user's: there is nothing to add up.
    if (name === 'returning_users')
      await connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS FROM ${table} WHERE NOT ${isFlagged}`);
    else await changeSums({ connection, model, over, table }, isMadeOf(files, name, 'user_presence'));
  }
}
