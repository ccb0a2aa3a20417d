/** dist/stamp.json says from which sources each part was built: a fingerprint of their names, sizes and times. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { distDir, parts, projectDir } from './parts.mjs';

const stampFile = join(distDir, 'stamp.json');

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function* walk(path) {
  const stats = statSync(join(projectDir, path), { throwIfNoEntry: false });
  if (stats === undefined || /\.test\.tsx?$/.test(path)) return;
  if (!stats.isDirectory()) yield `${path} ${stats.size} ${stats.mtimeMs}\n`;
  else for (const name of readdirSync(join(projectDir, path)).sort()) yield* walk(`${path}/${name}`);
}

export function fingerprint(partName) {
  const hash = createHash('sha1');
  for (const input of parts[partName].inputs) for (const line of walk(input)) hash.update(line);
  return hash.digest('hex');
}

/** Those of the named parts whose sources changed since they were built. */
export function findStale(partNames) {
  const stamp = readStamp();
  return partNames.filter((name) => stamp[name] !== fingerprint(name));
}

export function writeStamp(partName, value) {
  const next = `${stampFile}.${process.pid}`;
  writeFileSync(next, JSON.stringify({ ...readStamp(), [partName]: value }));
  renameSync(next, stampFile);
}
