/** What lies in a folder as rows of a table. Pure functions. */
import type { Column, LakeObject, Table } from '../../../preload/contract.js';

export type LakeRow =
  | { readonly kind: 'prefix'; readonly prefix: string; readonly name: string }
  | { readonly kind: 'object'; readonly object: LakeObject; readonly name: string };

/** What it is chosen by. */
export function idOf(row: LakeRow): string {
  return row.kind === 'prefix' ? row.prefix : row.object.uri;
}

/** Folders first; names without the prefix that all of them share. */
export function toRows(
  prefix: string,
  prefixes: readonly string[],
  objects: readonly LakeObject[],
): readonly LakeRow[] {
  const short = (key: string) => (key.startsWith(prefix) ? key.slice(prefix.length) : key);
  return [
    ...prefixes.map((key): LakeRow => ({ kind: 'prefix', prefix: key, name: short(key) })),
    // A console makes folders by an empty object of the folder's own name.
    ...objects
      .filter(({ key, bytes }) => !(bytes === 0 && key.endsWith('/')))
      .map((object): LakeRow => ({ kind: 'object', object, name: short(object.key) })),
  ];
}

/** With a column for the days where a key names one. */
export function toTable(rows: readonly LakeRow[]): Table {
  const objects = rows.map((row) => (row.kind === 'object' ? row.object : null));
  const day: Column = {
    name: 'day',
    title: 'Day',
    type: 'date',
    unit: '',
    values: rows.map(dayOf),
  };
  return {
    rowCount: rows.length,
    columns: [
      { name: 'chosen', title: '', type: 'text', unit: '', values: rows.map(() => '') },
      { name: 'name', title: 'Name', type: 'text', unit: '', values: rows.map(({ name }) => name) },
      ...(day.values.some((value) => value !== null) ? [day] : []),
      {
        name: 'bytes',
        title: 'Size',
        type: 'integer',
        unit: '',
        values: Float64Array.from(objects, (object) => object?.bytes ?? NaN),
      },
      {
        name: 'modified',
        title: 'Changed (UTC)',
        type: 'time',
        unit: '',
        values: objects.map((object) => object?.modifiedAt ?? null),
      },
    ],
  };
}

/** The day that a folder's name gives: `event_date=2019-10-01/`, `dt=20191001/`. */
export function dayOfFolder(name: string): string | null {
  const found = /(?:^|\/)[a-z_]+=(\d{4})-?(\d{2})-?(\d{2})\/$/i.exec(name);
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null;
}

/** The day that a row's name gives. */
export function dayOf(row: LakeRow): string | null {
  return row.kind === 'prefix' ? dayOfFolder(row.name) : row.object.day;
}
