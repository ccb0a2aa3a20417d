/** The same specs in a real browser and in a real Electron. `npm run test:e2e` and `npm run test:electron` find the programs. */
import { defineConfig } from '@playwright/test';
import type { HostOptions } from './e2e/fixtures.js';

export default defineConfig<object, HostOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts', // the tests of e2e/trino are vitest's
  outputDir: 'test-results',
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 1 : 0, // what passes only then is named at the end of the stage
  use: {
    launchOptions: { executablePath: process.env['VITRINE_CHROMIUM'], args: ['--no-sandbox'] },
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    locale: 'en-US',
    timezoneId: 'UTC',
  },
  projects: [
    { name: 'browser', testIgnore: ['**/*.electron.spec.ts', '**/*.packaged.spec.ts'], use: { hostName: 'browser' } },
    { name: 'electron', testIgnore: ['**/*.browser.spec.ts', '**/*.packaged.spec.ts'], use: { hostName: 'electron' } },
    { name: 'packaged', testMatch: ['**/*.packaged.spec.ts'] },
  ],
});
