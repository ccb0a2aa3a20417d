import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workDir } from './parts.mjs';

const lockFile = join(workDir, 'lock');
const longestBuildMs = 10 * 60_000;

function isAbandoned() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > longestBuildMs) return true;
    const pid = Number(readFileSync(lockFile, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false; // no pid yet: it is being written
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Runs `work` while no other process of this checkout does. A lock whose owner died is taken over. */
export async function withBuildLock(work) {
  mkdirSync(workDir, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned()) rmSync(lockFile, { force: true });
      else await sleep(50);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}
