/** `load DIR --append --watch`: each new file of a folder is appended, one line of output each. */
import { formatValue } from '../../charts/format-value.js';
import {
  EngineError,
  type DatasetFile,
  type ErrorCode,
  type FileLayout,
  type LoadSummary,
} from '../../preload/contract.js';
import { exitCode, type ExitCode } from './exit-code.js';
import { findNamesake } from './find-namesake.js';
import { loadInOneLine } from './load-text.js';
import type { Session } from './session.js';
import type { Surroundings } from './surroundings.js';
import { stripControls } from './text-table.js';
import { watchFolder, type FoundFile, type Taken } from './watch-folder.js';
import { writeOut } from './write-out.js';

/** Every further file would fail in the same way. */
const hopeless: readonly ErrorCode[] = ['bad_params', 'wrong_version', 'disconnected', 'engine_crashed'];

/** They pass without the file: another program is done, a disk has space again. */
const passing: readonly ErrorCode[] = ['in_use', 'no_space', 'already_exists'];

export interface LoadWatch {
  readonly dataset: string;
  /** Absolute. */
  readonly dir: string;
  readonly dropDuplicates: boolean | undefined;
  readonly layout: FileLayout | undefined;
  /** Absolute; null for a shipped layout, or none. */
  readonly layoutPath: string | null;
  /** Of one file. */
  readonly maxRejects: number | undefined;
  readonly intervalMs: number;
}

const changedError = ({ name, path }: FoundFile) =>
  new EngineError('mismatch', `“${name}” has changed after it was loaded, and is not loaded again.`, {
    file: path,
    wayOut:
      'Write files under a name such as NAME.part and rename them when they are complete; give new rows a file of their own.',
  });

const namesakeError = ({ name, path }: FoundFile, { rowsRead }: DatasetFile) =>
  new EngineError(
    'mismatch',
    `“${name}” is in the dataset with other content (${formatValue(rowsRead, '')} ${rowsRead === 1 ? 'row' : 'rows'}): its rows could count twice.`,
    { file: path, wayOut: 'Give the new rows a file of their own, or load into a new dataset.' },
  );

const postponedError = ({ code, message, details }: EngineError) =>
  new EngineError(code, message, { ...details, wayOut: `${details.wayOut ?? ''} It is tried again.`.trim() });

function errorLine(name: string, { code, message, details }: EngineError, json: boolean): string {
  const { wayOut } = details;
  if (json) return `${JSON.stringify({ file: name, error: { code, message, wayOut: wayOut ?? null } })}\n`;
  const why = `${message}${wayOut === undefined ? '' : ` ${wayOut}`}`.replace(/\s+/g, ' ');
  return `${stripControls(`${name}: failed: ${why}`)}\n`;
}

function summaryLine(name: string, summary: LoadSummary, json: boolean): string {
  if (json) return `${JSON.stringify({ file: name, ...summary })}\n`;
  return `${stripControls(name)}: ${loadInOneLine(summary)}\n`;
}

/**
 * Watches until the surroundings' signal. Returns `done`, or `needsLook` when a file had more rejects than allowed.
 * Throws EngineError `cancelled` when the signal cut an append off, and errors that every further file would meet.
 */
export async function watchLoads(session: Session, surroundings: Surroundings, watch: LoadWatch): Promise<ExitCode> {
  const { call, json, tell } = session;
  const { stdout, stderr, signal } = surroundings;
  const { dataset, dir, dropDuplicates, layout, layoutPath, maxRejects, intervalMs } = watch;
  let code: ExitCode = exitCode.done;
  const neverAborted = new AbortController().signal;
  /** What has been appended is said even when the signal came meanwhile. */
  const print = (line: string) => writeOut(stdout, [line], neverAborted);
  const progress = stderr.isTTY ? {} : { onProgress: () => undefined };

  /** The passing error that was said last of a file. */
  const said = new Map<string, ErrorCode>();

  async function notTaken(name: string, error: unknown): Promise<Taken> {
    const failed = EngineError.from(error);
    if (signal.aborted) tell(`${stripControls(name)} was not appended: the dataset is as it was before it.`);
    if (signal.aborted || hopeless.includes(failed.code)) throw error;
    if (!passing.includes(failed.code)) {
      await print(errorLine(name, failed, json));
      return 'failed';
    }
    if (said.get(name) !== failed.code) await print(errorLine(name, postponedError(failed), json));
    said.set(name, failed.code);
    return 'postponed';
  }

  async function load(file: FoundFile): Promise<Taken> {
    const { name, path } = file;
    let summary: LoadSummary;
    try {
      const namesake = await findNamesake(call, dataset, path, signal);
      if (namesake !== null) {
        await print(errorLine(name, namesakeError(file, namesake), json));
        return 'refused';
      }
      summary = await call('datasets.load', { dataset, paths: [path], append: true, dropDuplicates, layout }, progress);
    } catch (error) {
      return notTaken(name, error);
    }
    await print(summaryLine(name, summary, json));
    for (const note of summary.notes ?? []) tell(note);
    if (maxRejects !== undefined && summary.rowsRejected > maxRejects) {
      tell(`${stripControls(name)}: more rejected rows than --max-rejects ${maxRejects}.`);
      code = exitCode.needsLook;
    }
    return 'taken';
  }

  async function take(file: FoundFile): Promise<Taken> {
    const taken = await load(file);
    if (taken !== 'postponed') said.delete(file.name);
    return taken;
  }

  tell(`Watching ${stripControls(dir)} for new files; Ctrl+C ends it.`);
  await watchFolder({
    dir,
    ignored: layoutPath === null ? [] : [layoutPath],
    intervalMs,
    signal,
    take,
    onChanged: (file) => print(errorLine(file.name, changedError(file), json)),
    onTrouble: ({ message }) => tell(`${message} It is looked at again.`),
  });
  return code;
}
