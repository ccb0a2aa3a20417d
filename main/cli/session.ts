/** One run of a command: its engine, its output, its progress. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CallEngine, PackChoice, Progress } from '../../preload/contract.js';
import type { Engine } from '../engine/engine.js';
import { chooseWorkspaceDir } from '../engine/workspace-folder.js';
import type { ExitCode } from './exit-code.js';
import { createProgressDisplay } from './progress-display.js';
import type { Surroundings } from './surroundings.js';
import { writeOut } from './write-out.js';

export interface GlobalOptions {
  readonly workspace?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface Session {
  readonly json: boolean;
  /** Calls the engine with the run's signal and progress. */
  readonly call: CallEngine;
  /** What takes or gives a stream of events, with the run's signal and progress. */
  readonly streams: Streams;
  /** A path as the person wrote it, made absolute. */
  readonly toPath: (path: string) => string;
  /** Results, to standard output. */
  readonly print: (texts: Iterable<string>) => Promise<void>;
  /** Shows how far it is, on standard error. */
  readonly showProgress: OnProgress;
  readonly printJson: (value: unknown) => Promise<void>;
  /** A message, to standard error; not with `--quiet`. */
  readonly tell: (message: string) => void;
}

type OnProgress = (progress: Progress) => void;

export interface Streams {
  detectInput(
    input: Parameters<Engine['streams']['detectInput']>[0],
    pack: PackChoice | undefined,
    onProgress: OnProgress,
  ): ReturnType<Engine['streams']['detectInput']>;
  emitEvents(
    request: Parameters<Engine['streams']['emitEvents']>[0],
    take: Parameters<Engine['streams']['emitEvents']>[1],
    onProgress?: OnProgress,
  ): ReturnType<Engine['streams']['emitEvents']>;
}

/** Commands hand over how they ended here; commander's actions return nothing. */
export type Finish = (code: ExitCode) => void;

/** The command's options and those of the program. */
export function readOptions<Options = unknown>(command: Command): Options & GlobalOptions {
  return command.optsWithGlobals<Options & GlobalOptions>();
}

export function workspaceDir(surroundings: Surroundings, options: GlobalOptions): string {
  return resolve(surroundings.currentDir, chooseWorkspaceDir(options.workspace, surroundings.environment));
}

/** Opens the engine, runs `work`, closes the engine. Throws what they throw. */
export async function withSession(
  surroundings: Surroundings,
  options: GlobalOptions,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { stdout, stderr, signal, shippedDir, version, currentDir, environment } = surroundings;
  const engine = await surroundings.openEngine({
    workspaceDir: workspaceDir(surroundings, options),
    shippedDir,
    version,
    host: 'cli',
  });
  const quiet = options.quiet === true;
  const progress = createProgressDisplay(stderr, { quiet, dumb: environment['TERM'] === 'dumb' });
  const print = (texts: Iterable<string>) => writeOut(stdout, texts, signal);
  try {
    return await work({
      json: options.json === true,
      call: async (name, params, callOptions) => {
        try {
          return await engine.call(name, params, { signal, onProgress: progress.show, ...callOptions });
        } finally {
          progress.clear();
        }
      },
      streams: {
        detectInput: (input, pack, onProgress) =>
          engine.streams.detectInput(input, pack, { signal, onProgress }).finally(progress.clear),
        emitEvents: (request, take, onProgress = progress.show) =>
          engine.streams.emitEvents(request, take, { signal, onProgress }).finally(progress.clear),
      },
      toPath: (path) => resolve(currentDir, path),
      print,
      showProgress: progress.show,
      printJson: (value) => print([`${JSON.stringify(value, null, 2)}\n`]),
      tell: (message) => {
        if (!quiet) stderr.write(`${message}\n`);
      },
    });
  } finally {
    await engine.close();
  }
}
