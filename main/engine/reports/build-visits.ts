/**
 * Models that only say who was there when are built from `visits`, a temporary table of a quarter as many rows as there
 * are events: events are grouped once for users, sessions and quarter-hours.
 */
import { EngineError } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { composeModel, isMadeOf } from '../compose-query.js';
import type { QueryFiles } from '../query-files.js';

/** Read off `visits`, where a row may come more than once: what is made of them passes over it. */
const presence = {
  user_presence: 'SELECT user_id, slot FROM visits',
  session_presence: 'SELECT session_key, slot FROM visits',
} as const;

const timeOf = (slot: string) => `make_timestamp(${slot} * 900000000::BIGINT) AS event_time`;

/** What some models read as `events`: times to the quarter-hour, of users only the first. */
const times: Readonly<Record<string, string>> = {
  users: `SELECT v.user_id, ${timeOf('v.slot')} FROM user_visits v WHERE v.previous_slot = -1`,
  slots: `SELECT ${timeOf('v.slot')} FROM user_visits v`,
};

/** What the model reads as `events` while there are visits; undefined for those that read the presence alone. */
export function eventsOfVisits(model: string): string | undefined {
  return times[model];
}

export function isOfVisits(files: QueryFiles, model: string): boolean {
  return times[model] !== undefined || Object.keys(presence).some((name) => isMadeOf(files, model, name));
}

/** Makes temporary tables and views; returns the names of the models that they are. */
export async function createVisits(
  connection: Connection,
  files: QueryFiles,
  ready: ReadonlySet<string>,
): Promise<readonly string[]> {
  const tables = new Set<string>([...ready, ...Object.keys(presence)]);
  const create = async (name: string) => {
    const model = files.models.get(name);
    if (model === undefined) throw new EngineError('internal', `There is no model ${name}.`);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${name} AS\n${composeModel(files, model, { tables, dialect: 'duckdb' })}`,
    );
    tables.add(name);
  };
  await create('visits');
  for (const [name, sql] of Object.entries(presence))
    await connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${sql}`);
  await create('user_visits');
  return [...tables];
}

export async function dropVisits(connection: Connection): Promise<void> {
  for (const name of Object.keys(presence)) await connection.run(`DROP VIEW temp.${name}`);
  for (const name of ['user_visits', 'visits']) await connection.run(`DROP TABLE temp.${name}`);
}
