import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { HostName } from './launch.js';

const folder = fileURLToPath(new URL('screenshots', import.meta.url));

export interface Photographer {
  /** Takes the screen as it is into e2e/screenshots/HOST/SCREEN-THEME-WIDTHxHEIGHT.png. */
  take(screen: string): Promise<void>;
  /** Takes it in both themes at the sizes that must look right: 1280 × 800, 1920 × 1080, and 1280 × 800 at 200 % zoom. */
  takeAll(screen: string): Promise<void>;
}

const sizes = [
  { name: '1280x800', width: 1280, height: 800 },
  { name: '1920x1080', width: 1920, height: 1080 },
  { name: '640x400', width: 640, height: 400 }, // what 1280 × 800 leaves at 200 %
];

export function photograph(page: Page, host: HostName): Photographer {
  async function save(screen: string, theme: string, size: string): Promise<void> {
    await mkdir(join(folder, host), { recursive: true });
    await page.screenshot({ path: join(folder, host, `${screen}-${theme}-${size}.png`), animations: 'disabled' });
  }

  return {
    async take(screen) {
      const { theme, size } = await page.evaluate(() => ({
        theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
        size: `${innerWidth}x${innerHeight}`,
      }));
      await save(screen, theme, size);
    },
    async takeAll(screen) {
      for (const theme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        for (const size of [...sizes].reverse()) {
          await page.setViewportSize(size);
          await page.evaluate(
            () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
          );
          await save(screen, theme, size.name);
        }
      }
    },
  };
}
