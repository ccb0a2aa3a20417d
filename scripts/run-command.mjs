import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir } from './build/parts.mjs';

/** Runs a program of the project's own packages, its output ours. Resolves to its exit code, 1 where it was killed. */
export function runCommand(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: projectDir,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${join(projectDir, 'node_modules/.bin')}:${process.env.PATH}`, ...env },
    shell: process.platform === 'win32', // where a package's program is a .cmd file
  });
  return new Promise((resolve) => {
    child.once('error', (error) => (console.error(error.message), resolve(1)));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a test runner that writes its counts to a JSON file, and reads them. A run without counts is one failure. */
export async function runWithReport(run, readCounts) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
  const file = join(folder, 'report.json');
  try {
    const code = await run(file);
    const counts = readCounts(JSON.parse(readFileSync(file, 'utf8')));
    // An error outside of any test fails the run, but no test.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
