#!/usr/bin/env node
/** Host 3: the command line. Results go to standard output, progress and messages to standard error. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exitCode } from './exit-code.js';
import { runProgram } from './run-program.js';

const shippedDir = resolve(__dirname, '../..');
const interrupt = new AbortController();

function onSignal(): void {
  if (interrupt.signal.aborted) process.exit(exitCode.cancelled);
  interrupt.abort();
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

// The reader of a pipe may leave early (`| head`): there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode.done);
  throw error;
});
process.stderr.on('error', () => undefined);

const { version } = JSON.parse(readFileSync(join(shippedDir, 'package.json'), 'utf8')) as { version: string };

void runProgram(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  // Looked at only by who reads it: opening it keeps the process alive.
  get stdin() {
    return process.stdin;
  },
  environment: process.env,
  currentDir: process.cwd(),
  shippedDir,
  version,
  signal: interrupt.signal,
  openEngine: async (config) => (await import('../engine/engine.js')).createEngine(config),
}).then((code) => {
  process.exitCode = code;
});
