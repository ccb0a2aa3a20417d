/** Notifications in a browser: it is asked on a click, not before. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

test.use({ opensSample: true });

interface Notified {
  asked: number;
  shown: string[];
}

/** In place of the browser's own notifications, which nobody would see here. */
async function replaceNotifications(page: Page, answer: 'granted' | 'denied'): Promise<void> {
  await page.evaluate((permission) => {
    const notified: Notified = { asked: 0, shown: [] };
    class Shown extends EventTarget {
      static permission = 'default';
      static requestPermission() {
        notified.asked += 1;
        Shown.permission = permission;
        return Promise.resolve(permission);
      }
      constructor(title: string, { body }: { body: string }) {
        super();
        notified.shown.push(`${title}: ${body}`);
      }
    }
    Object.assign(globalThis, { Notification: Shown, notified });
  }, answer);
}

function readNotified(page: Page): Promise<Notified> {
  return page.evaluate(() => (globalThis as unknown as { notified: Notified }).notified);
}

async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name, exact: true }).click();
}

test('a high alert is notified while the data play, after the switch was turned on', async ({ page }) => {
  test.setTimeout(180_000);
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await replaceNotifications(page, 'granted');
  await go(page, 'Settings');
  expect((await readNotified(page)).asked).toBe(0);
  await page.getByRole('switch', { name: 'Notify of high alerts' }).check({ force: true });
  await expect(page.getByRole('switch', { name: 'Notify of high alerts' })).toBeChecked();
  await go(page, 'Live');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('Max', { exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played 300,000 events/)).toBeVisible({ timeout: 120_000 });
  const { asked, shown } = await readNotified(page);
  expect(asked).toBe(1);
  expect(shown[0]).toMatch(/^(A|\d+) high alerts?: ./);
});

test('where the browser refuses, the switch stays off and says why', async ({ page }) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await replaceNotifications(page, 'denied');
  await go(page, 'Settings');
  await page.getByRole('switch', { name: 'Notify of high alerts' }).click({ force: true });
  await expect(page.getByText(/does not allow notifications/)).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Notify of high alerts' })).not.toBeChecked();
});
