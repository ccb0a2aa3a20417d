/** What only the browser host has: the key in the address, and other pages that must not get in. */
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from './fixtures.js';

/** A page of somebody else, on another port of this machine. */
async function serveForeignPage(html: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, server };
}

test('the key leaves the address for a strict cookie that no script sees', async ({ page }) => {
  expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a browser without the key sees only how to get in', async ({ page, chromium }) => {
  const context = await chromium?.newContext();
  const stranger = await context?.newPage();
  const answer = await stranger?.goto(new URL('/', page.url()).href);
  expect(answer?.status()).toBe(403);
  await expect(stranger?.getByText('the address that Vitrine printed') ?? page.locator('none')).toBeVisible();
  await context?.close();
});

test.describe('another page in the same browser', () => {
  test('cannot speak to the engine, read from it or show it in a frame', async ({ page }) => {
    const address = new URL(page.url()).host;
    const { url, server } = await serveForeignPage('<title>Foreign</title>');
    const foreign = await page.context().newPage();
    await foreign.goto(url);
    const seen = await foreign.evaluate(async (host) => {
      const readable = await fetch(`http://${host}/`, { credentials: 'include' }).then(
        () => true,
        () => false,
      );
      const sent = await fetch(`http://${host}/upload?name=x`, {
        method: 'POST',
        body: 'x',
        mode: 'no-cors',
        credentials: 'include',
      }).then(
        ({ type }) => type,
        () => 'failed',
      );
      const socket = await new Promise((resolve) => {
        const attempt = new WebSocket(`ws://${host}/engine`);
        attempt.onopen = () => resolve('open');
        attempt.onerror = () => resolve('refused');
      });
      return { readable, sent, socket };
    }, address);
    expect(seen.readable).toBe(false);
    expect(['opaque', 'failed']).toContain(seen.sent); // sent without the cookie, and refused: main/browser-host tests
    expect(seen.socket).toBe('refused');
    await foreign.close();
    server.close();
  });

  test('may link to it: the strict cookie is then given by way of its own page', async ({ page }) => {
    const { url, server } = await serveForeignPage(`<a href="${new URL('/', page.url()).href}">Open Vitrine</a>`);
    const foreign = await page.context().newPage();
    await foreign.goto(url);
    await foreign.getByText('Open Vitrine').click();
    await expect(foreign.getByText(/DuckDB v?1\./).first()).toBeVisible();
    await foreign.close();
    server.close();
  });
});

test('the page connects again when its connection breaks, and says so', async ({ page }) => {
  let close = () => Promise.resolve();
  await page.routeWebSocket(/\/engine$/, (socket) => {
    socket.connectToServer();
    close = () => socket.close();
  });
  await page.reload();
  await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
  await close();
  await expect(page.getByRole('alert').getByText('The connection to Vitrine was lost for a moment')).toBeVisible();
  await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
});

test('the page asks before it closes while files are copied, and keeps no copy that is not needed', async ({
  page,
  files,
  folder,
  workspace,
}) => {
  const file = join(folder, 'shop.csv');
  await writeFile(
    file,
    'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n' +
      '2019-10-01 00:00:00 UTC,view,7,1,,acme,1.00,1,one\n',
  );
  let goOn = () => {};
  const isHeld = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('**/upload?name=*', async (route) => {
    await isHeld;
    await route.continue();
  });
  const choose = page.getByRole('button', { name: /choose/i }).first();
  await files.choose([file], () => choose.click());
  await expect(page.getByText('You can go on working in other screens')).toBeVisible();
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();

  goOn();
  const findCopies = async (): Promise<readonly string[]> => {
    try {
      return (await readdir(workspace, { recursive: true })).filter((path) => path.endsWith('shop.csv'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return findCopies(); // a folder was deleted while it was read
    }
  };
  await expect(page.getByRole('button', { name: 'Choose others' })).toBeVisible();
  expect(await findCopies()).toHaveLength(1);
  await page.getByRole('button', { name: 'Choose others' }).click();
  await expect.poll(findCopies).toEqual([]);
});

test.describe('with the sample', () => {
  test.use({ opensSample: true });

  test('a link to a dataset that is not there says so and shows no other data', async ({ page }) => {
    await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
    await page.evaluate(() => (location.hash = '#/carts?dataset=Gone'));
    await expect(page.getByRole('heading', { name: 'There is no dataset “Gone”' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'There is no dataset “Gone”' })).toBeVisible();
    await expect(page.getByText(/abandonment rate/i)).toHaveCount(0);
    await page.getByRole('button', { name: 'Choose another' }).click();
    await page.getByRole('menuitem').first().click();
    await expect(page.getByText(/abandonment rate/i).first()).toBeVisible();
  });

  test('removing the dataset that is looked at leads to the first start, not to a link to nothing', async ({
    page,
  }) => {
    await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
    await page.getByRole('navigation').getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(page.getByText('There is none yet.')).toBeVisible();
    await expect.poll(() => page.url()).not.toContain('dataset=');
    await page.evaluate(() => (location.hash = '#/overview'));
    await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  });
});
