/** Notifications of the system in Electron: the main process is asked for them, once the person has turned them on. */
import { expect, test } from './fixtures.js';

test.use({ opensSample: true });

test('a high alert is notified while the data play, after the switch was turned on', async ({ page, electronApp }) => {
  test.setTimeout(180_000);
  // Here no desktop would show them: what the main process is asked to show is written down instead.
  await electronApp.evaluate(({ app, ipcMain, Notification }) => {
    const shown: string[] = [];
    Object.assign(app, { shown });
    Notification.isSupported = () => true;
    ipcMain.removeHandler('vitrine:notify');
    ipcMain.handle('vitrine:notify', (_event, title: string, body: string) => {
      shown.push(`${title}: ${body}`);
      return false;
    });
  });
  const readShown = () => electronApp.evaluate(({ app }) => (app as unknown as { shown: string[] }).shown);
  const go = (name: string) =>
    page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go('Settings');
  const notify = page.getByRole('switch', { name: 'Notify of high alerts' });
  await expect(notify).not.toBeChecked();
  await notify.click({ force: true });
  await expect(notify).toBeChecked();
  await go('Live');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('Max', { exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played 300,000 events/)).toBeVisible({ timeout: 120_000 });
  const [first] = await readShown();
  expect(first).toMatch(/^(A|\d+) high alerts?: ./);
});
