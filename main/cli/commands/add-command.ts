import type { Command } from 'commander';
import type { Finish } from '../session.js';
import type { Surroundings } from '../surroundings.js';

/** Adds one command to the program. Its action throws UsageError and EngineError, or calls `finish`. */
export type AddCommand = (program: Command, surroundings: Surroundings, finish: Finish) => void;

/** Examples under a command's help, one a line. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ vitrine ${line}\n`).join('')}`;
}
