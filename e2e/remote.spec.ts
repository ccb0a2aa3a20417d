/** The reports on Athena: an estimate first, nothing without a person's run, the same numbers as here. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.js';
import { test } from './published-lake.js';

test.describe.configure({ timeout: 300_000 });

const answerMs = 60_000;
const reports = ['Visitors', 'Carts', 'Categories', 'Brands'] as const;

async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click();
}

/** Opens Visitors and has reports answered by this connection. */
async function choose(page: Page, connection: string): Promise<void> {
  await go(page, 'Visitors');
  await expect(page.getByRole('grid').first()).toBeVisible({ timeout: answerMs });
  await page.getByRole('button', { name: 'Answered by: DuckDB' }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${connection}`) }).click();
  await expect(page.getByRole('button', { name: `Answered by: ${connection}` })).toBeVisible();
}

const runButton = (page: Page): Locator => page.getByRole('button', { name: /^Run on/ }).first();
const facts = (page: Page): Locator => page.getByRole('group', { name: 'How this was answered' });

test('nothing is asked elsewhere until a person runs it; the answer is kept', async ({ page, lake, photos }) => {
  const { queries } = lake.double;
  const before = queries.length;
  await choose(page, 'lake');
  await expect(page.getByText('Not asked on lake yet')).toBeVisible();
  await expect(page.getByText(/^Scans at most [\d.]+ .?B \(/)).toBeVisible();
  await expect(page.getByText('What is shown is the answer to the question before.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Days: All days' })).toBeVisible();
  await photos.takeAll('remote-ask');
  for (const screen of reports) {
    await go(page, screen);
    await expect(page.getByText('Not asked on lake yet')).toBeVisible();
    await expect(page.getByText(/^Scans at most/)).toBeVisible();
  }
  await go(page, 'Overview');
  await expect(page.getByText(/^The overview is answered by DuckDB, on this machine/)).toBeVisible();
  await go(page, 'Visitors');
  await page.getByText('By week', { exact: true }).click();
  await page.getByText('By day', { exact: true }).click();
  await page.waitForTimeout(1000);
  expect(queries.slice(before).map(({ query }) => query)).toEqual([]);

  await page.keyboard.press('Control+Enter');
  await expect(facts(page)).toContainText(/scanned/, { timeout: answerMs });
  await expect(facts(page)).toContainText('Athena engine version 3, lake');
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('Athena engine version 3 · lake');
  await photos.takeAll('remote-answered');
  const asked = queries.length;
  expect(asked).toBeGreaterThan(before);

  await go(page, 'Brands');
  await expect(page.getByText('Not asked on lake yet')).toBeVisible();
  await go(page, 'Visitors');
  await expect(facts(page)).toBeVisible();
  await page.waitForTimeout(500);
  expect(queries).toHaveLength(asked);
  await page.getByRole('button', { name: 'Ask anew' }).click();
  await expect(page.getByText('What is shown is the answer to the question before.')).toBeVisible();
  expect(queries).toHaveLength(asked);
});

test('the four reports are equal to DuckDB’s, side by side', async ({ page, photos }) => {
  await choose(page, 'lake');
  for (const screen of reports) {
    await go(page, screen);
    await runButton(page).click();
    await expect(facts(page)).toBeVisible({ timeout: answerMs });
    await page.getByRole('button', { name: 'Compare with DuckDB' }).click();
    const drawer = page.getByRole('dialog', { name: 'lake and DuckDB, side by side' });
    await expect(drawer.getByText(/^Equal: [\d,]+ rows?, \d+ columns$/)).toBeVisible({ timeout: answerMs });
    await expect(drawer.getByRole('grid', { name: 'Row by row' })).toContainText('equal');
    if (screen === 'Visitors') await photos.takeAll('remote-compare');
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
  }
  await go(page, 'Carts');
  const hourly = page.getByRole('region', { name: 'The rate by hour: not asked yet' });
  await hourly.getByRole('button', { name: 'Run on lake' }).click();
  await expect(page.getByText(/^Abandonment rate.* by hour/i).first()).toBeVisible({ timeout: answerMs });
  await photos.takeAll('remote-carts');
});

test('DuckDB’s answer is compared with a connection, which is asked only then', async ({ page, lake }) => {
  const before = lake.double.queries.length;
  await go(page, 'Visitors');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('menuitem', { name: 'lake' }).click();
  const drawer = page.getByRole('dialog', { name: 'DuckDB and lake, side by side' });
  await expect(drawer.getByText(/^Scans at most/)).toBeVisible();
  expect(lake.double.queries).toHaveLength(before);
  await drawer.getByRole('button', { name: 'Run on lake' }).click();
  await expect(drawer.getByText(/^Equal: [\d,]+ rows, \d+ columns$/)).toBeVisible({ timeout: answerMs });
  await drawer.getByRole('switch', { name: 'Only what differs' }).click();
  await expect(drawer.getByText('No figure differs.')).toBeVisible();
});

test('cancelling, leaving and closing stop the query over there', async ({ page, lake, photos }) => {
  const { double, options } = lake;
  const last = () => double.queries.at(-1)?.state;
  options.runningMs = 120_000;
  try {
    await choose(page, 'lake');
    await runButton(page).click();
    await expect(page.getByText(/^The question runs/)).toBeVisible({ timeout: answerMs });
    await photos.takeAll('remote-running');
    await page.keyboard.press('Escape');
    await expect(page.getByText('Cancelled before the answer was there.')).toBeVisible();
    await expect.poll(last, { timeout: 20_000 }).toBe('CANCELLED');

    const count = double.queries.length;
    await runButton(page).click();
    await expect(page.getByText(/^The question runs/)).toBeVisible({ timeout: answerMs });
    expect(double.queries).toHaveLength(count + 1);
    await go(page, 'Carts');
    await expect.poll(last, { timeout: 20_000 }).toBe('CANCELLED');

    await runButton(page).click();
    await expect(page.getByText(/^The question runs/)).toBeVisible({ timeout: answerMs });
    expect(double.queries).toHaveLength(count + 2);
    await page.close();
    await expect.poll(last, { timeout: 20_000 }).toBe('CANCELLED');
  } finally {
    options.runningMs = 0;
  }
});

test('beyond the soft limit the person decides', async ({ page, lake, photos }) => {
  const before = lake.double.queries.length;
  await choose(page, 'careful');
  await expect(page.getByText(/^Scans at most/)).toBeVisible();
  await runButton(page).click();
  const dialog = page.getByRole('dialog', { name: /^This would scan [\d.]+ .?B \(.+\)$/ });
  await expect(dialog).toBeVisible();
  await photos.takeAll('remote-approve');
  await dialog.getByRole('button', { name: 'Choose a shorter range' }).click();
  await page
    .getByRole('group', { name: 'Ranges of this dataset' })
    .getByRole('button', { name: 'Last 7 days' })
    .click();
  await expect(page.getByText(/^Unique visitors per day · 25\s?–\s?31 Oct 2019 · UTC$/)).toBeVisible();
  await expect(page.getByText(/^Scans at most/)).toBeVisible();
  expect(lake.double.queries).toHaveLength(before);
  await runButton(page).click();
  await dialog.getByRole('button', { name: 'Run it' }).click();
  await expect(facts(page)).toBeVisible({ timeout: answerMs });
});

test('an export asks again, and says so first', async ({ page, lake, files }) => {
  await choose(page, 'lake');
  await runButton(page).click();
  await expect(facts(page)).toBeVisible({ timeout: answerMs });
  const before = lake.double.queries.length;
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const dialog = page.getByRole('dialog', { name: 'The export asks lake again' });
  await expect(dialog).toContainText(/it scans at most/);
  expect(lake.double.queries).toHaveLength(before);
  const csv = await files.save(() => dialog.getByRole('button', { name: 'Export' }).click());
  await expect(async () => {
    expect((await readFile(csv, 'utf8')).trim().split('\r\n')).toHaveLength(32);
  }).toPass({ timeout: answerMs });
  expect(lake.double.queries.length).toBeGreaterThan(before);
});

test('credentials that have expired are told with the way to the connections', async ({ page, lake, photos }) => {
  const [credentials] = lake.double.credentials;
  await choose(page, 'lake');
  await expect(page.getByText(/^Scans at most/)).toBeVisible();
  if (credentials) credentials.expired = true;
  try {
    await runButton(page).click();
    const note = page.getByRole('alert');
    await expect(note.first()).toContainText(/expired|ended/i, { timeout: answerMs });
    await photos.takeAll('remote-expired');
    await note.getByRole('button', { name: 'Open connections' }).first().click();
    await expect(page.getByRole('heading', { name: /lake/i }).first()).toBeVisible();
    await expect(page).toHaveURL(/#\/lake/);
  } finally {
    if (credentials) credentials.expired = false;
  }
});

test.describe('without a dataset on this machine', () => {
  test.use({ hasDataset: false });

  test('a lake is asked from its connection on', async ({ page, photos }) => {
    await page.getByRole('button', { name: 'Connect to AWS' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    const connection = page.getByRole('listitem', { name: 'lake', exact: true });
    await connection.getByRole('button', { name: 'Reports' }).click();
    await expect(page.getByText(/^Scans at most/)).toBeVisible();
    await page.getByRole('button', { name: 'Days: All days' }).click();
    await photos.takeAll('remote-lake-days');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await expect(facts(page)).toBeVisible({ timeout: answerMs });
    await expect(page.getByRole('grid', { name: 'Visitors per day' })).toHaveAttribute('aria-rowcount', '32');
    await expect(page.getByRole('button', { name: 'Compare with DuckDB' })).toBeDisabled();
    await photos.takeAll('remote-lake');
    await go(page, 'Carts');
    await expect(page.getByText('Not asked on lake yet')).toBeVisible();
  });
});
