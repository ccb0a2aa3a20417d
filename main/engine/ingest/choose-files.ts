/** The files of a load, looked at before anything is written. */
import { EngineError, type FileInspection, type FileLayout } from '../../../preload/contract.js';
import { lookIntoFiles, type Connect, type KnownLayouts } from './inspect-files.js';
import { kaggleLayout } from './kaggle-layout.js';
import type { FieldColumns } from './layout.js';
import { measureCsv } from './open-bytes.js';

export interface ChosenFile extends FileInspection {
  /** The file's place in the order of the load, from 0; at equal times it decides which event is first. */
  readonly number: number;
  /** How the file is read: given, or recognised. */
  readonly layout: FileLayout;
  readonly fieldColumns: FieldColumns;
  /** Uncompressed; for gzip an estimate. */
  readonly contentBytes: number;
}

const maximumColumns = 30;

function listColumns(columns: FileInspection['columns']): string {
  const more = columns.length > maximumColumns ? ` and ${columns.length - maximumColumns} more` : '';
  const names = columns.slice(0, maximumColumns).map(({ name }) => name.slice(0, 200));
  return `${names.join(', ')}${more}`;
}

const proposing = '“vitrine layout FILE --out layout.json” proposes one';

/** What to do about a file that cannot be loaded through the layout given, or at all where none was. */
function findWayOut({ layout, shipped }: KnownLayouts, hasTable: boolean): string {
  if (layout === undefined)
    return hasTable
      ? 'Choose other files, or write a layout for this one (docs/layouts.md).'
      : 'Choose other files, or correct this one.';
  return shipped.some(({ name }) => name === layout.name)
    ? `Load it without “--layout”, or through a layout of its own: ${proposing}.`
    : `Correct the layout “${layout.name}” (docs/layouts.md), or take another: ${proposing}.`;
}

function refuse({ path, name, columns, problem }: FileInspection, known: KnownLayouts): EngineError {
  const hasTable = columns.length > 0;
  const has = hasTable ? ` It has: ${listColumns(columns)}.` : '';
  return new EngineError('bad_input', `“${name}” cannot be loaded: ${problem ?? 'its columns are not known.'}${has}`, {
    file: path,
    wayOut: findWayOut(known, hasTable),
  });
}

/** A layout that was only guessed is for a person to look at first. */
function refuseProposed({ path, name, columns, problem }: FileInspection, miss: string | null): EngineError {
  const why = miss ?? `its columns are not known: ${listColumns(columns)}.${problem === null ? '' : ` ${problem}`}`;
  return new EngineError('bad_input', `“${name}” cannot be loaded: ${why}`, {
    file: path,
    wayOut:
      'Map the columns on the screen “Load”, or write a layout with “vitrine layout FILE --out layout.json”, look it through, and load with “--layout layout.json”.',
  });
}

/** Throws EngineError `not_found`, and `bad_input` for the first file that cannot be loaded. */
export async function chooseFiles(
  paths: readonly string[],
  connect: Connect,
  known: KnownLayouts,
): Promise<readonly ChosenFile[]> {
  const inspected = await lookIntoFiles(paths, connect, known);
  const chosen: ChosenFile[] = [];
  for (const { inspection, fieldColumns, miss } of inspected) {
    const { path, kind, layout, layoutFrom, problem } = inspection;
    if (layoutFrom === 'proposed') throw refuseProposed(inspection, miss);
    if (problem !== null || layout === null || fieldColumns === null) throw refuse(inspection, known);
    const contentBytes = await measureCsv(path, kind);
    chosen.push({ ...inspection, number: chosen.length, layout, fieldColumns, contentBytes });
  }
  return chosen;
}

/** Through which layouts other than the usual one files are read, in sentences. */
export function noteLayouts(files: readonly ChosenFile[]): readonly string[] {
  const names = new Set(files.map(({ layout }) => layout.name));
  names.delete(kaggleLayout.name);
  return [...names].map((name) => {
    const count = files.filter(({ layout }) => layout.name === name).length;
    return count === files.length ? `Read as “${name}”.` : `${count} of ${files.length} files are read as “${name}”.`;
  });
}

/** What one would not expect of the choice, in sentences. */
export function noteRepeated(files: readonly ChosenFile[]): readonly string[] {
  return files
    .filter(({ timesNamed }) => timesNamed > 1)
    .map(({ name, timesNamed }) => {
      const times = timesNamed === 2 ? 'twice' : `${timesNamed} times`;
      return `“${name}” is named ${times} and loaded once.`;
    });
}

/** Files in the order of their first events: stored so, a dataset of several months need not be sorted. */
export function orderByFirstEvent<T extends ChosenFile>(files: readonly T[]): readonly T[] {
  const firstTime = ({ preview, columns }: T) =>
    preview[0]?.[columns.findIndex((column) => column.field === 'event_time')]?.slice(0, 19).replace('T', ' ') ?? '';
  return [...files].sort((a, b) => {
    if (firstTime(a) !== firstTime(b)) return firstTime(a) < firstTime(b) ? -1 : 1;
    return a.number - b.number;
  });
}

/** Clean copies of packed files, the database and its models, with room to spare. */
export function estimateNeededBytes(files: readonly ChosenFile[]): number {
  return files.reduce((sum, { kind, layout, contentBytes }) => {
    if (kind === 'parquet') return sum + 3 * contentBytes;
    const isReadAsItStands = kind === 'csv' && layout.encoding === 'utf-8';
    return sum + (isReadAsItStands ? 0 : contentBytes) + 0.6 * contentBytes;
  }, 0);
}
