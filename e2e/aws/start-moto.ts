/** Starts moto, an S3 of other people's making, in a Python environment that is made once and kept in the cache folder. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const packages = ['moto[server,s3]==5.2.5', 'pyarrow==26.0.1'];
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vitrine-moto-5.2.5');
const startTimeoutMs = 60_000;

const pythonIn = (environment: string) =>
  process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');

/** The environment's Python, with moto and pyarrow. */
export const python = pythonIn(join(cache, 'environment'));

/** What a command said last, where it failed; null where it did not. */
function findFault(command: string, args: readonly string[]): string | null {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? `${stdout}\n${stderr}`.trim().slice(-500);
}

/** Why moto cannot run here, or null where it can. The first call on a machine fetches it. */
export function whyNoMoto(): string | null {
  if (existsSync(python)) return null;
  if (findFault('python3', ['--version']) !== null) return 'Python 3 is not installed.';
  mkdirSync(cache, { recursive: true });
  const unfinished = join(cache, `environment.${process.pid}.part`);
  try {
    const noVenv = findFault('python3', ['-m', 'venv', unfinished]);
    if (noVenv !== null) return `Python cannot make an environment (python3-venv): ${noVenv}`;
    const noPackages = findFault(pythonIn(unfinished), ['-m', 'pip', 'install', '-q', ...packages]);
    if (noPackages !== null) return `pip could not fetch ${packages.join(' and ')}: ${noPackages}`;
    try {
      renameSync(unfinished, join(cache, 'environment'));
    } catch (error) {
      if (!existsSync(python)) throw error; // else another run was quicker
    }
    return null;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** Call where `whyNoMoto` is null. */
export async function startMoto(): Promise<Moto> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      hasEnded = true;
      resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + String(chunk)).slice(-5000);
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  for (const deadline = Date.now() + startTimeoutMs; ;) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => null);
    if (answer?.ok === true) return { url, stop };
    if (hasEnded || Date.now() > deadline) {
      await stop();
      throw new Error(`moto was not ready:\n${said}`);
    }
    await wait(100);
  }
}
