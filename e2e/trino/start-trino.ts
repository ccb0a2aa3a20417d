/** Starts the project's own Trino for tests (TrinoForTests.java) on a free port. Needs Java 17 and, the first time, Maven. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const here = import.meta.dirname;
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vitrine-trino-414');
const startTimeoutMs = 180_000;

export interface Trino {
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs a command to its end. Throws with what it printed where it fails. */
function runToEnd(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed (${status}):\n${stdout}\n${stderr}`);
}

/** Fetches Trino's libraries on the first call, for all checkouts. */
function fetchLibraries(): void {
  const lib = join(cache, 'lib');
  if (existsSync(lib)) return;
  const unfinished = `${lib}.${process.pid}.part`;
  mkdirSync(cache, { recursive: true });
  runToEnd('mvn', [
    ...['-q', '-B', '-f', join(here, 'pom.xml')],
    ...['dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`],
  ]);
  renameSync(unfinished, lib);
}

/** Why Trino cannot run here, or null where it can. Fetches what it needs. */
export function whyNoTrino(): string | null {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(java.stderr ?? '')?.[1];
  if (version === undefined) return 'Java 17 is not installed.';
  if (Number(version) < 17) return `Java 17 is needed; ${version} is installed.`;
  if (spawnSync('javac', ['-version']).status !== 0) return 'The Java compiler (a JDK) is not installed.';
  if (!existsSync(join(cache, 'lib')) && spawnSync('mvn', ['-v']).status !== 0) return 'Maven is not installed.';
  try {
    fetchLibraries();
    return null;
  } catch (error) {
    return `Maven could not fetch Trino's libraries: ${(error as Error).message.trim().slice(-500)}`;
  }
}

/** The class path; the classes are compiled once for each version of the source. */
function prepareClassPath(): string {
  const lib = join(cache, 'lib', '*');
  const source = join(here, 'TrinoForTests.java');
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const classes = join(cache, `classes-${hash}`);
  if (!existsSync(classes)) {
    const unfinished = `${classes}.${process.pid}.part`;
    runToEnd('javac', ['-proc:none', '-cp', lib, '-d', unfinished, source]);
    renameSync(unfinished, classes);
  }
  return [classes, lib].join(delimiter);
}

/** Starts Trino over the `.tsv` tables of `folder`; tables added later are seen. Call where `whyNoTrino` is null. */
export async function startTrino(folder: string): Promise<Trino> {
  // short-lived: the quick compiler alone takes half of the time
  const flags = ['-Xmx2g', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const child = spawn('java', [...flags, '-cp', prepareClassPath(), 'TrinoForTests', folder], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill();
      reject(new Error(`Trino was not ready within ${startTimeoutMs / 1000} s:\n${said}`));
    }, startTimeoutMs);
    const listen = (chunk: Buffer) => {
      said = (said + String(chunk)).slice(-20_000);
      const ready = /trino ready at (\S+)/.exec(said)?.[1];
      if (ready === undefined) return;
      clearTimeout(timer);
      resolve(ready);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    void exited.then(() => {
      clearTimeout(timer);
      reject(new Error(`Trino ended before it was ready:\n${said}`));
    });
  });
  return {
    url,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(timer);
    },
  };
}
