/** Numbers for words: always the same, never shared, and never changed by what comes later. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, type Connection } from '../database.js';
import { codeOf, createClashedWords, hasClashes, requireSameHash, separateClashes } from './word-codes.js';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-words-'));
  database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 28, threads: 1 });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const kind = 'user';
const table = { kind, table: 'words', code: 'code', word: 'word' } as const;
/** So few that a hundred words must clash. */
const bits = 5;

async function add(connection: Connection, words: readonly string[]): Promise<void> {
  const from = await connection.number('SELECT count(*) FROM words');
  for (const word of words)
    await connection.run(
      `INSERT INTO words SELECT ${codeOf(kind, 'word', false, bits)}, word FROM (SELECT ? AS word)`,
      [word],
    );
  await separateClashes(connection, table, from, 20 + bits); // salted ones are looked for in a wider span
}

const readCodes = async (connection: Connection) =>
  new Map(
    (await connection.rows('SELECT word, code FROM words')).map((row) => [String(row['word']), String(row['code'])]),
  );

describe('words that share a hash', () => {
  it('get numbers of their own, which later words do not change and rows find again', async () => {
    await database.attach(':memory:', 'words_1', 'read-write');
    await database.withConnection({ catalog: 'words_1' }, async (connection) => {
      await createClashedWords(connection);
      await connection.run('CREATE TABLE words (code BIGINT, word VARCHAR)');
      await add(
        connection,
        Array.from({ length: 60 }, (_, at) => `first ${at}`),
      );
      const before = await readCodes(connection);
      expect(new Set(before.values()).size).toBe(60);
      expect(await hasClashes(connection)).toBe(true);
      await add(
        connection,
        Array.from({ length: 60 }, (_, at) => `second ${at}`),
      );
      const after = await readCodes(connection);
      expect(new Set(after.values()).size).toBe(120);
      for (const [word, code] of before) expect(after.get(word)).toBe(code);
      const found = await connection.rows(`SELECT word, ${codeOf(kind, 'word', true, bits)} AS code FROM words`);
      for (const row of found) expect(String(row['code'])).toBe(after.get(String(row['word'])));
    });
  });

  it('are none among ordinary words', async () => {
    await database.attach(':memory:', 'words_2', 'read-write');
    await database.withConnection({ catalog: 'words_2' }, async (connection) => {
      await createClashedWords(connection);
      await connection.run(`CREATE TABLE words AS SELECT ${codeOf(kind, 'word', false)} AS code, word
        FROM (SELECT 'u' || i AS word FROM range(100000) t(i))`);
      await separateClashes(connection, table);
      expect(await hasClashes(connection)).toBe(false);
      expect(await connection.number('SELECT count(DISTINCT code) FROM words WHERE code < 0')).toBe(100_000);
      const [row] = await connection.rows(`SELECT ${codeOf(kind, 'CAST(NULL AS VARCHAR)', false)} AS code`);
      expect(row).toEqual({ code: null });
    });
  });
});

describe('a dataset of a DuckDB that hashes otherwise', () => {
  it('is not added to', async () => {
    await database.attach(':memory:', 'words_3', 'read-write');
    await database.withConnection({ catalog: 'words_3' }, async (connection) => {
      await createClashedWords(connection);
      await requireSameHash(connection);
      await connection.run('UPDATE word_hash SET probe = probe + 1');
      await expect(requireSameHash(connection)).rejects.toMatchObject({ code: 'wrong_version' });
    });
  });
});
