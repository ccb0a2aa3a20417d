/** What several statements have in common: names and properties. */
import type { Cursor } from './ddl-tokens.js';
import type { TableName } from './statement.js';

export function readTableName(cursor: Cursor): TableName {
  const names = [cursor.name()];
  while (cursor.accept('.')) names.push(cursor.name());
  const [table = '', database = null] = names.reverse();
  return { database, table };
}

/** `('a'='b', …)` */
export function readProperties(cursor: Cursor): Record<string, string> {
  cursor.expect('(');
  const properties: Record<string, string> = {};
  do {
    const name = cursor.text();
    cursor.expect('=');
    properties[name] = cursor.text();
  } while (cursor.accept(','));
  cursor.expect(')');
  return properties;
}
