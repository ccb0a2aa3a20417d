/** The stages of `npm test`. Each resolves to `{passed, failed, left?}` or to `{skipped: why}`. */
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { hasDisplay, locateElectron } from '../electron/locate-electron.mjs';
import { findChromium } from './find-chromium.mjs';
import { runCommand, runWithReport } from '../run-command.mjs';

async function check(command, ...args) {
  const code = await runCommand(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

function runVitest(project, rest) {
  return runWithReport(
    (file) =>
      runCommand('vitest', [
        'run',
        ...['--project', project, '--reporter', 'default', '--reporter', 'json', '--outputFile.json', file],
        ...rest,
      ]),
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      left: report.numPendingTests,
      names: report.testResults.flatMap((file) =>
        file.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      ),
    }),
  );
}

/** The specs under these suites that did not pass, or only when they were tried again (in CI, once). */
function namesOfFailed(suites) {
  const unsure = { unexpected: '', flaky: ' (passed at the second try)' };
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.flatMap(({ file, line, title, tests }) =>
      tests.flatMap(({ status }) => (status in unsure ? [`${file}:${line} ${title}${unsure[status]}`] : [])),
    ),
    ...namesOfFailed(inner),
  ]);
}

/** What runs a command where there is no display. A server that is reset when its last window closes refuses one that opens then. */
const withXvfb = ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24 -noreset'];

function runPlaywright(project, rest, env, wrapper = []) {
  const [command, ...args] = [
    ...wrapper,
    'playwright',
    'test',
    '--project',
    project,
    '--reporter',
    'list,json',
    ...rest,
  ];
  return runWithReport(
    (file) => runCommand(command, args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    ({ stats, suites }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      left: stats.skipped,
      names: namesOfFailed(suites),
    }),
  );
}

async function runInBrowser(rest) {
  const chromium = await findChromium();
  if (chromium === null) return { skipped: 'no Chrome was found; install it, or name one with VITRINE_CHROMIUM' };
  console.log(`Chromium of ${chromium.source}`);
  ensureBuilt(['node', 'page']);
  return runPlaywright('browser', rest, { ...chromium.env, VITRINE_CHROMIUM: chromium.path });
}

function isThere(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

async function runInElectron(rest) {
  const path = locateElectron();
  if (path === null)
    return {
      skipped:
        'Electron is not here; fetch it with `npx install-electron`, or name one with ELECTRON_OVERRIDE_DIST_PATH',
    };
  const needsXvfb = !hasDisplay();
  if (needsXvfb && !isThere('which', 'xvfb-run'))
    return { skipped: 'there is no display, and no xvfb-run to make one' };
  ensureBuilt(['node', 'page']);
  return runPlaywright('electron', rest, { VITRINE_ELECTRON: path }, needsXvfb ? withXvfb : []);
}

async function runPackaged(rest) {
  if (!process.env.VITRINE_PACKAGED) return { skipped: 'VITRINE_PACKAGED does not name a packaged app' };
  const needsXvfb = !hasDisplay();
  return runPlaywright('packaged', rest, {}, needsXvfb ? withXvfb : []);
}

async function runTrino(rest) {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < 17) return { skipped: version === 0 ? 'Java is not here' : `Java is ${version}, and 17 is needed` };
  if (!isThere('mvn', '--version')) return { skipped: 'Maven is not here' };
  return runVitest('trino', rest);
}

export const stages = {
  types: () => check('tsc', '--noEmit'),
  lint: () => check('eslint', '.'),
  format: () => check('prettier', '--check', '--log-level', 'warn', '.'),
  unit: (rest) => runVitest('unit', rest),
  e2e: runInBrowser,
  electron: runInElectron,
  trino: runTrino,
  aws: (rest) => runVitest('aws', rest),
  packaged: runPackaged,
};

/** Those of a plain `npm test`; the packaged app has to be packaged first. */
export const usualStages = Object.keys(stages).filter((name) => name !== 'packaged');
