/** The files of a load, looked at before anything is written. */
import { EngineError, type FileInspection } from '../../../preload/contract.js';
import { inspectFiles, type Connect } from './inspect-files.js';
import type { FieldColumns } from './layout.js';
import { locateFields } from './layout.js';
import { measureCsv } from './open-bytes.js';

export interface ChosenFile extends FileInspection {
  /** The file's place in the order of the load, from 0; at equal times it decides which event is first. */
  readonly number: number;
  readonly fieldColumns: FieldColumns;
  /** Uncompressed; for gzip an estimate. */
  readonly contentBytes: number;
}

const maximumFiles = 2 ** 15 - 1;

/** Throws EngineError `not_found`, and `bad_input` for the first file that cannot be loaded. */
export async function chooseFiles(paths: readonly string[], connect: Connect): Promise<readonly ChosenFile[]> {
  const inspections = await inspectFiles(paths, connect);
  if (inspections.length > maximumFiles)
    throw new EngineError('bad_input', `${inspections.length} files are more than one dataset takes.`, {
      wayOut: `Load at most ${maximumFiles} at once.`,
    });
  const chosen: ChosenFile[] = [];
  for (const inspection of inspections) {
    const { path, name, kind, problem } = inspection;
    if (problem !== null)
      throw new EngineError('bad_input', `“${name}” cannot be loaded: ${problem}`, {
        file: path,
        wayOut: 'Choose other files, or correct this one.',
      });
    chosen.push({
      ...inspection,
      number: chosen.length,
      fieldColumns: locateFields(inspection.columns),
      contentBytes: await measureCsv(path, kind),
    });
  }
  return chosen;
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
  const firstTime = (file: T) => file.preview[0]?.[file.fieldColumns.event_time]?.slice(0, 19).replace('T', ' ') ?? '';
  return [...files].sort((a, b) => {
    if (firstTime(a) !== firstTime(b)) return firstTime(a) < firstTime(b) ? -1 : 1;
    return a.number - b.number;
  });
}

/** Clean copies of packed files, the database and its models, with room to spare. */
export function estimateNeededBytes(files: readonly ChosenFile[]): number {
  return files.reduce((sum, { kind, contentBytes }) => {
    if (kind === 'parquet') return sum + 3 * contentBytes;
    return sum + (kind === 'csv' ? 0 : contentBytes) + 0.6 * contentBytes;
  }, 0);
}
