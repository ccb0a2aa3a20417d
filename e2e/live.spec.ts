/** Watching the data play, judging what detection found, and changing the rules. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

test.use({ opensSample: true });
test.describe.configure({ timeout: 180_000 });

async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name, exact: true }).click();
}

/** Plays the whole sample at full speed. */
async function playAll(page: Page): Promise<void> {
  await go(page, 'Live');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('Max', { exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played [\d,]+ events/)).toBeVisible({ timeout: 120_000 });
}

test('the data play, pause, go a minute further, and go on while one looks at other screens', async ({
  page,
  photos,
}) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await expect(page.getByRole('heading', { name: 'Watch the shop as it was' })).toBeVisible();
  await photos.takeAll('live-empty');
  await page.getByRole('button', { name: 'Play' }).click();
  const transport = page.getByRole('group', { name: 'Transport' });
  await expect(transport.getByText('playing')).toBeVisible();
  await page.locator('body').click({ position: { x: 600, y: 60 } });
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect(page.getByRole('radio', { name: '3,600×' })).toBeChecked();
  const users = page.getByRole('group', { name: 'Active users' });
  await expect(users).toContainText(/[1-9]/, { timeout: 30_000 });
  await page.keyboard.press('Space');
  await expect(transport.getByText('paused')).toBeVisible();
  await photos.takeAll('live-paused');
  await page.keyboard.press('ArrowRight');
  await expect(transport.getByText('paused')).toBeVisible();

  await page.keyboard.press('Space');
  await go(page, 'Visitors');
  await expect(page.getByRole('region', { name: 'Long work' })).toContainText('Playing Sample');
  await go(page, 'Live');
  await page.getByText('Max', { exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played 300,000 events/)).toBeVisible({ timeout: 120_000 });
  await photos.takeAll('live-over');

  const strip = page.getByRole('slider', { name: 'Play from' });
  await page.getByText('600×', { exact: true }).click();
  await strip.click({ position: { x: (await strip.evaluate((element) => element.clientWidth)) / 2, y: 20 } });
  await expect(transport.getByText('playing')).toBeVisible();
  await expect(transport.getByText(/2019-10-1[67] /)).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(transport.getByText('stopped')).toBeVisible();
});

test('a run that was stopped is resumed where it had come to', async ({ page }) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Live');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('3,600×', { exact: true }).click();
  const transport = page.getByRole('group', { name: 'Transport' });
  await expect(transport.getByText(/2019-10-01 (0[3-9]|1\d|2\d):/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(transport.getByText('stopped')).toBeVisible();
  await page.getByText('10×', { exact: true }).click();
  await page.getByRole('button', { name: 'Resume' }).click({ timeout: 15_000 });
  await expect(transport.getByText('playing')).toBeVisible();
  await expect(transport.getByText(/2019-10-01 (0[3-9]|1\d|2\d):/)).toBeVisible({ timeout: 5000 });
  await go(page, 'Brands');
  await expect(page.getByRole('region', { name: 'Long work' })).toContainText(/Playing · .* left/);
  await page.getByRole('region', { name: 'Long work' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('region', { name: 'Long work' })).toHaveCount(0);
});

test('alerts are found, judged, explained and exported', async ({ page, photos, files }) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Alerts');
  await expect(page.getByRole('button', { name: 'Replay the data' })).toBeVisible();
  await photos.takeAll('alerts-empty');
  await playAll(page);
  await go(page, 'Alerts');
  await expect(page.getByRole('heading', { name: /^[\d,]+ alerts? in Sample/ })).toBeVisible();
  await photos.takeAll('alerts');
  const list = page.getByRole('grid', { name: /^Alerts, newest first/ });
  await list.getByRole('row').nth(1).click();
  const detail = page.getByRole('region', { name: 'The alert', exact: true });
  await expect(detail.getByText('What it cannot see')).toBeVisible();
  await expect(detail.getByRole('grid', { name: 'Its events' })).toBeVisible();
  await detail.getByRole('button', { name: 'Dismiss' }).click();
  await expect(detail.getByText('· Dismissed')).toBeVisible();
  await detail.getByLabel('Note').fill('A school class at work.');
  await detail.getByRole('button', { name: 'Save the note' }).click();
  await expect(detail.getByRole('button', { name: 'Save the note' })).toHaveCount(0);
  await photos.takeAll('alerts-detail');
  const csv = await files.save(async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /CSV/ }).click();
  });
  await expect(async () => expect((await readFile(csv, 'utf8')).split('\r\n').length).toBeGreaterThan(1)).toPass();
});

test('a threshold is moved over its signal, tried, compared and saved', async ({ page, photos }) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Rules');
  await expect(page.getByRole('heading', { name: /^Default, version/ })).toBeVisible();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByRole('group', { name: 'Users flagged' })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('group', { name: 'Users, by the baseline pack' })).toBeVisible({ timeout: 120_000 });
  const rule = page.getByRole('region', { name: 'Reads product after product' });
  await rule.getByRole('button').first().click();
  await expect(rule.getByRole('figure')).toBeVisible();
  await photos.takeAll('rules-simulated');
  await rule.getByRole('textbox').first().fill('11');
  await expect(page.getByRole('heading', { name: /changed$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Compare with the saved one' }).click();
  await expect(page.getByRole('region', { name: 'Two versions compared' })).toBeVisible({ timeout: 120_000 });
  await photos.takeAll('rules-compared');
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('dialog').getByLabel('Title').fill('Stricter crawl');
  await page.getByRole('dialog').getByRole('button', { name: 'Save and make it active' }).click();
  await expect(
    page.getByRole('navigation', { name: 'Packs' }).getByRole('button', { name: /Stricter crawl/ }),
  ).toContainText('active');
});

test('a rule of one’s own is written in a form', async ({ page, photos }) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Rules');
  await page.getByRole('button', { name: 'A rule of your own' }).click();
  const form = page.getByRole('region', { name: 'A rule of your own' });
  await form.getByLabel('Title').fill('Many views in a minute');
  await form.getByLabel('Fires').click();
  await page.getByRole('option', { name: 'Below' }).click();
  await form.getByRole('button', { name: 'Add the rule' }).click();
  await expect(form.getByText(/only the whole shop can be too quiet/)).toBeVisible();
  await form.getByLabel('Fires').click();
  await page.getByRole('option', { name: 'Above' }).click();
  await photos.takeAll('rules-own');
  await form.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByRole('region', { name: 'Many views in a minute' })).toBeVisible();
});

test('flagged users are left out of the reports, and the numbers with them stand beside', async ({ page, photos }) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await playAll(page);
  await go(page, 'Visitors');
  const visitors = page.getByRole('group', { name: 'Visitors of the whole range' });
  await expect(visitors).toBeVisible();
  await page.getByRole('button', { name: /^Exclude flagged users/ }).click();
  await expect(visitors.getByText(/^with flagged users/)).toBeVisible({ timeout: 30_000 });
  await photos.takeAll('visitors-without-flagged');
  await go(page, 'Alerts');
  await page
    .getByRole('grid', { name: /^Alerts, newest first/ })
    .getByText(/^user/)
    .first()
    .click();
  await page.getByRole('button', { name: 'Everything that this user did' }).click();
  await expect(page.getByRole('grid', { name: 'Its events' })).toBeVisible();
  await photos.takeAll('entity');
});

test('alerts are sent to an address, signed, and a test of it says what came back', async ({ page, photos }) => {
  const received: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    received.push(Object.keys(request.headers).find((name) => name.includes('signature')));
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Settings');
  await page.getByLabel('Address').fill('nowhere');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('http://');
  await page.getByLabel('Address').fill(url);
  await page.getByLabel('Secret').fill('among us');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: url })).toContainText('signed');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: url })).toContainText('Taken');
  expect(received).toEqual([expect.stringContaining('signature')]);
  await photos.takeAll('settings-webhooks');
  server.close();
});
