/** What a command finds around itself: the process's own in vitrine.ts, made up in tests. */
import type { Engine, EngineConfig } from '../engine/engine.js';

export interface TextStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Surroundings {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Read only by commands that are told to. */
  readonly stdin: NodeJS.ReadableStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly currentDir: string;
  /** The folder that holds `queries/` and `resources/`. */
  readonly shippedDir: string;
  readonly version: string;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
  readonly openEngine: (config: EngineConfig) => Promise<Engine>;
}
