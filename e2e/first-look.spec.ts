/** Before a file is a dataset: what it holds out of a sample, then what it holds indeed; and what the reports say afterwards. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';
const codes = ['electronics.phone', 'furniture.chair', 'apparel.shoes', 'sport.ball', ''];
const daysOfMonth = 30;

/** Thirty days of so many rows, one of five of which has no category; every hundredth is a purchase. */
function makeMonth(rowsADay: number): string {
  const rows: string[] = [];
  for (let day = 1; day <= daysOfMonth; day++)
    for (let at = 0; at < rowsADay; at++) {
      const second = Math.floor((at * 86_400) / rowsADay);
      const clock = new Date(second * 1000).toISOString().slice(11, 19);
      const kind = at % 100 === 99 ? 'purchase' : 'view';
      const date = `2019-09-${String(day).padStart(2, '0')}`;
      rows.push(
        `${date} ${clock} UTC,${kind},${1 + (at % 50)},1,${codes[at % 5]},acme,10.00,${1 + (at % 700)},s-${day}-${at % 700}`,
      );
    }
  return `${[header, ...rows].join('\n')}\n`;
}

async function choose(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /choose/i })
    .first()
    .click();
}

const lookAt = (page: Page) => page.getByRole('region', { name: 'First look at the files' });

/** The table behind a chart: the texts of its first rows. */
async function readTable(page: Page, chart: string): Promise<readonly string[]> {
  const figure = page.getByRole('figure', { name: chart });
  await figure.getByRole('button', { name: 'Show the table behind it' }).click();
  const rows = figure.getByRole('row');
  await expect(rows.nth(1)).toBeVisible();
  const texts = await rows.allInnerTexts();
  await figure.getByRole('button', { name: 'Show the chart' }).click();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

interface Exact {
  readonly words: string;
  /** Title and description of each chart, numbers included. */
  readonly charts: readonly string[];
}

/** Runs in the page: what is said to be exact, as soon as it is. */
function readExact(): Exact | null {
  const look = document.querySelector('[aria-label="First look at the files"]');
  const words = look?.querySelector('[role=status]')?.textContent ?? '';
  const charts = [...(look?.querySelectorAll('[role=img]') ?? [])].map(
    (chart) => chart.getAttribute('aria-label') ?? '',
  );
  return words.startsWith('Exact') && charts.length === 2 ? { words, charts } : null;
}

test('a large file is seen out of a sample, then as the scan counts it, which is what the reports say', async ({
  page,
  files,
  folder,
  photos,
}) => {
  test.setTimeout(180_000);
  const rowsADay = 12_000;
  const file = join(folder, 'september.csv');
  await writeFile(file, makeMonth(rowsADay));
  await files.choose([file], () => choose(page));

  const look = lookAt(page);
  await expect(look.getByRole('status')).toContainText(
    /Preview from a sample of [\d,]+ rows, about \d+\.\d% of the file\./,
  );
  await expect(look.getByRole('status')).toContainText(/purchases ÷ views (0\.9|1\.[01])%/);
  await expect(look.getByRole('figure', { name: 'Events per day, in the sample' })).toBeVisible();
  await expect(look.getByRole('img', { name: /^Events per day/ })).toHaveAttribute('aria-label', /30 days/);
  await photos.takeAll('first-look');
  await page.setViewportSize({ width: 1280, height: 800 });

  // What the scan has counted is on screen for as long as the rest of the load takes.
  const early = page.waitForFunction(readExact);
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  const { words, charts } = (await (await early).jsonValue()) as Exact;
  expect(words).toContain('Exact: all 360,000 rows of the file, counted by the scan.');
  expect(words).toContain('360,000 events · revenue 36.0K');
  await expect(page.getByRole('math')).toContainText('360,000', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Look at it' }).click();
  for (const chart of charts) await expect(page.getByRole('img', { name: chart, exact: true })).toBeVisible();
});

test('a small file is seen whole, with the numbers that the reports have afterwards', async ({
  page,
  files,
  folder,
}) => {
  test.setTimeout(180_000);
  const file = join(folder, 'small.csv');
  await writeFile(file, `${makeMonth(200)}2019-09-30 23:00:00 UTC,view,7`);
  await files.choose([file], () => choose(page));

  const look = lookAt(page);
  await expect(look.getByRole('status')).toContainText('Preview from all of the file: 6,000 rows can be loaded.');
  const categories = await readTable(page, 'Views by category');
  expect(categories.join('\n')).toMatch(/electronics 1,200\n/);
  const facts = await look.getByText(/6,000 events/).innerText();
  expect(facts).toContain('revenue 600.00');

  await page.getByLabel('Name of the dataset').fill('Small');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('math')).toHaveText(/6,001\s*rows read\s*=\s*6,000\s*loaded\s*\+\s*1\s*rejected/);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByRole('group', { name: 'Events' })).toContainText('6.00K');
  await expect(page.getByRole('group', { name: 'Revenue' })).toContainText('600.00');
  expect(await readTable(page, 'Views by category')).toEqual(
    expect.arrayContaining([expect.stringMatching(/electronics/)]),
  );
  // Opened again, the answer is one that was kept.
  await page.reload();
  await expect(page.getByText(/kept answer/)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Revenue' })).toContainText('600.00');
});
