import { resolve } from 'node:path';
import { chooseWorkspaceDir } from '../engine/workspace-folder.js';

export interface StartOptions {
  readonly workspaceDir: string;
  readonly opensSample: boolean;
}

/** Reads `--workspace DIR` and `--sample` among the switches that Electron and Chromium take. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const at = argv.indexOf('--workspace');
  return {
    workspaceDir: resolve(chooseWorkspaceDir(at < 0 ? undefined : argv[at + 1])),
    opensSample: argv.includes('--sample'),
  };
}
