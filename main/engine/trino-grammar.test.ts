/** Every text that is to run on Athena keeps to Trino's grammar and to what both engines understand alike. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { composeModel, composeReport, storedModels } from './compose-query.js';
import { readQueryFiles } from './query-files.js';
import { loadTrinoGrammar, type TrinoGrammar } from './trino-grammar.js';

const files = await readQueryFiles(join(import.meta.dirname, '../../queries'));
const inlined = { tables: new Set<string>(), dialect: 'trino' } as const;
const published = { tables: new Set(files.models.keys()), dialect: 'trino' } as const;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 }); // the parser's first texts are slow

let grammar: TrinoGrammar;
beforeAll(async () => {
  grammar = await loadTrinoGrammar();
});

describe.each([...files.reports.values()].map((report) => [report.id, report] as const))('report %s', (_, report) => {
  test('with all models inlined', () => {
    expect(grammar.check(composeReport(files, report, inlined))).toEqual([]);
  });

  test('over published models', () => {
    const stored = new Set(storedModels(files).map((model) => model.name));
    expect(grammar.check(composeReport(files, report, { ...published, tables: stored }))).toEqual([]);
  });

  test('has one ? for each of its values, no word of DuckDB alone, and far less than the 256 KiB that Athena takes', () => {
    const sql = composeReport(files, report, inlined);
    expect(sql.split('?')).toHaveLength(report.values.length + 1);
    expect(sql).not.toMatch(/MATERIALIZED/);
    expect(Buffer.byteLength(sql)).toBeLessThan(262_144 / 16);
  });
});

test.each(storedModels(files).map((model) => [model.name, model] as const))('model %s', (_, model) => {
  expect(grammar.check(composeModel(files, model, inlined))).toEqual([]);
});

describe('what is refused', () => {
  test.each([
    ['SELECT a::varchar FROM t', /::/],
    ['SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1', /line 1/],
    ['SELECT a // b FROM t', /\/\//],
    ["SELECT a FROM t WHERE a ILIKE 'x%'", /line 1/],
    ['SELECT a, count(*) FROM t GROUP BY ALL', /ALL/],
    ['SELECT t.a, count(*) FROM t GROUP BY 1', /GROUP BY 1/],
    ['SELECT t.a AS b, count(*) FROM t GROUP BY b', /GROUP BY b/],
    ['SELECT hour(t.a), count(*) FROM t GROUP BY hour(t.a)', /GROUP BY hour\(t\.a\)/],
    ['SELECT a FROM t LIMIT 5 OFFSET 5', /OFFSET/],
    ['SELECT * EXCLUDE (a) FROM t', /line 1/],
    ['SELECT `a` FROM t', /backticks/],
    ['SELECT "a" FROM t', /double quotes/],
    ['SELECT a FROM t; SELECT b FROM t', /one statement/],
    ['SELECT a FROM t ORDER BY ALL', /ORDER BY ALL/],
    ['SELECT x.a FROM x ASOF JOIN y ON x.a >= y.a', /only DuckDB/],
    ['SELECT approx_count_distinct(a) FROM t', /approx_count_distinct/],
    ["SELECT COLUMNS('a.*') FROM t", /columns/],
    ['SELECT CAST(a AS text) FROM t', /cast to text/],
    ['SELECT CAST(a AS decimal(38,4)) FROM t', /cast to decimal\(38,4\)/],
    ['SELECT a FROM t WHERE a > ?', /CAST\(\? AS/],
    ['SELECT a AT TIME ZONE ? FROM t', /AT TIME ZONE/],
    ['SELECT DATE ? FROM t', /line 1/],
    ['SELECT a FROM t WHERE', /line 1/],
    ['SELECT 7%-3', /blank/],
    ['SELECT [1, 2]', /line 1/],
    ['SELECT lag(a) IGNORE NULLS OVER (ORDER BY a) FROM t', /IGNORE NULLS/],
  ])('%s', (sql, complaint) => {
    expect(grammar.check(sql).join('\n')).toMatch(complaint);
  });
});

test('forbidden words within literals and comments are fine', () => {
  expect(grammar.check("SELECT ';' AS a -- the group by all :: of `old`\nFROM t WHERE t.b = '\"x\"'")).toEqual([]);
});
