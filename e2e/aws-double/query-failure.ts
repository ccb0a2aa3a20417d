/** A query that failed, as Athena tells it. */

/** `category` 1: system, 2: user, 3: other. `type`: of the table in the user guide. */
export class QueryFailure extends Error {
  constructor(
    readonly type: number,
    message: string,
    readonly category: 1 | 2 | 3 = 2,
    readonly retryable = false,
  ) {
    super(message);
  }
}

/** Where DuckDB's message points to: `line 3:14`, or `line 1:1` where it does not. */
function pointedAt(message: string, shift: number): string {
  const parts = /\nLINE (\d+): (.*)\n( *)\^/.exec(message);
  if (!parts) return 'line 1:1';
  const [, line = '1', , blanks = ''] = parts;
  const column = blanks.length + 1 - `LINE ${line}: `.length - (line === '1' ? shift : 0);
  return `line ${line}:${Math.max(column, 1)}`;
}

/** DuckDB's message in the words of Athena. `shift`: characters that were put before the text's first line. */
export function readDuckDbFailure(message: string, database: string, shift: number): QueryFailure {
  const at = pointedAt(message, shift);
  const first = message.split('\n')[0] ?? '';
  const said = first.replace(/^\w[\w ]* Error: /, '');
  const near = /syntax error at or near "(.*)"/.exec(first);
  if (near) return new QueryFailure(1006, `SYNTAX_ERROR: ${at}: mismatched input '${near[1]}'`);
  const table = /Table with name (\S+) does not exist/.exec(first);
  if (table)
    return new QueryFailure(
      1110,
      `TABLE_NOT_FOUND: ${at}: Table 'awsdatacatalog.${database}.${table[1]}' does not exist`,
    );
  const schema = /Catalog "?(\w+)"? does not exist|Schema with name (\S+) does not exist/.exec(first);
  if (schema)
    return new QueryFailure(1110, `SCHEMA_NOT_FOUND: ${at}: Schema '${schema[1] ?? schema[2] ?? ''}' does not exist`);
  const column = /Referenced (?:column|table) "(.*?)" not found|does not have a column named "(.*?)"/.exec(first);
  if (column)
    return new QueryFailure(
      1006,
      `COLUMN_NOT_FOUND: ${at}: Column '${column[1] ?? column[2] ?? ''}' cannot be resolved`,
    );
  const routine = /(?:Scalar|Table|Aggregate) ?\w* with name (\S+) does not exist/.exec(first);
  if (routine) return new QueryFailure(1006, `FUNCTION_NOT_FOUND: ${at}: Function '${routine[1]}' not registered`);
  if (/^(Parser|Binder|Catalog) Error/.test(first)) return new QueryFailure(1006, `SYNTAX_ERROR: ${at}: ${said}`);
  if (/^Conversion Error/.test(first)) return new QueryFailure(1006, `INVALID_CAST_ARGUMENT: ${said}`);
  if (/^Out of Memory Error/.test(first))
    return new QueryFailure(8, 'Query exhausted resources at this scale factor', 1, true);
  return new QueryFailure(1006, `GENERIC_USER_ERROR: ${said}`);
}
