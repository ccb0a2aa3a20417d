import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectDir } from './parts.mjs';
import { findStale } from './stamp.mjs';

/**
 * Builds those of the named parts that are stale, in a process of its own that writes nothing but errors, to standard
 * error. `onStale` is called before. Exits this process where the build fails or is interrupted.
 */
export function ensureBuilt(partNames, onStale = () => {}) {
  const stale = findStale(partNames);
  if (stale.length === 0) return;
  onStale(stale);
  const built = spawnSync(process.execPath, [join(projectDir, 'scripts/build.mjs'), '--silent', ...stale], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.signal) process.exit(130);
  if (built.status !== 0) process.exit(1);
}
