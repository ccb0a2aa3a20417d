/** `npm run bench`: builds what is stale, finds a browser and Electron, bundles bench/bench.ts and runs it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureBuilt } from './build/ensure-built.mjs';
import { hasDisplay, locateElectron } from './electron/locate-electron.mjs';
import { findChromium } from './test/find-chromium.mjs';

/** What tells the bench where Electron is, or why there is none, and what a display needs to be made of. */
function findElectron() {
  const path = locateElectron();
  if (path === null)
    return { env: { VITRINE_NO_ELECTRON: 'Electron is not here; `npx install-electron` fetches it' }, wrapper: [] };
  if (hasDisplay()) return { env: { VITRINE_ELECTRON: path }, wrapper: [] };
  if (spawnSync('which', ['xvfb-run'], { stdio: 'ignore' }).status !== 0)
    return { env: { VITRINE_NO_ELECTRON: 'there is no display, and no xvfb-run to make one' }, wrapper: [] };
  return {
    env: { VITRINE_ELECTRON: path },
    wrapper: ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24 -noreset'],
  };
}

// Detection runs in a thread whose code stands in dist/, and the hosts and the page are measured as they are built.
ensureBuilt(['node', 'page'], () => console.log('Building …'));
const outfile = join('.build', 'bench.cjs');
await build({
  entryPoints: ['bench/bench.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['@duckdb/node-api', '@playwright/test'],
  logLevel: 'error',
});
const chromium = await findChromium();
const electron = findElectron();
const [command, ...args] = [...electron.wrapper, process.execPath, outfile, ...process.argv.slice(2)];
const { status } = spawnSync(command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(chromium && { ...chromium.env, VITRINE_CHROMIUM: chromium.path }),
    ...electron.env,
  },
});
process.exitCode = status ?? 1;
