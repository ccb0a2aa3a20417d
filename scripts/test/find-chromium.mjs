/** A Chromium for the end-to-end tests: the machine's own, else the one that comes with npm (Linux x64). */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { workDir } from '../build/parts.mjs';

const installed = {
  linux: ['/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/chromium', '/usr/bin/chromium-browser'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  win32: ['C:/Program Files/Google/Chrome/Application/chrome.exe'],
};

/** Unpacks the npm package's Chromium once into .build/chromium, with the libraries that bare machines lack. */
async function unpackChromium() {
  const folder = join(workDir, 'chromium');
  if (!existsSync(folder)) {
    mkdirSync(workDir, { recursive: true });
    const next = mkdtempSync(join(workDir, 'new-chromium-'));
    // The package unpacks to the temporary folder, and its libraries only where it takes the machine for a Lambda.
    const code = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
    const env = { ...process.env, TMPDIR: next, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
    const unpacked = spawnSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' });
    if (unpacked.status !== 0) throw new Error(`Chromium could not be unpacked: ${unpacked.stderr}`);
    writeFileSync(
      join(next, 'fonts.conf'),
      `<?xml version="1.0"?><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`,
    );
    try {
      renameSync(next, folder);
    } catch {
      rmSync(next, { recursive: true }); // another run was faster
    }
  }
  const env = {};
  if (!existsSync('/etc/fonts')) env.FONTCONFIG_FILE = join(folder, 'fonts.conf');
  const path = join(folder, 'chromium');
  if (spawnSync(path, ['--version']).status !== 0) env.LD_LIBRARY_PATH = join(folder, 'al2023/lib');
  return { path, env, source: '@sparticuz/chromium' };
}

/** `{path, env, source}`, or null where no browser can be had. `VITRINE_CHROMIUM` names one. */
export async function findChromium() {
  const { VITRINE_CHROMIUM } = process.env;
  if (VITRINE_CHROMIUM) return { path: VITRINE_CHROMIUM, env: {}, source: 'VITRINE_CHROMIUM' };
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath(), env: {}, source: 'Playwright' };
  const path = installed[process.platform]?.find((candidate) => existsSync(candidate));
  if (path) return { path, env: {}, source: 'this machine' };
  return process.platform === 'linux' && process.arch === 'x64' ? unpackChromium() : null;
}
