/** The Lake screen over the double of S3 and Athena: connecting, browsing, loading, publishing, the catalog, the history. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { openDouble, type DoubleForTest } from './aws-double/double-for-test.js';
import { expect, test as base } from './fixtures.js';

const test = base.extend<{ double: DoubleForTest }>({
  // Playwright reads from this pattern what a fixture needs.
  double: async ({}, use) => {
    const double = await openDouble();
    await use(double);
    await double.stop();
  },
});

const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

/** A day of a shop: each user looks, carts, and every second one buys. */
function makeDay(day: string, users: number): string {
  const rows = Array.from({ length: users }, (_, user) => {
    const hour = String(user % 24).padStart(2, '0');
    const line = (type: string, second: number) =>
      `${day} ${hour}:00:0${second} UTC,${type},${100 + (user % 7)},9,toys.blocks,acme,12.50,${user},s-${day}-${user}`;
    return [line('view', 1), line('cart', 2), ...(user % 2 === 0 ? [line('purchase', 3)] : [])].join('\n');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen, exact: true }).click();
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Everything that the page holds, the contents of its fields as well. */
function readPage(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[];
    const kept = [...Object.values({ ...localStorage }), ...Object.values({ ...sessionStorage })];
    return [document.documentElement.outerHTML, location.href, ...fields.map(({ value }) => value), ...kept].join('\n');
  });
}

async function connect(page: Page, double: DoubleForTest): Promise<void> {
  const [credentials] = double.credentials;
  if (!credentials) throw new Error('The double has no credentials.');
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByLabel('Name', { exact: true }).fill('double');
  await page.getByLabel('Region').fill(double.region);
  await page.getByLabel('Endpoint').fill(double.url);
  await page.getByText('Access keys', { exact: true }).click();
  await page.getByLabel('Access key id').fill(credentials.accessKeyId);
  await page.getByLabel('Secret access key').fill(credentials.secretAccessKey);
  await page.getByLabel('Output location').fill('s3://results/athena/');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem', { name: 'double' })).toBeVisible();
}

test('a connection is written, tried and kept; its secret does not come back', async ({ page, double, photos }) => {
  const [credentials] = double.credentials;
  const secret = credentials?.secretAccessKey ?? '';
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Some fields are not filled in right.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('No connection yet')).toBeVisible();
  await connect(page, double);
  expect(await readPage(page)).not.toContain(secret);

  await page.getByRole('button', { name: 'Test connection' }).click();
  const checks = page.getByRole('status', { name: 'What was tried' });
  await expect(checks.getByText('Credentials', { exact: true })).toBeVisible();
  await expect(checks.getByText(/^The connection works/)).toBeVisible();
  await photos.takeAll('lake-connections');

  await page.getByRole('button', { name: 'Edit double' }).click();
  await expect(page.getByLabel('Secret access key')).toHaveValue('');
  await page.getByLabel('Work group').fill('nobody');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status', { name: 'What was tried' }).getByText('Missing').first()).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('work group nobody')).toBeVisible();
  expect(await readPage(page)).not.toContain(secret);

  await page.getByRole('button', { name: 'Remove double' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No connection yet')).toBeVisible();
});

test('wrong keys are told of, with a way out', async ({ page, double }) => {
  await connect(page, double);
  await page.getByRole('button', { name: 'Edit double' }).click();
  await page.getByLabel('Access key id').fill('AKIANOBODY0000000000');
  await page.getByLabel('Secret access key').fill('not the secret');
  await page.getByRole('button', { name: 'Test connection' }).click();
  const checks = page.getByRole('status', { name: 'What was tried' });
  await expect(checks.getByText('The connection does not work yet')).toBeVisible();
  await expect(checks.getByText('Missing').first()).toBeVisible();
  await expect(checks.getByText('Not tried').first()).toBeVisible();
});

test('files are found by their days, fetched and loaded; the second time they are here already', async ({
  page,
  double,
  photos,
}) => {
  test.setTimeout(180_000);
  for (const day of ['2019-10-01', '2019-10-02', '2019-10-03', '2019-10-04'])
    await double.s3.put('lake', `clicks/event_date=${day}/part.csv.gz`, gzipSync(makeDay(day, 40)));
  await double.s3.put('lake', 'clicks/notes.txt', 'not for loading');
  await connect(page, double);
  await openTab(page, 'Browse');
  await page.getByRole('gridcell', { name: 'lake', exact: true }).click();
  await page.getByRole('gridcell', { name: 'clicks/', exact: true }).click();
  await expect(page.getByRole('gridcell', { name: 'event_date=2019-10-04/', exact: true })).toBeVisible();
  await photos.takeAll('lake-browse');

  await page.getByLabel('Days from').fill('2019-10-02');
  await page.getByLabel('to', { exact: true }).fill('2019-10-03');
  await page.getByRole('button', { name: 'Find the files of these days' }).click();
  await expect(page.getByText(/^2 files that can be loaded of 2019-10-02 to 2019-10-03/)).toBeVisible();
  await page.getByRole('button', { name: 'Load…' }).click();
  await expect(page.getByRole('heading', { name: 'Load files into a dataset' })).toBeVisible();
  await page.getByLabel('Name of the dataset').fill('Two days');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Loaded: Two days' })).toBeVisible();
  await expect(page.getByRole('math')).toContainText('200');

  await go(page, 'Lake');
  await expect(page.getByText(/^2 fetched files/)).toBeVisible();
  const before = double.requests.length;
  await page.getByLabel('Choose event_date=2019-10-02/').check();
  await page.getByRole('button', { name: 'Load…' }).click();
  await expect(page.getByRole('heading', { name: 'Load files into a dataset' })).toBeVisible();
  await expect(page.getByText('part.csv.gz').first()).toBeVisible();
  const gets = double.requests.slice(before).filter(({ operation }) => operation === 'GetObject');
  expect(gets).toEqual([]);
});

test('a long folder is shown page by page; a fetch that is stopped or refused is gone on with', async ({
  page,
  double,
}) => {
  for (let file = 0; file < 1005; file += 1)
    await double.s3.put('lake', `many/${String(file).padStart(4, '0')}.csv`, makeDay('2019-10-01', 1));
  await connect(page, double);
  await openTab(page, 'Browse');
  await page.getByRole('gridcell', { name: 'lake', exact: true }).click();
  await page.getByRole('gridcell', { name: 'many/', exact: true }).click();
  await expect(page.getByText('1,000 rows')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByText('1,005 rows')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);

  // By keys alone: down from the head to a row, its choice, and back to none.
  await page.getByRole('grid', { name: 'Folders and files' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^1 file, .* chosen$/)).toBeVisible();

  double.faults.add({ operation: 'GetObject', kind: 'delay', delayMs: 20_000, times: 50 });
  await page.getByRole('button', { name: 'Load…' }).click();
  await page.getByRole('region', { name: 'Long work' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/was stopped\. What is here of it is kept\.$/)).toBeVisible();
  double.faults.clear();
  double.faults.add({ operation: 'GetObject', kind: 'AccessDenied', times: 1 });
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect(page.getByRole('alert')).toContainText('s3:GetObject');
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect(page.getByRole('heading', { name: 'Load files into a dataset' })).toBeVisible();
});

test('a file is loaded by its address on the web', async ({ page, double }) => {
  const body = gzipSync(makeDay('2019-10-01', 30));
  const server = createServer((request, response) => {
    response.setHeader('accept-ranges', 'bytes');
    response.setHeader('etag', '"one"');
    const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
    const from = Number(range?.[1] ?? 0);
    const to = range?.[2] ? Math.min(Number(range[2]), body.length - 1) : body.length - 1;
    if (range) response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${body.length}` });
    response.end(request.method === 'HEAD' ? undefined : body.subarray(from, to + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await connect(page, double);
    await go(page, 'Load');
    await page.getByLabel('Address of a file').fill(`http://127.0.0.1:${port}/2019-Oct.csv.gz`);
    await page.getByRole('button', { name: 'Fetch it' }).click();
    await expect(page.getByText('2019-Oct.csv.gz').first()).toBeVisible();
    await expect(page.getByText(/^Recognised: /)).toBeVisible();
    await page.getByRole('button', { name: 'Choose others' }).click();
    await page.getByLabel('Address of a file').fill('s3://lake/nothing.csv');
    await page.getByRole('button', { name: 'Fetch it' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByRole('button', { name: 'Leave it' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a dataset is published after a dry run; its tables are in the catalog and its statements in the history', async ({
  page,
  double,
  photos,
}) => {
  test.setTimeout(240_000);
  await double.s3.put(
    'lake',
    'in/day.csv',
    makeDay('2019-10-01', 40) + makeDay('2019-10-02', 20).slice(header.length + 1),
  );
  await connect(page, double);
  await openTab(page, 'Browse');
  await page.getByRole('gridcell', { name: 'lake', exact: true }).click();
  await page.getByRole('gridcell', { name: 'in/', exact: true }).click();
  await page.getByRole('gridcell', { name: 'day.csv', exact: true }).click();
  await page.getByRole('button', { name: 'Load…' }).click();
  await page.getByLabel('Name of the dataset').fill('October');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Loaded: October' })).toBeVisible();

  await go(page, 'Lake');
  await openTab(page, 'Publish');
  await page.getByLabel('Place in S3').fill('s3://lake/published/');
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByRole('heading', { name: 'Dry run: October to s3://lake/published/' })).toBeVisible();
  await expect(page.getByText(/event_date=2019-10-02\/part-/).first()).toBeVisible();
  await expect(page.getByText(/CREATE EXTERNAL TABLE/).first()).toBeVisible();
  expect(double.s3.list('lake', 'published/')).toEqual([]);
  await photos.takeAll('lake-dry-run');

  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Published: October to s3://lake/published/' })).toBeVisible({
    timeout: 90_000,
  });
  expect(double.s3.list('lake', 'published/')).toContain('published/manifest.json');
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByRole('heading', { name: 'Dry run: October to s3://lake/published/' })).toBeVisible();
  await photos.takeAll('lake-published');

  await openTab(page, 'Catalog');
  await page.getByRole('button', { name: /^events / }).click();
  await expect(page.getByRole('gridcell', { name: 'event_date' })).toBeVisible();
  await photos.takeAll('lake-catalog');

  await openTab(page, 'History');
  await expect(page.getByRole('gridcell', { name: 'succeeded' }).first()).toBeVisible();
  await page.getByLabel('Search queries').fill('CREATE EXTERNAL TABLE');
  await expect(page.getByRole('gridcell', { name: 'ddl' }).first()).toBeVisible();
  await photos.takeAll('lake-history');
  await page.getByRole('gridcell', { name: 'ddl' }).first().click();
  await expect(page.getByRole('dialog').getByText(/CREATE EXTERNAL TABLE/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Search and commands' }).click();
  await page.getByRole('textbox', { name: 'Search', exact: true }).fill('stop all');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing was running')).toBeVisible();
});

test('a table that somebody else has made is read as events, and no longer', async ({ page, double, photos }) => {
  await double.s3.put('lake', 'other/day.csv', '2019-10-01 00:00:00 UTC,look,1,7\n');
  await double.run('CREATE DATABASE legacy');
  await double.run(
    "CREATE EXTERNAL TABLE legacy.clicks (ts string, action string, item bigint, visitor bigint) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/other/'",
  );
  await connect(page, double);
  await openTab(page, 'Catalog');
  await page.getByRole('combobox', { name: 'Database' }).click();
  await page.getByRole('option', { name: 'legacy' }).click();
  await expect(page.getByRole('gridcell', { name: 'visitor' })).toBeVisible();
  await page.getByRole('button', { name: 'Use as events…' }).click();
  const form = page.getByRole('dialog');
  for (const [field, column] of [
    ['Time', 'ts'],
    ['Event type', 'action'],
    ['Product', 'item'],
    ['User', 'visitor'],
  ] as const) {
    await form.getByRole('combobox', { name: new RegExp(`^${field} needed`) }).click();
    await page.getByRole('option', { name: new RegExp(`^${column} `) }).click();
  }
  await form.getByRole('textbox', { name: 'Another word' }).fill('look');
  await form.getByRole('combobox', { name: 'counts as', exact: true }).click();
  await page.getByRole('option', { name: 'view', exact: true }).click();
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await photos.takeAll('lake-mapping');
  await form.getByRole('button', { name: 'Use as events', exact: true }).click();
  await expect(page.getByText('legacy.clicks as their events.')).toBeVisible();
  await page.getByRole('button', { name: 'Detach' }).click();
  await expect(page.getByText('as their events.')).toHaveCount(0);
});
