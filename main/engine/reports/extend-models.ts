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

/** One row for all of the data: built anew, which scans one column. */
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

/** Counts and sums over sessions: what the sessions with new events gave before is taken off, what they give now added. */
function addSums(keys: readonly string[], measures: readonly string[]) {
  return async (extension: Extension): Promise<void> => {
    const { connection, model } = extension;
    await workOut(extension, 'events_before', 'sums_before');
    await workOut(extension, 'events_after', 'sums_after');
    const name = quoteIdentifier(model.name);
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
  };
}

/** A user's first quarter-hour may become earlier. */
async function extendUsers(extension: Extension): Promise<void> {
  await workOut(extension, 'new_events', 'found');
  await extension.connection.run(`MERGE INTO users u USING found f ON u.user_id = f.user_id
    WHEN MATCHED AND f.first_slot < u.first_slot THEN UPDATE SET first_slot = f.first_slot
    WHEN NOT MATCHED THEN INSERT VALUES (f.user_id, f.first_slot)`);
}

/** Of users with new events, the rows that are new or have another row before them now. */
async function extendUserSlots(extension: Extension): Promise<void> {
  const { connection } = extension;
  await workOut(extension, 'new_events', 'found');
  await connection.run(`CREATE OR REPLACE TEMP TABLE slots_before AS
    FROM user_slots WHERE user_id IN (SELECT user_id FROM found)`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE slots_after AS
    SELECT a.user_id, a.slot, coalesce(lag(a.slot) OVER (PARTITION BY a.user_id ORDER BY a.slot), -1) AS previous_slot,
      u.first_slot, a.events
    FROM (SELECT user_id, slot, CAST(sum(events) AS BIGINT) AS events
      FROM (SELECT user_id, slot, events FROM slots_before UNION ALL SELECT user_id, slot, events FROM found)
      GROUP BY user_id, slot) a
    JOIN users u ON u.user_id = a.user_id`);
  await connection.run(`MERGE INTO user_slots m USING (FROM slots_after EXCEPT FROM slots_before) c
    ON m.user_id = c.user_id AND m.slot = c.slot
    WHEN MATCHED THEN UPDATE SET previous_slot = c.previous_slot, first_slot = c.first_slot, events = c.events
    WHEN NOT MATCHED THEN INSERT VALUES (c.user_id, c.slot, c.previous_slot, c.first_slot, c.events)`);
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
  brands: addMissing,
  categories: addMissing,
  users: extendUsers,
  user_slots: extendUserSlots,
  session_slots: addSums(['slot', 'previous_slot'], ['sessions']),
  category_slots: addSums(['slot', 'category_code'], ['events', 'views', 'carts', 'removes', 'purchases', 'revenue']),
  brand_slots: addSums(
    ['brand', 'category', 'slot', 'previous_slot', 'previous_purchase_slot'],
    ['sessions', 'purchase_sessions', 'purchases', 'revenue'],
  ),
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
