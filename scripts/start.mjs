/**
 * `npm start -- [--sample] [--workspace DIR] [--browser] [--port N] [--no-open]`: builds what is stale, then opens the
 * app in its Electron window; where there is no display or no Electron, in the browser, and it says which and why.
 */
import { fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build/ensure-built.mjs';
import { distDir, projectDir } from './build/parts.mjs';
import { hasDisplay, locateElectron } from './electron/locate-electron.mjs';

const longestFetchMs = 10_000;
const longestStartMs = 10_000;

/** Downloads Electron; answers in time with its path or a sentence why not. A slow download goes on for the next start. */
function fetchElectron() {
  console.log('Fetching Electron …');
  const script = fileURLToPath(new URL('electron/fetch-electron.mjs', import.meta.url));
  const child = fork(script, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], detached: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const end = () => {
    try {
      process.kill(-child.pid); // with the downloader that it started
    } catch {
      child.kill();
    }
  };
  const interrupt = () => process.exit(130);
  process.once('exit', end);
  process.once('SIGINT', interrupt);
  return new Promise((answer) => {
    const resolve = (result) => (process.off('SIGINT', interrupt), answer(result));
    const limit = setTimeout(() => {
      resolve({
        problem: `Electron is not here after ${longestFetchMs / 1000} s; it is fetched further for the next start`,
      });
    }, longestFetchMs);
    child.once('message', ({ path, problem }) => {
      clearTimeout(limit);
      const cause = /^\w*Error: (.*)$/m.exec(errors)?.[1] ?? problem; // the downloader's own, not what npm advises after it
      resolve(path ? { path } : { problem: `Electron could not be fetched (${cause})` });
    });
    child.once('exit', () => {
      clearTimeout(limit);
      process.off('exit', end);
      resolve({ problem: 'Electron could not be fetched' });
    });
  });
}

async function findElectron(options) {
  if (options.includes('--browser')) return { problem: 'you asked for it' };
  if (!hasDisplay()) return { problem: 'there is no display' };
  const path = locateElectron();
  return path === null ? fetchElectron() : { path };
}

/** Runs a program until it ends; our own end is its end. Resolves to `{code, ranMs, lastLine}` of its standard error. */
function runToEnd(program, args) {
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd: projectDir, stdio: ['inherit', 'inherit', 'pipe'] });
  let lastLine = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    process.stderr.write(text);
    const line = text.trim().split('\n').pop();
    if (line) lastLine = line.replace(/^\[[^\]]*\]\s*/, ''); // without Chromium's log head
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    const end = (code) => resolve({ code, ranMs: performance.now() - startedAt, lastLine });
    child.once('error', (error) => ((lastLine = error.message), end(1)));
    child.once('close', (code, signal) => end(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

async function runInWindow(path, options) {
  // Chromium's own switches stand before the app's folder, all others after it.
  const isSwitch = (option) => option === '--no-sandbox';
  const args = [...options.filter(isSwitch), projectDir, ...options.filter((option) => !isSwitch(option))];
  const { code, ranMs, lastLine } = await runToEnd(path, args);
  if (code === 0 || code === 130 || ranMs > longestStartMs) process.exit(code);
  return `Electron ended at once with code ${code}${lastLine ? ` (${lastLine})` : ''}`;
}

async function runInBrowser(why, options) {
  console.log(`Opening Vitrine in the browser: ${why}.`);
  const own = options.filter((option) => option !== '--browser' && option !== '--no-sandbox');
  const { code } = await runToEnd(process.execPath, [
    '--enable-source-maps',
    join(distDir, 'browser-host/main.cjs'),
    ...own,
  ]);
  process.exit(code);
}

const options = process.argv.slice(2);
ensureBuilt(['node', 'page'], () => console.log('Building …'));
const { path, problem } = await findElectron(options);
if (path) console.log('Opening Vitrine in its window.');
await runInBrowser(path ? await runInWindow(path, options) : problem, options);
