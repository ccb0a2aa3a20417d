/** The objects of a publication as a table. Pure functions. */
import type { Column, Publication, PublishObject, Table } from '../../../preload/contract.js';

export const actionWords = { put: 'send', keep: 'keep', delete: 'delete' } as const;
const doneWords = { put: 'sent', keep: 'kept', delete: 'deleted' } as const;
const zoneWords = { raw: 'original files', curated: 'tables', manifest: 'manifest' } as const;

export function toObjectTable({ objects, isDryRun }: Publication): Table {
  const words = isDryRun ? actionWords : doneWords;
  const text = (name: string, title: string, read: (object: PublishObject) => string | null): Column => ({
    name,
    title,
    type: 'text',
    unit: '',
    values: objects.map(read),
  });
  const whole = (name: string, title: string, read: (object: PublishObject) => number | null): Column => ({
    name,
    title,
    type: 'integer',
    unit: '',
    values: Float64Array.from(objects, (object) => read(object) ?? NaN),
  });
  return {
    rowCount: objects.length,
    columns: [
      text('action', isDryRun ? 'To do' : 'Done', ({ action }) => words[action]),
      text('zone', 'Zone', ({ zone }) => zoneWords[zone]),
      text('table', 'Table', ({ table }) => table),
      { ...text('partition', 'Day', ({ partition }) => partition), type: 'date' } as Column,
      whole('rows', 'Rows', ({ rows }) => rows),
      whole('bytes', 'Size', ({ bytes, estimatedBytes }) => bytes ?? estimatedBytes),
      text('key', 'Object', ({ key }) => key),
    ],
  };
}
