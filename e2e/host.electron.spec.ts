/** What only Electron has: the window's own walls, the engine's process, the native menu, a second start. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures.js';

const projectDir = fileURLToPath(new URL('..', import.meta.url));

test('the window is sandboxed, isolated and without Node', async ({ electronApp }) => {
  const preferences = await electronApp.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test.describe('walls', () => {
  test.use({ expectedProblems: /Not allowed to load local resource/ });

  test('navigation and new windows are refused', async ({ page, electronApp }) => {
    await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
    await electronApp.evaluate(({ shell }) => {
      shell.openExternal = (url) => (Object.assign(shell, { opened: url }), Promise.resolve());
    });
    await page.evaluate(() => {
      window.open('https://example.com/');
      window.open('vitrine://app/');
      window.location.href = 'https://example.com/';
      window.location.href = 'file:///etc/hostname';
    });
    // Not by a locator: Playwright waits for the refused navigation to end.
    await expect.poll(() => page.evaluate(() => document.body.innerText)).toMatch(/DuckDB/);
    expect(page.url()).toMatch(/^vitrine:\/\/app\//);
    expect(electronApp.windows()).toHaveLength(1);
    expect(await electronApp.evaluate(({ shell }) => 'opened' in shell)).toBe(false);
  });
});

test('permissions are denied, but for writing text to the clipboard', async ({ page, electronApp }) => {
  await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.focus());
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
    const query = (name: string) => navigator.permissions.query({ name: name as PermissionName });
    return Promise.all(names.map(async (name) => (await query(name)).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
  const asked = await page.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    place: await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        ({ code }) => resolve(code),
      );
    }),
    midi: await navigator.requestMIDIAccess({ sysex: true }).catch((error: Error) => error.name),
  }));
  expect(asked).toEqual({
    notification: 'denied',
    place: 1,
    midi: expect.stringMatching(/^(NotAllowed|Security)Error$/),
  });
});

test('an engine that dies is started again, and the page says so', async ({ page, electronApp }) => {
  const findEngine = () =>
    electronApp.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Vitrine engine')?.pid ?? 0);
  await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
  const first = await findEngine();
  expect(first).toBeGreaterThan(0);

  process.kill(first, 'SIGKILL');

  await expect(page.getByRole('alert').getByText('The engine stopped unexpectedly')).toBeVisible();
  await expect.poll(findEngine).not.toBe(first);
  await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
});

test('the page reloads and is connected again, without a notice', async ({ page }) => {
  await page.reload();
  await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a second start on the same workspace ends at once and leaves the first one open', async ({
  electronApp,
  workspace,
}) => {
  const args = ['--no-sandbox', projectDir, '--workspace', workspace];
  const second = spawn(process.env['VITRINE_ELECTRON'] ?? '', args, { stdio: 'ignore' });
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
  expect(electronApp.windows()).toHaveLength(1);
});

test('the native menu has the commands of the page and the roles of the system', async ({ electronApp }) => {
  const labels = await electronApp.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map((menu) => [
      menu.label.replace('&', ''),
      ...(menu.submenu?.items ?? []).filter(({ type }) => type !== 'separator').map(({ label }) => label),
    ]),
  );
  expect(labels.map(([menu]) => menu)).toEqual(expect.arrayContaining(['File', 'Edit', 'View', 'Window', 'Help']));
  expect(labels.flat()).toEqual(
    expect.arrayContaining(['Open Files…', 'Open Sample', 'Settings…', 'About Vitrine', 'Copy']),
  );
});

test('the window asks before it closes while work runs', async ({ page, electronApp }) => {
  await electronApp.evaluate(({ app, dialog }) => {
    const asked: string[] = [];
    Object.assign(app, { asked });
    dialog.showMessageBoxSync = ((_window: unknown, { message }: Electron.MessageBoxSyncOptions) => {
      asked.push(message);
      return 0;
    }) as typeof dialog.showMessageBoxSync;
  });
  const readAsked = () => electronApp.evaluate(({ app }) => (app as unknown as { asked: string[] }).asked);
  await page.getByRole('button', { name: 'Open the sample' }).click();
  await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(readAsked).toEqual(['A load or an export is running. End it?']);
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 }); // it went on
  expect(electronApp.windows()).toHaveLength(1);
});
