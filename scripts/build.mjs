/**
 * Builds what is stale: `node scripts/build.mjs [--silent] [--all] [node] [page]`. Each part is built into a temporary
 * folder and renamed into dist/ when it is complete, under a lock, so that a running app never sees half a build.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withBuildLock } from './build/lock.mjs';
import { distDir, parts, workDir } from './build/parts.mjs';
import { findStale, fingerprint, writeStamp } from './build/stamp.mjs';

function moveIfThere(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

async function buildPart(name) {
  const part = parts[name];
  const sources = fingerprint(name);
  const next = mkdtempSync(join(workDir, 'new-'));
  const previous = mkdtempSync(join(workDir, 'old-'));
  try {
    await part.build(next);
    mkdirSync(distDir, { recursive: true });
    for (const folder of part.folders) {
      moveIfThere(join(distDir, folder), join(previous, folder));
      moveIfThere(join(next, folder), join(distDir, folder));
    }
    writeStamp(name, sources);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(previous, { recursive: true, force: true });
  }
}

const options = process.argv.slice(2);
const say = options.includes('--silent') ? () => {} : (line) => console.log(line);
const named = options.filter((option) => Object.hasOwn(parts, option));
const wanted = named.length > 0 ? named : Object.keys(parts);

process.on('uncaughtException', (error) => {
  console.error(`The build failed.\n${error.message}`);
  process.exit(1);
});

await withBuildLock(async () => {
  for (const name of options.includes('--all') ? wanted : findStale(wanted)) {
    const startedAt = performance.now();
    await buildPart(name);
    say(`Built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
});
