/** Whether a table can be read as events: by the names of its columns. */
import { EngineError, type EventsMapping } from '../../../preload/contract.js';
import { neededFields } from '../../../preload/layout.js';

/** The columns that the reports need of it, by a mapping or by their usual names. */
function neededColumns(mapping: EventsMapping | null): readonly string[] {
  if (mapping === null) return neededFields;
  const columns = Object.values(mapping.columns).map(({ column }) => column);
  return mapping.partition === undefined ? columns : [...columns, mapping.partition.column];
}

/** Says what is there. Throws EngineError `misconfigured` that names what is missing. Case does not count. */
export function describeEventsTable(name: string, columns: readonly string[], mapping: EventsMapping | null): string {
  const there = new Set(columns.map((column) => column.toLowerCase()));
  const missing = neededColumns(mapping).filter((column) => !there.has(column.toLowerCase()));
  const unmapped = mapping === null ? [] : neededFields.filter((field) => mapping.columns[field] === undefined);
  if (missing.length > 0)
    throw new EngineError(
      'misconfigured',
      `The table “${name}” has no ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}.`,
      { resource: name, wayOut: 'Attach the table of events with a mapping of its columns.' },
    );
  if (unmapped.length > 0)
    throw new EngineError('misconfigured', `The mapping of the table “${name}” does not give ${unmapped.join(', ')}.`, {
      resource: name,
      wayOut: 'Attach the table again and say which columns they are.',
    });
  return `The table “${name}” has the columns that reports need (${columns.length} in all).`;
}
