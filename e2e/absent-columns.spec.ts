/** A shop whose files have no price, category, brand or session: every screen says so, and none shows money. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

const categories = ['casa.cozinha', 'casa.jardim', 'moda.calcados', 'eletronicos.audio'];

/** Two weeks of a small shop; `withBrands` adds categories and brands, but no prices. */
function makeShop(withBrands: boolean): string {
  const header = `id_usuario,tipo_evento,id_produto,timestamp${withBrands ? ',categoria,marca' : ''}`;
  const rows = [header];
  for (let day = 1; day <= 14; day += 1)
    for (let user = 0; user < 40; user += 1) {
      const product = (user * 7 + day * 3) % 24;
      const what = withBrands ? `,${categories[product % 4]},marca ${product % 12}` : '';
      const hour = 8 + ((user * 5 + day) % 14);
      const time = (minute: number) =>
        `2024-03-${String(day).padStart(2, '0')} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
      const row = (word: string, minute: number) =>
        rows.push(`u${(user + day * 11) % 90},${word},P-${String(product).padStart(4, '0')},${time(minute)}${what}`);
      row('visualizacao', 1);
      if (user % 2 === 0) row('carrinho', 5);
      if (user % 5 === 0 || (product % 12 === 3 && user % 2 === 0)) row('compra', 20);
      if (user % 3 === 0) row('visualizacao', 55); // after a pause: a session of its own
    }
  return `${rows.join('\n')}\n`;
}

async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click();
  await page.mouse.move(700, 795); // away from what shows tips
  await expect(page.getByRole('progressbar')).toHaveCount(0);
}

test.beforeEach(async ({ page, files, folder }, testInfo) => {
  test.setTimeout(240_000);
  const file = join(folder, 'loja.csv');
  await writeFile(file, makeShop(testInfo.title.includes('brands')));
  await files.choose([file], () =>
    page
      .getByRole('button', { name: /choose/i })
      .first()
      .click(),
  );
  await expect(page.getByText(/^Recognised: /)).toBeVisible();
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('math')).toBeVisible();
});

const screens = [
  { name: 'Overview', says: [/no price column/, /names? no sessions/] },
  { name: 'Visitors', says: [/names? no sessions/] },
  { name: 'Carts', says: [/no price column/, /names? no sessions/] },
  { name: 'Categories', says: [/no category column/] },
  { name: 'Brands', says: [/no brand column/] },
];

test('every report says what is missing, shows no money, and can be looked up', async ({ page, photos }) => {
  for (const { name, says } of screens)
    await test.step(name, async () => {
      await go(page, name);
      const notes = page.getByRole('list', { name: 'About these data' });
      for (const sentence of says) await expect(notes).toContainText(sentence);
      await expect(page.getByRole('main')).not.toContainText(/\b0\.00\b|NaN|null/);
      await photos.takeAll(`absent-${name.toLowerCase()}`);
      await page.getByRole('button', { name: 'What these numbers mean' }).click();
      await expect(page.getByRole('dialog')).toContainText('The SQL that ran');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  await go(page, 'Quality');
  await expect(page.getByText(/surplus copies/i).first()).toBeVisible();
  await photos.takeAll('absent-quality');
});

test('brands without prices are ranked, and nothing speaks of a stake', async ({ page, photos }) => {
  await go(page, 'Brands');
  await page.getByRole('textbox', { name: 'Least sessions of a brand' }).fill('1');
  await expect(page.getByRole('heading', { name: /Interest and conversion of each brand/ })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(/at stake|have no stake/);
  await photos.takeAll('no-price-brands');
  await go(page, 'Categories');
  await photos.takeAll('no-price-categories');
  await go(page, 'Carts');
  await photos.takeAll('no-price-carts');
  await go(page, 'Overview');
  await expect(page.getByRole('heading', { name: /^Views by category/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: /revenue/i })).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Revenue' })).toBeDisabled();
  await photos.takeAll('no-price-overview');
});
