/** The mapping step by the keyboard alone, in a small window, and with a mapping that was written elsewhere. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

/** Semicolons, decimal commas, days first, long names, and categories that are wider than any window. */
function makeForeign(): string {
  const category = `cozinha > ${'panelas e frigideiras antiaderentes > '.repeat(8)}tampas`;
  const rows = Array.from({ length: 60 }, (_, at) => {
    const word = ['espiou', 'ensacou', 'encomendou'][at % 3] ?? '';
    return `0${1 + (at % 9)}/03/2024 10:00:${10 + (at % 50)};${word};"C;${at % 7}";X-${at % 5};${10 + at},50;${category}`;
  });
  return `Quando aconteceu;O que foi;Cliente;Produto;Preço unitário;Categoria\r\n${rows.join('\r\n')}\r\n`;
}

const written = {
  name: 'Escrito à mão',
  delimiter: ';',
  decimal: ',',
  columns: {
    event_time: 'Quando aconteceu',
    event_type: 'O que foi',
    product_id: 'Produto',
    category_code: 'Categoria',
    price: 'Preço unitário',
    user_id: 'Cliente',
  },
  time: { form: '%d/%m/%Y %H:%M:%S', zone: 'America/Sao_Paulo' },
  words: { espiou: 'view', ensacou: 'cart', encomendou: 'purchase' },
};

test.beforeEach(async ({ page, files, folder }) => {
  const file = join(folder, 'estranho.csv');
  await writeFile(file, makeForeign());
  await files.choose([file], () =>
    page
      .getByRole('button', { name: /choose/i })
      .first()
      .click(),
  );
  await expect(page.getByRole('heading', { name: 'Mapping of estranho.csv' })).toBeVisible();
});

/** Goes on with Tab until this is in focus. */
async function tabTo(page: Page, role: 'combobox' | 'button' | 'textbox' | 'radio', name: RegExp): Promise<void> {
  const target = page.getByRole(role, { name });
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach the ${role} ${name.source}.`);
}

/** Opens the list in focus and goes down to this option. */
async function pickByKey(page: Page, option: string): Promise<void> {
  const wanted = page.getByRole('option', { name: option, exact: true });
  await page.keyboard.press('ArrowDown');
  await expect(wanted).toBeVisible();
  for (let press = 0; press < 20 && (await wanted.getAttribute('data-combobox-selected')) !== 'true'; press += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator(':focus')).toHaveValue(option);
}

test('the keyboard maps a file and loads it, without scrolling sideways', async ({ page }) => {
  test.setTimeout(120_000);
  await tabTo(page, 'combobox', /^Time needed/);
  await pickByKey(page, 'Quando aconteceu');
  await tabTo(page, 'combobox', /^Event type/);
  await pickByKey(page, 'O que foi');
  await tabTo(page, 'combobox', /^Price/);
  await pickByKey(page, 'Preço unitário');
  await tabTo(page, 'combobox', /^Decimals/);
  await pickByKey(page, 'Comma 1,50');
  for (const [word, meaning] of [
    ['encomendou', 'purchase'],
    ['ensacou', 'cart'],
    ['espiou', 'view'],
  ] as const) {
    await tabTo(page, 'combobox', new RegExp(`^${word} counts as`));
    await pickByKey(page, meaning);
  }
  await expect(page.getByText('60 of all 60 rows can be loaded.')).toBeVisible();
  const overflow = await page.evaluate(() => {
    const screen = document.querySelector('main') ?? document.body;
    return [document.documentElement, screen].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  });
  expect(overflow).toEqual([0, 0]);

  await tabTo(page, 'button', /^Use this mapping$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Mapped: /)).toBeVisible();
  await tabTo(page, 'button', /^Load$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('math')).toHaveText(/60\s*rows read\s*=\s*60\s*loaded\s*\+\s*0\s*rejected/);
});

test('a mapping file is used; one that does not fit says why, and can be chosen again when it is corrected', async ({
  page,
  folder,
}) => {
  const mapping = join(folder, 'escrito.json');
  const use = async (text: string) => {
    await writeFile(mapping, text);
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Use a mapping file…' }).click(),
    ]);
    await chooser.setFiles(mapping);
  };
  await use('{');
  await expect(page.getByText('The file is no JSON.')).toBeVisible();
  await use(JSON.stringify({ ...written, decimal: ';' }));
  await expect(page.getByText(/^The file is no mapping: decimal/)).toBeVisible();
  await use(JSON.stringify(written));
  await expect(page.getByText(/^The file is no/)).toHaveCount(0);
  await expect(page.getByLabel('Name of the mapping')).toHaveValue('Escrito à mão');
  await expect(page.getByRole('combobox', { name: 'Zone of the times' })).toHaveValue('America/Sao_Paulo');
  await expect(page.getByText('60 of all 60 rows can be loaded.')).toBeVisible();
  await expect(page.getByText('2024-03-01 13:00:10').first()).toBeVisible();
});

test('times in microseconds are shown as the times that they are, and a pattern that is none says so', async ({
  page,
  files,
  folder,
  photos,
}) => {
  const file = join(folder, 'micros.csv');
  const rows = ['espiou', 'ensacou', 'encomendou'].map((word, at) => `170928720000000${at},${word},C-1,X-1`);
  await writeFile(file, `Quando,Que,Quem,Qual\n${rows.join('\n')}\n`);
  await page.getByRole('button', { name: 'Choose others' }).click();
  await files.choose([file], () =>
    page
      .getByRole('button', { name: /choose/i })
      .first()
      .click(),
  );
  await expect(page.getByRole('heading', { name: 'Mapping of micros.csv' })).toBeVisible();
  const pick = async (name: RegExp | string, option: string) => {
    await page.getByRole('combobox', { name, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  for (const [field, column] of Object.entries({ Time: 'Quando', 'Event type': 'Que', Product: 'Qual', User: 'Quem' }))
    await pick(new RegExp(`^${field} needed`), column);
  await pick('espiou counts as', 'view');
  await pick('ensacou counts as', 'cart');
  await pick('encomendou counts as', 'purchase');
  await pick('Times', 'Epoch milliseconds');
  await expect(page.getByText('0 of all 3 rows can be loaded, 3 would be rejected.')).toBeVisible();
  await pick('Times', 'Epoch microseconds');
  await expect(page.getByText('3 of all 3 rows can be loaded.')).toBeVisible();
  await expect(page.getByText('2024-03-01 10:00:00.000002')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Zone of the times' })).toBeDisabled();
  await photos.takeAll('mapping-microseconds');

  await pick('Times', 'A pattern');
  await page.getByLabel('Pattern of the times').fill('%Q');
  await expect(page.getByRole('form', { name: 'The mapping' }).getByRole('status')).toContainText('“%Q”');
  await expect(page.getByRole('button', { name: 'Use this mapping' })).toBeDisabled();
  await photos.takeAll('mapping-problem');
});
