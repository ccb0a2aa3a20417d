/** Files that are written in other ways than the Kaggle one: recognised, mapped by a person, and added day by day. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

/** A day of a shop that writes in Portuguese: each user looks, carts, and the first one buys. No price, no session. */
function makeDay(day: number, users: readonly string[]): string {
  const rows = users.flatMap((user, at) => {
    const time = `2024-03-0${day} 1${at}:00:0`;
    const words = ['visualizacao', 'carrinho', ...(at === 0 ? ['compra'] : [])];
    return words.map((word, second) => `${user},${word},P-00${at + 1},${time}${second}`);
  });
  return `${['id_usuario,tipo_evento,id_produto,timestamp', ...rows].join('\n')}\n`;
}

/** Semicolons, decimal commas, days first, and words of its own, one of which is no event of a shop. */
function makeForeign(day: number): string {
  const rows = [
    '01/03/2024 10:00:00;espiou;C-1;X-1;10,50',
    '01/03/2024 10:00:05;espiou;C-2;X-1;10,50',
    '01/03/2024 10:01:00;ensacou;C-1;X-1;10,50',
    '01/03/2024 10:02:00;encomendou;C-1;X-1;10,50',
    '01/03/2024 10:03:00;rolou;C-2;X-1;10,50',
  ];
  return `${['Quando;Que;Quem;Qual;Quanto', ...rows].join('\r\n')}\r\n`.replaceAll('01/03', `0${day}/03`);
}

async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click();
}

function chooseButton(page: Page) {
  return page.getByRole('button', { name: /choose/i }).first();
}

async function pick(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('days of another shop are recognised and added one by one; a day that is there is skipped', async ({
  page,
  files,
  folder,
  photos,
}) => {
  test.setTimeout(180_000);
  const first = join(folder, 'dia-1.csv');
  const second = join(folder, 'dia-2.csv');
  const again = join(folder, 'copia do dia 1.csv');
  await writeFile(first, makeDay(1, ['u1', 'u2', 'u3']));
  await writeFile(second, makeDay(2, ['u1', 'u4']));
  await writeFile(again, await readFile(first));

  await files.choose([first], () => chooseButton(page).click());
  await expect(page.getByText(/^Recognised: /)).toBeVisible();
  await photos.takeAll('layout-recognised');
  await page.getByLabel('Name of the dataset').fill('Loja');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('math')).toHaveText(/7\s*rows read\s*=\s*7\s*loaded\s*\+\s*0\s*rejected/);

  const events = page.getByRole('group', { name: 'Events' });
  const counted = page.getByRole('region', { name: 'Columns' });
  await go(page, 'Quality');
  await expect(counted).toContainText('of 7 rows');
  await go(page, 'Overview');
  await expect(events).toContainText('7');
  await go(page, 'Load');

  await page.getByRole('button', { name: 'Add files…' }).click();
  await expect(page.getByRole('heading', { name: 'Add files to Loja' })).toBeVisible();
  await files.choose([second, again], () => chooseButton(page).click());
  await expect(page.getByRole('combobox', { name: 'Add to the dataset' })).toHaveValue('Loja');
  await expect(page.getByRole('switch', { name: 'Drop exact duplicates' })).toHaveCount(0);
  await photos.takeAll('append');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('math')).toHaveText(/5\s*rows read\s*=\s*5\s*added\s*\+\s*0\s*rejected/);
  await expect(page.getByRole('region', { name: 'Skipped files' })).toContainText('copia do dia 1.csv');
  await photos.takeAll('append-done');

  await go(page, 'Overview');
  await expect(events).toContainText('12');
  await go(page, 'Quality');
  await expect(counted).toContainText('of 12 rows');
  await go(page, 'Load');

  await page.getByRole('button', { name: 'Add files…' }).click();
  await files.choose([second], () => chooseButton(page).click());
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was added to Loja' })).toBeVisible();
  await expect(page.getByRole('math')).toHaveCount(0);
  await photos.takeAll('append-nothing');

  await go(page, 'Visitors');
  await expect(page.getByRole('group', { name: 'Visitors of the whole range' })).toContainText('4');
  await expect(page.getByRole('list', { name: 'About these data' })).toContainText(/sessions/i);
  await go(page, 'Overview');
  await expect(page.getByRole('group', { name: 'Revenue' })).toContainText('–');
  await expect(page.getByText('No brands in this dataset').first()).toBeVisible();
  await photos.takeAll('overview-absent');
  await go(page, 'Carts');
  await expect(page.getByRole('list', { name: 'About these data' })).toContainText(/price/i);
});

test('a file that nobody knows is mapped by hand, and the mapping is saved and used again', async ({
  page,
  files,
  folder,
  photos,
}) => {
  test.setTimeout(180_000);
  const file = join(folder, 'estranho.csv');
  const nextDay = join(folder, 'estranho-2.csv');
  await writeFile(file, makeForeign(1));
  await writeFile(nextDay, makeForeign(2));

  await files.choose([file], () => chooseButton(page).click());
  await expect(page.getByRole('heading', { name: 'Mapping of estranho.csv' })).toBeVisible();
  await pick(page, 'Delimiter', 'Semicolon ;');
  await pick(page, 'First line', 'With header');
  await pick(page, 'Decimals', 'Comma 1,50');
  await pick(page, 'Times', 'A pattern');
  await page.getByLabel('Pattern of the times').fill('%d/%m/%Y %H:%M:%S');
  const columns = { Time: 'Quando', 'Event type': 'Que', Product: 'Qual', Price: 'Quanto', User: 'Quem' };
  const fields = page.getByRole('group', { name: 'Columns of the nine fields' });
  for (const [field, column] of Object.entries(columns)) {
    await fields.getByRole('combobox', { name: new RegExp(`^${field}`) }).click();
    await page.getByRole('option', { name: column, exact: true }).click();
  }
  await pick(page, 'espiou counts as', 'view');
  await pick(page, 'ensacou counts as', 'cart');
  await pick(page, 'encomendou counts as', 'purchase');
  const outcome = page.getByText('4 of all 5 rows can be loaded, 1 would be rejected.');
  await expect(outcome).toBeInViewport({ ratio: 1 });
  const writtenPattern = page.getByLabel('Pattern of the times');
  expect(await writtenPattern.evaluate((field) => field.scrollWidth - field.clientWidth)).toBeLessThanOrEqual(0);
  await photos.takeAll('mapping');
  await page.getByText('Ignore', { exact: true }).click();
  await expect(page.getByText('4 of all 5 rows can be loaded, 1 ignored.')).toBeVisible();
  await page.getByText('Columns', { exact: true }).click();
  await expect(page.getByText(/sample/i).first()).toBeVisible();
  await photos.takeAll('mapping-columns');

  await page.getByLabel('Name of the mapping').fill('Loja estranha');
  const saved = await files.save(() => page.getByRole('button', { name: 'Save mapping…' }).click());
  await expect(async () => {
    const layout = JSON.parse(await readFile(saved, 'utf8')) as Record<string, unknown>;
    expect(layout).toMatchObject({ name: 'Loja estranha', delimiter: ';', decimal: ',', unknownWords: 'ignore' });
  }).toPass();

  await page.getByRole('button', { name: 'Use this mapping' }).click();
  await expect(page.getByText(/^Mapped: Loja estranha/)).toBeVisible();
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('math')).toHaveText(/4\s*rows read\s*=\s*4\s*loaded\s*\+\s*0\s*rejected/);
  await expect(page.getByText('1 row of other event types ignored')).toBeVisible();
  await go(page, 'Overview');
  await expect(page.getByRole('group', { name: 'Revenue' })).toContainText('10.5');

  await go(page, 'Load');
  await page.getByRole('button', { name: 'Add files…' }).click();
  await files.choose([nextDay], () => chooseButton(page).click());
  await expect(page.getByText(/^Mapped: Loja estranha/)).toBeVisible();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('math')).toHaveText(/4\s*rows read\s*=\s*4\s*added\s*\+\s*0\s*rejected/);

  await page.getByRole('button', { name: 'Load other files' }).click();
  await files.choose([file], () => chooseButton(page).click());
  await page.getByRole('combobox', { name: 'Begin with a known mapping' }).click();
  await page.getByRole('option', { name: 'estranho', exact: true }).click();
  await expect(page.getByText('4 of all 5 rows can be loaded, 1 ignored.')).toBeVisible();
});
