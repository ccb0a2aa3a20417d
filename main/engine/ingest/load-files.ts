/** The files of a load on their way into the stage: checked, read, and what is refused found again. */
import { rm } from 'node:fs/promises';
import { EngineError, type SkippedFile } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Job } from '../serve.js';
import { orderByFirstEvent, type ChosenFile } from './choose-files.js';
import type { LoadProgress } from './load-progress.js';
import { keepRefusedRows } from './locate-refused.js';
import type { PreparedFile, PrepareTools } from './prepare-csv.js';
import { prepareFile } from './prepare-file.js';
import { createFoundRejects, dropRejects, keepRejects } from './rejects.js';
import type { ThreadTools } from './usual/scan-usual.js';
import { createStage, requireEqualCounts, stageSource } from './stage.js';

export type PreparedChoice = ChosenFile & PreparedFile;

export interface StagedFile extends PreparedChoice {
  /** Sound rows whose event type the layout ignores. */
  readonly ignored: number;
}

/** What the steps of one load share. */
export interface Load {
  /** Of the scratch database, which holds `stage` and `found_rejects`. */
  readonly connection: Connection;
  /** The scratch database's name. */
  readonly scratch: string;
  readonly folder: string;
  readonly job: Job;
  readonly scanThreads: ThreadTools;
  readonly progress: LoadProgress;
  /** What the summary tells beside its numbers. */
  readonly notes: string[];
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function prepareTools(load: Load, file: ChosenFile, onBytes: PrepareTools['onBytes']): PrepareTools {
  const { connection, folder, job } = load;
  return {
    folder,
    signal: job.signal,
    onBytes,
    keepRejects: (rejects) => keepRejects(connection, file.number, file.name, rejects),
    scanThreads: load.scanThreads,
  };
}

/** What is in a dataset before files are added to it. */
export interface KnownFiles {
  /** The first number that is free. */
  readonly nextNumber: number;
  /** Content hashes with the name of the file that has it; null where files of equal content are all to be loaded. */
  readonly contents: Map<string, string> | null;
}

/** Scans the files and keeps the rejects of a wrong shape; those whose content is known are skipped. */
export async function prepareFiles(
  load: Load,
  files: readonly ChosenFile[],
  { nextNumber, contents }: KnownFiles,
): Promise<{ readonly prepared: readonly PreparedChoice[]; readonly skipped: readonly SkippedFile[] }> {
  const { connection, progress } = load;
  const bytes = sum(files.map((file) => file.contentBytes));
  progress.enter('Checking the files', { unit: 'bytes', total: bytes, bytes });
  await createFoundRejects(connection);
  const prepared: PreparedChoice[] = [];
  const skipped: SkippedFile[] = [];
  const seen = new Map<string, string>();
  let bytesBefore = 0;
  for (const chosen of files) {
    const file = { ...chosen, number: nextNumber + prepared.length };
    const rowsBefore = sum(prepared.map((other) => other.records));
    const tools = prepareTools(load, file, (done, records = 0) =>
      progress.update(bytesBefore + done, rowsBefore + records),
    );
    // Of a file that is loaded alone and anew there is none to compare it with.
    const hashesLater = files.length === 1 && contents === null;
    const ready = await prepareFile(file, `${file.number}.csv`, connection, { ...tools, hashesLater });
    bytesBefore += file.contentBytes;
    const known = ready.sha256 === null ? undefined : (contents ?? seen).get(ready.sha256);
    if (known !== undefined && contents === null)
      load.notes.push(`“${file.name}” has the same content as “${known}”; both are loaded.`);
    if (known === undefined || contents === null) {
      prepared.push({ ...file, ...ready });
      if (ready.sha256 !== null) (contents ?? seen).set(ready.sha256, file.name);
      continue;
    }
    skipped.push({ file: file.name, reason: describeKnown(file.name, known) });
    await dropRejects(connection, file.number);
    if (ready.copy !== null) await rm(ready.copy);
  }
  return { prepared, skipped };
}

function describeKnown(name: string, known: string): string {
  return known === name ? 'It is in the dataset already.' : `Its content is in the dataset already, as “${known}”.`;
}

interface Incomplete {
  readonly file: PreparedChoice;
  readonly stored: number;
}

/** Fills `stage` and `found_rejects`. Throws EngineError `mismatch` where our count and DuckDB's differ. */
export async function stageFiles(load: Load, files: readonly PreparedChoice[]): Promise<readonly StagedFile[]> {
  const { connection, progress } = load;
  const rows = sum(files.map((file) => file.records));
  const bytes = sum(files.map((file) => file.contentBytes));
  progress.enter('Loading', { unit: 'rows', total: rows, bytes });
  await createStage(connection);
  const incomplete: Incomplete[] = [];
  let done = 0;
  for (const file of orderByFirstEvent(files)) {
    const report = (part: number) => progress.update(done + part * file.records, done + part * file.records);
    const stored = await stageSource(connection, file.source, file.number, report);
    if (stored < file.records) incomplete.push({ file, stored });
    else {
      requireEqualCounts(file.name, 'were read', file.records, stored);
      if (file.copy !== null) await rm(file.copy);
    }
    done += file.records;
  }
  const ignored = await findRefusedRows(load, incomplete);
  return files.map((file) => ({ ...file, ignored: ignored.get(file.number) ?? 0 }));
}

/** Returns how many rows of each file its layout ignores. */
async function findRefusedRows(load: Load, incomplete: readonly Incomplete[]): Promise<ReadonlyMap<number, number>> {
  const ignored = new Map<number, number>();
  if (incomplete.length === 0) return ignored;
  const { connection, progress } = load;
  const bytes = sum(incomplete.map(({ file }) => file.contentBytes));
  progress.enter('Finding the rejected rows', { unit: 'bytes', total: bytes, bytes });
  let done = 0;
  for (const { file, stored } of incomplete) {
    const tools = prepareTools(load, file, (part, rows) => progress.update(done + part, rows));
    const found = await keepRefusedRows(connection, file, tools);
    requireEqualCounts(
      file.name,
      'were loaded, rejected or ignored',
      file.records,
      stored + found.refused + found.ignored,
    );
    ignored.set(file.number, found.ignored);
    if (file.copy !== null) await rm(file.copy);
    done += file.contentBytes;
  }
  return ignored;
}

/** Throws EngineError `bad_input` where some files name sessions and others do not. */
export function requireAlikeSessions(files: readonly PreparedChoice[], areMade: boolean | null): boolean {
  let made = areMade;
  for (const file of files) {
    const lacks = file.absentFields.includes('user_session');
    made ??= lacks;
    if (lacks === made) continue;
    const [here, there] = lacks ? ['names no sessions', 'do'] : ['names sessions', 'do not'];
    throw new EngineError('bad_input', `“${file.name}” ${here}, while the other files of the dataset ${there}.`, {
      file: file.path,
      wayOut: 'Load it into a dataset of its own, or leave the session out of the mapping of all.',
    });
  }
  return made ?? false;
}
