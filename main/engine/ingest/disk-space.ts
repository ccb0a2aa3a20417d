/** A load that cannot end well does not begin. */
import * as fs from 'node:fs/promises';
import { EngineError } from '../../../preload/contract.js';

/** Free bytes of the disk that holds `folder`; null where Node cannot tell (before 18.15). */
export async function measureFreeBytes(folder: string): Promise<number | null> {
  if (!('statfs' in fs)) return null;
  const { bavail, bsize } = await fs.statfs(folder);
  return bavail * bsize;
}

function showBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${Math.ceil(bytes / 1e6)} MB`;
}

/** Throws EngineError `no_space` naming both figures. */
export function requireSpace(neededBytes: number, freeBytes: number | null): void {
  if (freeBytes === null || neededBytes <= freeBytes) return;
  throw new EngineError(
    'no_space',
    `Loading needs about ${showBytes(neededBytes)} (${neededBytes} bytes) of disk; ${showBytes(freeBytes)} (${freeBytes} bytes) are free.`,
    { wayOut: 'Free some disk space, or keep the workspace on another disk.' },
  );
}
