/** Unit and integration tests stand beside the files they test; e2e/trino and e2e/aws are projects of their own, as they need Java or Python. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{preload,main,renderer,charts,queries,scripts,evaluation}/**/*.test.{ts,tsx}',
            'e2e/aws-double/**/*.test.ts',
          ],
          testTimeout: 120_000, // a stuck test ends; a busy machine does not fail one
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'trino',
          include: ['e2e/trino/**/*.test.ts'],
          globalSetup: ['e2e/trino/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'aws',
          include: ['e2e/aws/**/*.test.ts'],
          globalSetup: ['e2e/aws/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
