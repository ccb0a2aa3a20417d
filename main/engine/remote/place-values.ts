/** The `?` of a text: where they stand, and their values in their places. */
import { EngineError } from '../../../preload/contract.js';
import type { RemoteValue } from '../elsewhere.js';
import { toSqlLiteral } from './sql-literal.js';

/**
 * A `?`, or what it has no meaning in: texts, quoted names (a doubled quote ends one and begins the next, which comes to
 * the same) and comments. One that does not end reaches to the text's end.
 */
const piece = /'[^']*'?|"[^"]*"?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\?/g;

function mapPlaceholders(sql: string, write: (at: number) => string): string {
  let at = 0;
  return sql.replace(piece, (found) => (found === '?' ? write(at++) : found));
}

/** How many `?` stand for values: those in texts, quoted names and comments do not. */
export function countPlaceholders(sql: string): number {
  let count = 0;
  mapPlaceholders(sql, (at) => {
    count = at + 1;
    return '?';
  });
  return count;
}

/** Throws EngineError `internal` where a text has more or fewer `?` than there are values: engines say it less clearly. */
export function checkValues(sql: string, values: readonly RemoteValue[]): void {
  const count = countPlaceholders(sql);
  if (count !== values.length)
    throw new EngineError('internal', `The text has ${count} places for values, and ${values.length} values.`, { sql });
}

/** The text with literals instead of `?`. Its lines stay the same lines. */
export function placeValues(sql: string, values: readonly RemoteValue[]): string {
  checkValues(sql, values);
  return mapPlaceholders(sql, (at) => {
    const literal = toSqlLiteral(values[at] ?? '');
    return literal.startsWith('-') ? `(${literal})` : literal; // `-?` must not become a comment
  });
}
