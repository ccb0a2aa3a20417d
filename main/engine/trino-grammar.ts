/**
 * For tests: what is wrong with a text that is to run on Trino (Athena's engine) as well as on DuckDB. The grammar is
 * Trino's own, of dt-sql-parser; a few rules say what it lets through although one of the engines would refuse it or
 * mean something else by it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A node of the parser's tree. */
interface TreeNode {
  getText(): string;
  readonly start: { readonly line: number } | null;
}

/** What is used of dt-sql-parser. */
interface Parser {
  readonly TrinoSQL: new () => {
    parse(sql: string, onError: (error: { startLine: number; message: string }) => void): TreeNode;
    listen(listener: object, tree: TreeNode): void;
  };
  readonly TrinoSqlListener: new () => object;
}

/** Functions that mean the same on both engines, as they are or by a macro of the prelude; aggregates and windows too. */
const functions = new Set(
  (
    'abs at_timezone avg cardinality ceil chr coalesce concat count date_add date_diff date_format date_parse date_trunc day ' +
    'day_of_month day_of_week day_of_year dense_rank element_at exp first_value floor from_unixtime greatest hour lag ' +
    'last_value lead least length ln lower max max_by min min_by minute mod month nullif power quarter rank regexp_extract ' +
    'regexp_like regexp_replace replace reverse round row_number second sequence sign split_part sqrt strpos substr sum ' +
    'to_unixtime trim upper week_of_year with_timezone year year_of_week'
  ).split(' '),
);

const types = /^(varchar|bigint|integer|double|boolean|date|timestamp|decimal\(18,[0-4]\)|decimal\(38,12\))$/;

/** Words and signs that the grammar lets through, in a text without comments and literals. */
const forbiddenTexts: readonly (readonly [RegExp, string])[] = [
  [/"/, 'an identifier in double quotes is a text to Hive and a name to Trino'],
  [/`/, 'backticks are not Trino'],
  [/;/, 'one statement a text'],
  [/::/, 'CAST(… AS …) instead of ::'],
  [/\/\//, '// is not Trino'],
  [/%-/, 'a blank between % and -'],
  [/\b(asof|semi|anti|positional)\s+join\b/i, 'a join that only DuckDB has'],
  [/\b(qualify|ilike|exclude|using\s+sample|tablesample)\b/i, 'a word that only one engine has'],
  [/\b(order|group)\s+by\s+all\b/i, 'ORDER BY ALL and GROUP BY ALL are not Trino'],
  [/\bignore\s+nulls\b/i, 'IGNORE NULLS stands in different places'],
  [/\bat\s+time\s+zone\b/i, 'at_timezone(…) instead of AT TIME ZONE'],
  [/\boffset\b/i, 'OFFSET stands in different places'],
];

/** Literals become '' and comments nothing; lines stay lines. */
function withoutTexts(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|--[^\n]*/g, (match) => (match.startsWith("'") ? "''" : ''));
}

export interface TrinoGrammar {
  /** What is wrong with the text, a sentence each with its line; empty where it is fine. */
  check(sql: string): readonly string[];
}

/** Bundles the parser, which plain Node cannot load, into a temporary folder and loads it. */
export async function loadTrinoGrammar(): Promise<TrinoGrammar> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-grammar-'));
  try {
    const outfile = join(folder, 'parser.cjs');
    await build({
      stdin: {
        contents: `export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
          export { TrinoSqlListener } from 'dt-sql-parser/dist/lib/trino/TrinoSqlListener.js';`,
        resolveDir: import.meta.dirname,
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const parser = createRequire(outfile)(outfile) as Parser;
    return { check: (sql) => check(parser, sql) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function check({ TrinoSQL, TrinoSqlListener }: Parser, sql: string): readonly string[] {
  const wrong: string[] = [];
  const trino = new TrinoSQL();
  const tree = trino.parse(sql, (error) => wrong.push(`line ${error.startLine}: ${error.message}`));
  const lines = withoutTexts(sql).split('\n');
  for (const [pattern, why] of forbiddenTexts)
    lines.forEach((line, at) => {
      if (pattern.test(line)) wrong.push(`line ${at + 1}: ${why}`);
    });
  const complain = (node: TreeNode, why: string) => wrong.push(`line ${node.start?.line ?? '?'}: ${why}`);
  trino.listen(
    Object.assign(new TrinoSqlListener(), {
      enterFunctionCall(node: TreeNode & { qualifiedName?(): TreeNode; functionName?(): TreeNode }) {
        const name = (node.functionName?.() ?? node.qualifiedName?.())?.getText().toLowerCase() ?? node.getText();
        if (!functions.has(name)) complain(node, `${name} is not among the functions that both engines have`);
      },
      enterCast(node: TreeNode & { type(): TreeNode }) {
        const type = node.type().getText().toLowerCase();
        if (!types.test(type)) complain(node, `a cast to ${type}`);
      },
      enterParameter(node: TreeNode & { parent: TreeNode | null }) {
        let cast = node.parent;
        while (cast !== null && cast.getText() === '?') cast = (cast as typeof node).parent;
        if (!/^CAST\(\?AS/i.test(cast?.getText() ?? '')) complain(node, 'a ? stands only in CAST(? AS …)');
      },
      enterSingleGroupingSet(node: TreeNode) {
        if (!/^\(?[a-z_]\w*\.[a-z_]\w*\)?$/i.test(node.getText()))
          complain(node, `GROUP BY ${node.getText()}: only columns of a relation, with its name`);
      },
    }),
    tree,
  );
  return wrong;
}
