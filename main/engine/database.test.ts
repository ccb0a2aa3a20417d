import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from './database.js';

const endless = 'SELECT sum(a.range + b.range) FROM range(?) a, range(10000000) b';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ prelude: '', tempDirectory: tmpdir(), memoryLimitBytes: 2 ** 28, threads: 2 });
});
afterAll(() => database.close());

describe('an aborted job', () => {
  it.each([0, 1, 2, 3, 5, 10, 30])('is cancelled %i ms into its statement', async (delayMs) => {
    const controller = new AbortController();
    const job = database.withConnection({ signal: controller.signal }, (connection) => {
      const answer = connection.columns(endless, [10_000_000]);
      if (delayMs === 0) controller.abort();
      else setTimeout(() => controller.abort(), delayMs);
      return answer;
    });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('starts no further statement', async () => {
    const controller = new AbortController();
    const job = database.withConnection({ signal: controller.signal }, async (connection) => {
      await connection.run('SELECT 1');
      controller.abort();
      return connection.number('SELECT 2');
    });
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('every connection', () => {
  it('divides integers as Trino does and lives in UTC', async () => {
    for (let at = 0; at < 3; at++) {
      const rows = await database.withConnection({}, (connection) =>
        connection.rows("SELECT 7 / 2 AS quotient, current_setting('TimeZone') AS zone"),
      );
      expect(rows).toEqual([{ quotient: 3, zone: 'UTC' }]);
    }
  });

  it('says what failed, with the SQL', async () => {
    const sql = 'SELECT * FROM nowhere';
    const failed = database.withConnection({}, (connection) => connection.run(sql));
    await expect(failed).rejects.toMatchObject({ code: 'query_failed', details: { sql } });
  });
});
