/** The main job: a file becomes a dataset, the reports are looked at, and a document is handed over. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

/** Three days; the last row is cut off. Product 7 of brand “Acme” is bought, 8 is left in the cart. */
function makeEvents(): string {
  const rows: string[] = [];
  for (let day = 1; day <= 3; day++) {
    for (let user = 1; user <= 4 + day; user++) {
      const at = `2019-10-0${day} 1${user}:00:0`;
      const who = `${user},session-${day}-${user}`;
      rows.push(`${at}0 UTC,view,7,2053013555631882655,electronics.smartphone,Acme,10.50,${who}`);
      rows.push(`${at}1 UTC,cart,7,2053013555631882655,electronics.smartphone,Acme,10.50,${who}`);
      rows.push(`${at}2 UTC,purchase,7,2053013555631882655,electronics.smartphone,Acme,10.50,${who}`);
      rows.push(`${at}3 UTC,cart,8,2053013555631882656,,,20.00,${who}`);
    }
  }
  return `${[header, ...rows].join('\r\n')}\r\n2019-10-03 23:00:00 UTC,view,7`;
}

async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click();
}

test('a file is loaded, its bad row is shown, and a report is saved as PDF and CSV', async ({
  page,
  files,
  folder,
  photos,
}) => {
  test.setTimeout(180_000);
  const file = join(folder, 'shop.csv.gz');
  await writeFile(file, gzipSync(makeEvents()));

  await files.choose([file], () =>
    page
      .getByRole('button', { name: /choose/i })
      .first()
      .click(),
  );
  await expect(page.getByText('electronics.smartphone').first()).toBeVisible();
  await photos.takeAll('load-preview');
  await page.getByLabel('Name of the dataset').fill('My shop');
  await page.getByRole('button', { name: 'Load', exact: true }).click();

  await expect(page.getByRole('math')).toHaveText(/73\s*rows read\s*=\s*72\s*loaded\s*\+\s*1\s*rejected/);
  await expect(page.getByText('2019-10-03 23:00:00 UTC,view,7')).toBeVisible();
  await photos.takeAll('load-done');

  await go(page, 'Visitors');
  await expect(page.getByRole('group', { name: 'Visitors of the whole range' })).toContainText('7');
  await go(page, 'Carts');
  await expect(page.getByText(/abandonment rate/i).first()).toBeVisible();

  const exportButton = page.getByRole('button', { name: 'Export', exact: true });
  await go(page, 'Visitors');
  const csv = await files.save(async () => {
    await exportButton.click();
    await page.getByRole('menuitem', { name: /CSV/ }).click();
  });
  await expect(async () => {
    const lines = (await readFile(csv, 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^2019-10-01,5,5,0,5,20/);
  }).toPass();

  const pdf = await files.save(async () => {
    await exportButton.click();
    await page.getByRole('menuitem', { name: /PDF/ }).click();
  });
  await expect(async () => expect((await readFile(pdf)).subarray(0, 5).toString()).toBe('%PDF-')).toPass();
});

test.describe('with the sample', () => {
  test.use({ opensSample: true });

  test('filters apply everywhere, and back undoes them', async ({ page }) => {
    await go(page, 'Visitors');
    const visitors = page.getByRole('group', { name: 'Visitors of the whole range' });
    await expect(visitors).toBeVisible();
    const before = await visitors.textContent();
    await page.getByRole('button', { name: /all categories/i }).click();
    await page.getByRole('option', { name: /^electronics/ }).click();
    await expect(visitors).not.toHaveText(before ?? '');
    await go(page, 'Carts');
    await expect(page.getByRole('button', { name: /^electronics/ })).toBeVisible();
    await page.goBack();
    await page.goBack();
    await expect(visitors).toHaveText(before ?? '');
  });

  test('the definition and the SQL that ran are one click away', async ({ page }) => {
    await go(page, 'Carts');
    await page.getByRole('button', { name: 'What these numbers mean' }).first().click();
    const drawer = page.getByRole('dialog');
    await expect(drawer).toContainText('A cart line is one product put into the cart');
    await expect(drawer).toContainText('FROM cart_lines');
  });

  test('the keyboard goes everywhere', async ({ page }) => {
    await expect(page.getByText(/conversion/i).first()).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await expect(page.getByRole('heading', { name: /brands/i }).first()).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('a dataset of another version is named in the settings, with a way to be rid of it', async ({
  page,
  workspace,
}) => {
  await page
    .getByRole('button', { name: /choose/i })
    .first()
    .waitFor();
  await mkdir(join(workspace, 'datasets', 'Newer'), { recursive: true });
  await writeFile(join(workspace, 'datasets', 'Newer', 'dataset.json'), '{"version": 99}');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill('settings');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/newer version of Vitrine/)).toBeVisible();
  await page.getByRole('button', { name: 'Remove Newer' }).click();
  await expect(page.getByText(/newer version of Vitrine/)).toHaveCount(0);
});
