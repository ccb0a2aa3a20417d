/** Starts the app on one of its hosts, on a workspace of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type Browser, type ElectronApplication, type Page } from '@playwright/test';

export type HostName = 'browser' | 'electron';

export interface RunningApp {
  readonly page: Page;
  /** Null in the browser. */
  readonly electron: ElectronApplication | null;
  close(): Promise<void>;
}

const projectDir = fileURLToPath(new URL('..', import.meta.url));

/** Starts the browser host as `npm start` does and resolves to the URL that it prints. */
export async function startBrowserHost(workspace: string, options: readonly string[]) {
  const args = ['dist/browser-host/main.cjs', '--workspace', workspace, '--no-open', ...options];
  const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output)?.[0];
      if (found) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code) => reject(new Error(`The browser host ended with code ${code}:\n${output}`)));
  });
  return {
    url,
    async close() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export async function launchInBrowser(
  browser: Browser,
  workspace: string,
  options: readonly string[],
): Promise<RunningApp> {
  const host = await startBrowserHost(workspace, options);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  await page.goto(host.url);
  return {
    page,
    electron: null,
    async close() {
      await context.close();
      await host.close();
    },
  };
}

export async function launchInElectron(workspace: string, options: readonly string[]): Promise<RunningApp> {
  const executablePath = process.env['VITRINE_ELECTRON'];
  if (!executablePath) throw new Error('VITRINE_ELECTRON names no Electron: run `npm run test:electron`.');
  const electron = await _electron.launch({
    executablePath,
    // As root, Chromium wants this switch, and it wants it before the app's folder.
    args: ['--no-sandbox', '--lang=en-US', join(projectDir, 'e2e/electron-app'), '--workspace', workspace, ...options],
    env: { ...(process.env as Record<string, string>), TZ: 'UTC' },
  });
  const page = await electron.firstWindow();
  await page.setViewportSize({ width: 1280, height: 800 });
  return { page, electron, close: () => electron.close() };
}
