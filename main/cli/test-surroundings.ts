/** Surroundings made up for tests: streams that remember, an engine whose answers the test writes. */
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  EngineError,
  type CallEngine,
  type CallName,
  type CallOptions,
  type CallParams,
} from '../../preload/contract.js';
import type { Engine, EngineConfig } from '../engine/engine.js';
import type { Surroundings } from './surroundings.js';

class Remembering extends Writable {
  text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export type Answers = {
  readonly [Name in CallName]?: (params: CallParams<Name>, options: CallOptions) => unknown;
};

export interface FakeRun {
  readonly surroundings: Surroundings;
  readonly controller: AbortController;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly calls: { readonly name: CallName; readonly params: unknown }[];
  readonly opened: EngineConfig[];
  readonly closed: () => number;
}

/** The calls that `answers` does not hold are refused as `internal`. */
export function fakeSurroundings(
  answers: Answers = {},
  environment: Surroundings['environment'] = {},
  streams: Partial<Engine['streams']> = {},
): FakeRun {
  const stdout = new Remembering();
  const stderr = new Remembering();
  const controller = new AbortController();
  const calls: FakeRun['calls'] = [];
  const opened: EngineConfig[] = [];
  let closed = 0;

  const call = (async (name: CallName, params: never, options: CallOptions = {}) => {
    calls.push({ name, params });
    const answer = answers[name] as ((params: never, options: CallOptions) => unknown) | undefined;
    if (answer === undefined) throw new EngineError('internal', `No answer to ${name}.`);
    return answer(params, options);
  }) as CallEngine;

  return {
    controller,
    calls,
    opened,
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    closed: () => closed,
    surroundings: {
      stdout,
      stderr,
      stdin: Readable.from([]),
      environment,
      currentDir: '/shop',
      shippedDir: fileURLToPath(new URL('../..', import.meta.url)),
      version: '1.2.3',
      signal: controller.signal,
      openEngine: async (config) => {
        opened.push(config);
        return {
          handlers: {} as never,
          streams: streams as Engine['streams'],
          call,
          close: async () => {
            closed++;
          },
        };
      },
    },
  };
}
