/** What people do with alerts: allow, mute, many at once; packs go out and come in; what a webhook did not take. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

test.use({ opensSample: true });
test.describe.configure({ timeout: 180_000 });

async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name, exact: true }).click();
}

async function playAll(page: Page): Promise<void> {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Live');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('Max', { exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played [\d,]+ events/)).toBeVisible({ timeout: 120_000 });
}

async function countAlerts(page: Page): Promise<number> {
  const heading = page.getByRole('heading', { name: /^[\d,]+ alerts? in Sample/ });
  await expect(heading).toBeVisible();
  return Number((await heading.innerText()).replaceAll(',', '').split(' ')[0]);
}

function listOf(page: Page): Locator {
  return page.getByRole('grid', { name: /^Alerts, newest first/ });
}

async function showQuiet(page: Page): Promise<void> {
  await page.getByRole('switch', { name: 'Muted and allowed too' }).click({ force: true });
}

test('who is allowed for a reason and a time has quiet alerts, until it is no longer allowed', async ({ page }) => {
  await playAll(page);
  await go(page, 'Alerts');
  const all = await countAlerts(page);
  await listOf(page).getByText(/^user/).first().click();
  const detail = page.getByRole('region', { name: 'The alert', exact: true });
  await detail.getByRole('button', { name: 'Allow…' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByRole('button', { name: 'Allow', exact: true })).toBeDisabled();
  await form.getByLabel('Reason').fill('Our own price watch');
  await form.getByRole('combobox', { name: 'How long' }).click();
  await page.getByRole('option', { name: 'for a week' }).click();
  await form.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect.poll(() => countAlerts(page)).toBeLessThan(all);
  await showQuiet(page);
  await expect.poll(() => countAlerts(page)).toBe(all);
  await expect(detail.getByText('Our own price watch')).toBeVisible();
  await detail.getByRole('button', { name: 'No longer allow' }).click();
  await expect(detail.getByRole('button', { name: 'Allow…' })).toBeVisible();
  await showQuiet(page);
  await expect.poll(() => countAlerts(page)).toBe(all);
});

test('alerts that belong together are folded, unfolded and chosen as one', async ({ page }) => {
  await playAll(page);
  await go(page, 'Alerts');
  const list = listOf(page);
  const head = list.getByRole('row').filter({ hasText: '+3 more' }).first();
  await expect(head).toBeVisible();
  const all = await countAlerts(page);
  const folded = Number(await list.getAttribute('aria-rowcount'));
  await head.getByRole('checkbox', { name: 'Choose the group of 4 alerts' }).click();
  await expect(page.getByText('4 alerts chosen')).toBeVisible();
  await head.getByRole('button', { name: 'Unfold the group' }).click();
  await expect(list).toHaveAttribute('aria-rowcount', String(folded + 3));
  await list.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(list).toHaveAttribute('aria-rowcount', String(folded));
  await page.keyboard.press('ArrowRight');
  await expect(list).toHaveAttribute('aria-rowcount', String(folded + 3));
  expect(await countAlerts(page)).toBe(all);
  await page.getByRole('switch', { name: 'Grouped' }).click({ force: true });
  await expect(list).toHaveAttribute('aria-rowcount', String(all + 1));
  await expect(list.getByText('+3 more')).toHaveCount(0);
});

test('an alert is muted, and many are judged at once', async ({ page }) => {
  await playAll(page);
  await go(page, 'Alerts');
  const all = await countAlerts(page);
  await listOf(page).getByRole('row').nth(1).click();
  const detail = page.getByRole('region', { name: 'The alert', exact: true });
  await detail.getByRole('button', { name: 'Mute' }).click();
  await page.getByRole('menuitem', { name: 'Mute for a day' }).click();
  await expect.poll(() => countAlerts(page)).toBe(all - 1);
  await expect(detail.getByRole('button', { name: 'Muted' })).toBeVisible();
  await detail.getByRole('button', { name: 'Muted' }).click();
  await page.getByRole('menuitem', { name: 'No longer muted' }).click();
  await expect.poll(() => countAlerts(page)).toBe(all);
  await detail.getByRole('button', { name: 'Close the alert' }).click();

  const frame = page.getByRole('region', { name: /^Alerts, newest first/ });
  await frame.getByRole('button', { name: 'Choose all' }).click();
  await expect(frame.getByText(`${all} alerts chosen`)).toBeVisible();
  await frame.getByRole('button', { name: 'Confirm' }).click();
  const verdicts = page.getByRole('group', { name: 'Verdict' });
  await expect(verdicts.getByRole('button', { name: /^Confirmed/ })).toContainText(String(all));
  await expect(verdicts.getByRole('button', { name: /^Not judged/ })).toHaveCount(0);
});

test('a pack is exported, changed elsewhere, and imported; a file that is no pack is refused', async ({
  page,
  files,
  folder,
}) => {
  await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Rules');
  await expect(page.getByRole('heading', { name: /^Default, version/ })).toBeVisible();
  const exported = await files.save(async () => {
    await page.getByRole('button', { name: 'More of this pack' }).click();
    await page.getByRole('menuitem', { name: 'Export as JSON' }).click();
  });
  let pack: Record<string, unknown> = {};
  await expect(async () => {
    pack = JSON.parse(await readFile(exported, 'utf8')) as Record<string, unknown>;
  }).toPass();
  expect(pack).toMatchObject({ name: 'default', title: 'Default' });

  const nav = page.getByRole('navigation', { name: 'Packs' });
  const input = nav.locator('input[type=file]');
  const changed = join(folder, 'ours.json');
  await writeFile(changed, JSON.stringify({ ...pack, name: 'ours', title: 'Ours' }));
  await input.setInputFiles(changed);
  await expect(page.getByRole('heading', { name: /^Ours, version 1/ })).toBeVisible();
  await expect(nav.getByRole('button', { name: /^Ours/ })).toBeVisible();

  const broken = join(folder, 'broken.json');
  await writeFile(broken, JSON.stringify({ ...pack, name: 'broken', rules: [{ id: 'x', kind: 'nothing' }] }));
  await input.setInputFiles(broken);
  await expect(nav.getByRole('alert')).toContainText('The file is no pack: rules');
});

test('alerts that a webhook refuses are listed, and sent again when it takes them', async ({ page }) => {
  let takes = false;
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (takes) taken += 1;
    response.writeHead(takes ? 204 : 400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  try {
    await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
    await go(page, 'Settings');
    await page.getByLabel('Address').fill(url);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('listitem').filter({ hasText: url })).toBeVisible();
    await go(page, 'Overview');
    await playAll(page);
    await go(page, 'Settings');
    const dead = page.getByRole('region', { name: /^Not handed over/ });
    await expect(dead).toContainText('HTTP 400');
    takes = true;
    await dead.getByRole('button', { name: 'Send them again' }).click();
    await expect(dead).toHaveCount(0);
    expect(taken).toBeGreaterThan(0);
  } finally {
    server.close();
  }
});
