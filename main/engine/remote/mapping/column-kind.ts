/** What a column holds, by its type as Athena, Glue or Trino writes it. */
import { EngineError, type CatalogColumn, type CatalogTable } from '../../../../preload/contract.js';

export type ColumnKind = 'text' | 'integer' | 'number' | 'timestamp' | 'zoned' | 'date' | 'other';

const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(string|varchar|char|text)\b/, 'text'],
  [/^(tinyint|smallint|int|integer|bigint)$/, 'integer'],
  [/^(double|double precision|float|real|decimal\b.*|numeric\b.*)$/, 'number'],
  [/^timestamp.*with time zone$/, 'zoned'],
  [/^timestamp\b/, 'timestamp'],
  [/^date$/, 'date'],
];

export function kindOf({ type }: Pick<CatalogColumn, 'type'>): ColumnKind {
  const plain = type.trim().toLowerCase();
  return kinds.find(([pattern]) => pattern.test(plain))?.[1] ?? 'other';
}

/** Engines compare names without case. Null where the table has no such column. */
export function findColumn(table: CatalogTable, name: string): CatalogColumn | null {
  return table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** Throws EngineError `misconfigured` where the table has no such column. */
export function needColumn(table: CatalogTable, name: string): CatalogColumn {
  const column = findColumn(table, name);
  if (column !== null) return column;
  throw new EngineError('misconfigured', `The table ${table.database}.${table.name} has no column “${name}”.`, {
    wayOut: 'Attach the table again: its columns may have changed.',
    resource: `${table.database}.${table.name}`,
  });
}
