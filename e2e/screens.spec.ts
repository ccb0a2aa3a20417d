/** Every screen of the sample, in both themes at the sizes that must look right: the pictures lie in e2e/screenshots. */
import { expect, test } from './fixtures.js';

test('the first start offers a file, the sample and a connection', async ({ page, photos }) => {
  await expect(page.getByRole('button', { name: /sample/i })).toBeVisible();
  await expect(page.getByRole('button', { name: /choose/i }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect to AWS' })).toBeVisible();
  await photos.takeAll('start');
});

test.describe('with the sample', () => {
  test.use({ opensSample: true });

  const screens = [
    { name: 'Overview', shows: /conversion/i },
    { name: 'Visitors', shows: /stickiness/i },
    { name: 'Carts', shows: /abandonment rate/i },
    { name: 'Categories', shows: /lift/i },
    { name: 'Brands', shows: /under-exposed/i },
    { name: 'Quality', shows: /surplus copies/i },
    { name: 'Load', shows: /choose/i },
    { name: 'Lake', shows: /no connection yet/i },
    { name: 'Settings', shows: /memory/i },
  ];

  test('every screen shows its numbers', async ({ page, photos }) => {
    test.setTimeout(240_000);
    for (const { name, shows } of screens) {
      await test.step(name, async () => {
        await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
        await page.mouse.move(700, 795); // away from what shows tips
        await expect(page.getByText(shows).first()).toBeVisible();
        await expect(page.getByRole('progressbar')).toHaveCount(0);
        await photos.takeAll(name.toLowerCase());
      });
    }
  });
});
