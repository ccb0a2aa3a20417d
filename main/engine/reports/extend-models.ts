/**
 * Brings the stored models of a dataset up to date with events that were added, so that they are as if built anew. A
 * model is worked out for what is new, or for the sessions and users that have something new, and joined with what is
 * there; nothing is worked out from all events. Which way each model takes stands in {@link ways}.
 */
import { quoteIdentifier, type Connection } from '../database.js';
import { composeModel, storedModels } from '../compose-query.js';
import type { ModelFile, QueryFiles } from '../query-files.js';

export type ExtendModels = (
  connection: Connection,
  onProgress: (done: number, total: number, name: string) => void,
) => Promise<void>;

interface Extension {
  readonly connection: Connection;
  readonly model: ModelFile;
  /** The model's text over the relation `events`, whatever that is at the time. */
  readonly sql: string;
}

/** Has the model's text read another relation as `events`. */
async function overEvents(connection: Connection, relation: string, work: () => Promise<void>): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP VIEW events AS FROM ${relation}`);
  try {
    await work();
  } finally {
    await connection.run('DROP VIEW temp.events');
  }
}

/** Rows of the text over `relation`, as a temporary table. */
async function workOut({ connection, sql }: Extension, relation: string, table: string): Promise<void> {
  await overEvents(connection, relation, () => connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${sql}`));
}

/** Built anew: what it is made of is small. */
async function rebuild({ connection, model, sql }: Extension): Promise<void> {
  await connection.run(`CREATE OR REPLACE TABLE ${quoteIdentifier(model.name)} AS ${sql}`);
}

/** Rows that only depend on there being an event: those of the new events that are not there yet are added. */
async function addMissing(extension: Extension): Promise<void> {
  const { connection, model } = extension;
  await workOut(extension, 'new_events', 'found');
  const name = quoteIdentifier(model.name);
  await connection.run(`INSERT INTO ${name} FROM found EXCEPT FROM ${name}`);
}

/**
 * Words that are not known yet; `standing` is the column of the word that stands for others. Where another does now, it is
 * put in the place of the one before in `renamed`, a column of the models of brands.
 */
function extendWords(word: string, column: string, standing: string, renamed: string) {
  return async (extension: Extension): Promise<void> => {
    const { connection } = extension;
    const name = quoteIdentifier(extension.model.name);
    await connection.run(`CREATE OR REPLACE TEMP VIEW all_words AS
      SELECT ${word} AS ${column} FROM ${name} UNION SELECT ${column} FROM new_events`);
    await workOut(extension, 'all_words', 'found');
    await connection.run(`CREATE OR REPLACE TEMP TABLE renamed AS SELECT DISTINCT m.${standing} AS old, f.${standing} AS new
      FROM ${name} m JOIN found f ON f.${word} = m.${word} WHERE m.${standing} <> f.${standing}`);
    for (const model of ['brand_slots', 'brand_purchases'])
      await connection.run(`UPDATE ${model} SET ${renamed} = r.new FROM renamed r WHERE ${renamed} = r.old`);
    await connection.run(`DELETE FROM ${name}`);
    await connection.run(`INSERT INTO ${name} FROM found`);
  };
}

/** Adds the rows of `sums_after` to a model of counts and sums, and takes those of `sums_before` off. */
async function changeSums(
  connection: Connection,
  model: string,
  keys: readonly string[],
  measures: readonly string[],
): Promise<void> {
  const name = quoteIdentifier(model);
  const key = keys.join(', ');
  const negated = measures.map((measure) => `-${measure} AS ${measure}`).join(', ');
  const summed = measures.map((measure) => `sum(${measure}) AS ${measure}`).join(', ');
  const equal = keys.map((one) => `m.${one} IS NOT DISTINCT FROM c.${one}`).join(' AND ');
  const added = measures.map((measure) => `${measure} = m.${measure} + c.${measure}`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE changes AS SELECT ${key}, ${summed}
    FROM (SELECT ${key}, ${measures.join(', ')} FROM sums_after UNION ALL SELECT ${key}, ${negated} FROM sums_before)
    GROUP BY ${key} HAVING ${measures.map((measure) => `sum(${measure}) <> 0`).join(' OR ')}`);
  await connection.run(`MERGE INTO ${name} m USING changes c ON ${equal}
    WHEN MATCHED AND m.${measures[0]} + c.${measures[0]} = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET ${added}
    WHEN NOT MATCHED THEN INSERT (${[...keys, ...measures].join(', ')})
      VALUES (${[...keys, ...measures].map((column) => `c.${column}`).join(', ')})`);
}

/** Counts and sums over sessions: what the sessions with new events gave before is taken off, what they give now added. */
function addSums(keys: readonly string[], measures: readonly string[]) {
  return async (extension: Extension): Promise<void> => {
    await workOut(extension, 'events_before', 'sums_before');
    await workOut(extension, 'events_after', 'sums_after');
    await changeSums(extension.connection, extension.model.name, keys, measures);
  };
}

/**
 * Of users with new events: when they were there, before and after (`visits_before`, `visits_after`). Their first
 * quarter-hour may become earlier.
 */
async function extendUsers(extension: Extension): Promise<void> {
  const { connection } = extension;
  await workOut(extension, 'new_events', 'found');
  await connection.run(`CREATE OR REPLACE TEMP TABLE visits_before AS FROM
    (SELECT user_id, first_slot AS slot, -1 AS previous_slot, first_slot FROM users UNION ALL FROM returning_users)
    WHERE user_id IN (SELECT user_id FROM found)`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE visits_after AS SELECT user_id, slot,
      coalesce(lag(slot) OVER (PARTITION BY user_id ORDER BY slot), -1) AS previous_slot,
      min(slot) OVER (PARTITION BY user_id) AS first_slot
    FROM (SELECT user_id, slot FROM visits_before
      UNION SELECT user_id, CAST(date_diff('minute', TIMESTAMP '1970-01-01', event_time) / 15 AS INTEGER) FROM new_events)`);
  await connection.run(`MERGE INTO users u USING found f ON u.user_id = f.user_id
    WHEN MATCHED AND f.first_slot < u.first_slot THEN UPDATE SET first_slot = f.first_slot
    WHEN NOT MATCHED THEN INSERT VALUES (f.user_id, f.first_slot)`);
}

/** The rows that are new, or have another row before them or another first one now. */
async function extendReturningUsers({ connection }: Extension): Promise<void> {
  await connection.run(`MERGE INTO returning_users m
    USING (FROM visits_after WHERE previous_slot >= 0 EXCEPT FROM visits_before) c
    ON m.user_id = c.user_id AND m.slot = c.slot
    WHEN MATCHED THEN UPDATE SET previous_slot = c.previous_slot, first_slot = c.first_slot
    WHEN NOT MATCHED THEN INSERT VALUES (c.user_id, c.slot, c.previous_slot, c.first_slot)`);
}

async function extendUserSlots({ connection, model }: Extension): Promise<void> {
  for (const when of ['before', 'after'])
    await connection.run(`CREATE OR REPLACE TEMP TABLE sums_${when} AS
      SELECT slot, previous_slot, count(*) AS users FROM visits_${when} GROUP BY slot, previous_slot`);
  await changeSums(connection, model.name, ['slot', 'previous_slot'], ['users']);
}

/**
 * The lines of users who carted, removed or bought something new, and of sessions with new events, are worked out anew,
 * from all that these users and those of these sessions ever carted, removed or bought.
 */
async function extendCartLines({ connection, sql }: Extension): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP VIEW cart_events AS SELECT rowid AS event_no, event_time, event_type,
    product_id, category_id, category_code, brand, price, user_id, session_key
    FROM stored_events WHERE event_type <> 'view'`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE cart_users AS
    SELECT DISTINCT user_id FROM new_events WHERE event_type <> 'view'`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE cart_sessions AS
    FROM touched_sessions UNION SELECT session_key FROM events_after WHERE event_type <> 'view'`);
  const isTouched = `user_id IN (FROM cart_users) OR session_key IN (FROM cart_sessions)`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE cart_visits AS
    SELECT DISTINCT user_id, session_key FROM cart_events WHERE ${isTouched}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE cart_history AS FROM cart_events
    WHERE user_id IN (SELECT user_id FROM cart_visits) OR session_key IN (SELECT session_key FROM cart_visits)`);
  await connection.run(`DELETE FROM cart_lines WHERE ${isTouched}`);
  await overEvents(connection, 'cart_history', () =>
    connection.run(`INSERT INTO cart_lines SELECT * FROM (${sql}) WHERE ${isTouched}`),
  );
}

const ways: Readonly<Record<string, (extension: Extension) => Promise<void>>> = {
  data_range: rebuild,
  slots: addMissing,
  brands: extendWords('written_brand', 'brand', 'first_written', 'brand'),
  categories: extendWords('category_code', 'category_code', 'level_2_code', 'category'),
  users: extendUsers,
  returning_users: extendReturningUsers,
  user_slots: extendUserSlots,
  session_slots: addSums(['slot', 'previous_slot'], ['sessions']),
  category_slots: addSums(['slot', 'category_code'], ['events', 'views', 'carts', 'removes', 'purchases', 'revenue']),
  brand_slots: addSums(['brand', 'category', 'slot', 'previous_slot'], ['sessions']),
  brand_days: rebuild,
  brand_purchases: addSums(['brand', 'category', 'slot', 'previous_slot'], ['sessions', 'purchases', 'revenue']),
  cart_lines: extendCartLines,
};

/**
 * The connection must find the temporary relations `new_events`, `events_before`, `events_after` and `touched_sessions`
 * beside the dataset's tables. A model without a way of its own is built anew.
 */
export function createModelExtender(files: QueryFiles): ExtendModels {
  return async (connection, onProgress) => {
    const models = storedModels(files);
    const tables = new Set(models.map((model) => model.name));
    for (const [at, model] of models.entries()) {
      onProgress(at, models.length, model.name);
      const sql = composeModel(files, model, { tables, dialect: 'duckdb' });
      await (ways[model.name] ?? rebuild)({ connection, model, sql });
    }
    onProgress(models.length, models.length, '');
  };
}
