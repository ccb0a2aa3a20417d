/** The browser host with a real browser before it, as the steps of the screen use them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { withEngine } from './open.js';
import { dataset, type Place } from './subject.js';

/** Why nothing can be measured in a browser here; null where it can. */
export function browserProblem(): string | null {
  return process.env['VITRINE_CHROMIUM'] ? null : 'no Chrome was found; VITRINE_CHROMIUM can name one';
}

export interface RunningHost {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the built browser host as `npm start` does; resolves when it prints its address. */
export async function startHost({ workspaceDir, shippedDir }: Place): Promise<RunningHost> {
  const script = join(shippedDir, 'dist/browser-host/main.cjs');
  const child = spawn(process.execPath, [script, '--workspace', workspaceDir, '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output)?.[0];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The browser host ended with code ${code}: ${output}`)));
  });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: process.env['VITRINE_CHROMIUM'],
    args: ['--no-sandbox', '--enable-precise-memory-info'],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  return context.newPage();
}

/** The dataset is the one that the next start opens. */
export function rememberDataset(place: Place, name: string = dataset): Promise<unknown> {
  return withEngine(place, ({ call }) => call('settings.set', { lastDataset: name }));
}

/** Runs in a page: whether it shows the figures of the Overview, that is, every headline is a number. */
export function showsFigures(): boolean {
  const figures = [...document.querySelectorAll('main [role=group][aria-label] [tabindex]')];
  return figures.length >= 5 && figures.every(({ textContent }) => /\d/.test(textContent));
}
