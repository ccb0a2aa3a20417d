/**
 * What every spec starts from: the app on a fresh workspace, on the host of the project it runs in. A test fails on any
 * error or policy violation in the page that it does not announce with `test.use({ expectedProblems: /…/ })`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Browser, type ElectronApplication, type Page } from '@playwright/test';
import { handleFiles, type Files } from './files.js';
import { launchInBrowser, launchInElectron, type HostName, type RunningApp } from './launch.js';
import { findProblems } from './problems.js';
import { photograph, type Photographer } from './screenshots.js';

export interface HostOptions {
  hostName: HostName;
}

interface WorkerFixtures extends HostOptions {
  /** Null in Electron, which is its own browser. */
  chromium: Browser | null;
}

interface Fixtures {
  /** Starts the app with `--sample`. */
  opensSample: boolean;
  /** Matches the texts of errors that the test provokes. */
  expectedProblems: RegExp | null;
  /** A folder of the test's own, removed afterwards; the app's workspace is in it. */
  folder: string;
  workspace: string;
  app: RunningApp;
  page: Page;
  /** The Electron app; asking for it in the browser is an error. */
  electronApp: ElectronApplication;
  files: Files;
  photos: Photographer;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  opensSample: [false, { option: true }],
  expectedProblems: [null, { option: true }],
  hostName: ['browser', { option: true, scope: 'worker' }],

  chromium: [
    async ({ playwright, hostName, launchOptions }, use) => {
      if (hostName === 'electron') return use(null);
      const browser = await playwright.chromium.launch(launchOptions);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  // Playwright reads from this pattern what a fixture needs.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  workspace: async ({ folder }, use) => use(join(folder, 'workspace')),

  app: async ({ chromium, workspace, opensSample, expectedProblems }, use) => {
    const startOptions = opensSample ? ['--sample'] : [];
    const app = chromium
      ? await launchInBrowser(chromium, workspace, startOptions)
      : await launchInElectron(workspace, startOptions);
    await use(app);
    const problems = await findProblems(app.page);
    await app.close();
    expect(problems.filter((problem) => !expectedProblems?.test(problem))).toEqual([]);
  },
  page: async ({ app }, use) => use(app.page),
  electronApp: async ({ app }, use) => {
    if (app.electron === null) throw new Error('This is for specs of Electron: name the file *.electron.spec.ts.');
    await use(app.electron);
  },
  files: async ({ app, folder }, use) => use(handleFiles(app, folder)),
  photos: async ({ page, hostName }, use) => use(photograph(page, hostName)),
});

export { expect };
