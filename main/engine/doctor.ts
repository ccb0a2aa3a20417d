/** Is this machine fit for Vitrine? Each check says what it saw, and a way out where it is not. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DoctorCheck } from '../../preload/contract.js';
import { measureFreeBytes } from './ingest/disk-space.js';
import { readQueryFiles } from './query-files.js';

const gibibyte = 2 ** 30;
const leastDiskBytes = 5 * gibibyte;
const leastMemoryBytes = 2 * gibibyte;
const leastNode = [20, 19] as const;

export interface DoctorPlaces {
  readonly workspaceDir: string;
  /** The folder that holds `queries/` and `resources/`. */
  readonly shippedDir: string;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Runs one check; what it throws is its failure. `work` returns the detail. */
export async function check(name: string, wayOut: string, work: () => Promise<string>): Promise<DoctorCheck> {
  try {
    return { name, ok: true, detail: await work(), wayOut: null };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error), wayOut };
  }
}

async function checkNode(): Promise<string> {
  const { node, electron } = process.versions;
  if (electron !== undefined) return `Electron ${electron} with Node.js ${node}`;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]);
  if (isOld) throw new Error(`Node.js ${node} is older than ${leastNode.join('.')}`);
  return `Node.js ${node}`;
}

async function checkDuckdb(): Promise<string> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll("SELECT 6 * 7, 'DuckDB ' || version()");
    connection.closeSync();
    const [answer, version] = reader.getRowsJson()[0] ?? [];
    if (answer !== 42) throw new Error(`DuckDB answers ${String(answer)} to 6 × 7`);
    return String(version);
  } finally {
    instance.closeSync();
  }
}

async function checkWorkspace(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const probe = join(dir, `.doctor-${randomBytes(4).toString('hex')}`);
  await writeFile(probe, 'Vitrine may write here.\n', { flag: 'wx' });
  await rm(probe);
  return `${dir} can be written`;
}

async function checkDisk(dir: string): Promise<string> {
  const freeBytes = await measureFreeBytes(dir);
  if (freeBytes === null) return 'not known here';
  if (freeBytes < leastDiskBytes)
    throw new Error(`${gigabytes(freeBytes)} are free; a month of events takes about ${gigabytes(leastDiskBytes)}`);
  return `${gigabytes(freeBytes)} are free`;
}

async function checkMemory(): Promise<string> {
  const seen = `${gigabytes(totalmem())} in all, ${gigabytes(freemem())} free`;
  if (totalmem() < leastMemoryBytes) throw new Error(seen);
  return seen;
}

async function checkQueries(dir: string): Promise<string> {
  const { reports, models } = await readQueryFiles(join(dir, 'queries'));
  if (reports.size === 0 || models.size === 0) throw new Error(`${dir} holds no queries`);
  return `${reports.size} reports, ${models.size} models`;
}

async function checkFonts(dir: string): Promise<string> {
  const names = await readdir(join(dir, 'resources', 'fonts'));
  const fonts = names.filter((name) => name.endsWith('.ttf'));
  if (fonts.length === 0) throw new Error(`${dir} holds no fonts`);
  return fonts.join(', ');
}

/** Runs all checks that do not depend on the host, in order. Never throws. */
export async function runDoctor({ workspaceDir, shippedDir }: DoctorPlaces): Promise<readonly DoctorCheck[]> {
  const reinstall = 'Install Vitrine again (in a checkout: npm ci).';
  return [
    await check('node', `Install Node.js ${leastNode.join('.')} or newer.`, checkNode),
    await check('duckdb', reinstall, checkDuckdb),
    await check('workspace', 'Choose a folder in which you may write: --workspace DIR or VITRINE_WORKSPACE.', () =>
      checkWorkspace(workspaceDir),
    ),
    await check('disk', 'Free some disk space, or choose a workspace on another disk.', () => checkDisk(workspaceDir)),
    await check('memory', 'Close other programs; large files may be slow to load.', checkMemory),
    await check('queries', reinstall, () => checkQueries(shippedDir)),
    await check('fonts', reinstall, () => checkFonts(shippedDir)),
  ];
}
