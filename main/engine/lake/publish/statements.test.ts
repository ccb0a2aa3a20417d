/** The statements keep to Hive's grammar, which Athena's DDL is of. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, it, vi } from 'vitest';
import { readQueryFiles, type QueryFiles } from '../../query-files.js';
import { parsePlace } from './lake-place.js';
import { eventColumns } from './lake-tables.js';
import { composeStatements, listStatements, quoteName, quoteText, type LakeDescription } from './statements.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 }); // the parser's first texts are slow

interface Parser {
  readonly HiveSQL: new () => { validate(sql: string): readonly { readonly message: string }[] };
}

let files: QueryFiles;
let check: (sql: string) => readonly string[];

beforeAll(async () => {
  files = await readQueryFiles(join(import.meta.dirname, '../../../../queries'));
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-hive-'));
  try {
    const outfile = join(folder, 'parser.cjs'); // plain Node cannot load it
    await build({
      stdin: {
        contents: `export { HiveSQL } from 'dt-sql-parser/dist/parser/hive/index.js';`,
        resolveDir: import.meta.dirname,
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const hive = new (createRequire(outfile)(outfile) as Parser).HiveSQL();
    check = (sql) => hive.validate(sql).map(({ message }) => message);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const lake: LakeDescription = {
  place: parsePlace("s3://shop-lake/it is ana's/1"),
  database: 'shop',
  tables: [
    { name: 'events', columns: eventColumns },
    { name: 'slots', columns: [{ name: 'slot', type: 'int', expression: 'e.slot' }] },
  ],
  days: { first: '2019-10-01', last: '2019-11-30' },
  hasRawTable: true,
  dropped: ['old_model'],
};

it('the grammar refuses what is none', () => {
  expect(check('CREATE EXTERNAL TABLE `a`.`b` (`c` int STORED AS PARQUET')).not.toEqual([]);
});

it('are Hive, each of them', () => {
  const statements = listStatements(composeStatements(files, lake));
  for (const sql of statements) expect({ sql, wrong: check(sql) }).toEqual({ sql, wrong: [] });
  expect(statements.map((sql) => sql.split('\n')[0])).toEqual([
    'CREATE DATABASE IF NOT EXISTS `shop`',
    'DROP TABLE IF EXISTS `shop`.`events`',
    'CREATE EXTERNAL TABLE `shop`.`events` (',
    'DROP TABLE IF EXISTS `shop`.`slots`',
    'CREATE EXTERNAL TABLE `shop`.`slots` (',
    'DROP TABLE IF EXISTS `shop`.`raw_events`',
    'CREATE EXTERNAL TABLE `shop`.`raw_events` (',
    'DROP TABLE IF EXISTS `shop`.`old_model`',
  ]);
  expect(statements[2]).toContain(`'projection.event_date.range' = '2019-10-01,2019-11-30'`);
  expect(statements[2]).toContain(`LOCATION 's3://shop-lake/it is ana\\'s/1/curated/events/'`);
  expect(statements[4]).toContain(`'vitrine.manifest' = 's3://shop-lake/it is ana\\'s/1/manifest.json'`);
  expect(statements[4]).not.toContain('projection');
  expect(statements[6]).toContain(`'skip.header.line.count' = '1'`);
});

it('leave the raw files out where there is no table of them', () => {
  const statements = listStatements(composeStatements(files, { ...lake, hasRawTable: false }));
  expect(statements.join('\n')).not.toContain('raw_events');
});

it('leave tables alone that are as they should be', () => {
  const { definitions } = composeStatements(files, lake);
  const standing = new Map(Object.entries(definitions));
  const later = { ...lake, dropped: [], days: { ...lake.days, last: '2019-12-01' } };
  expect(listStatements(composeStatements(files, { ...lake, dropped: [] }, standing))).toEqual([]);
  const statements = listStatements(composeStatements(files, later, standing));
  expect(statements.map((sql) => sql.split('\n')[0])).toEqual([
    'CREATE DATABASE IF NOT EXISTS `shop`',
    'DROP TABLE IF EXISTS `shop`.`events`',
    'CREATE EXTERNAL TABLE `shop`.`events` (',
  ]);
  standing.delete('slots');
  expect(listStatements(composeStatements(files, { ...lake, dropped: [] }, standing))).toHaveLength(3);
});

it('quote names and texts', () => {
  expect(quoteName('a`b')).toBe('`a``b`');
  expect(quoteText(`it's \\`)).toBe(`'it\\'s \\\\'`);
});
