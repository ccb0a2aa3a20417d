/** A table of a million rows on the screen Carts: frames a second while it scrolls, and the heap before and after. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { browserProblem, newPage, rememberDataset, startHost, withBrowser } from './browser.js';
import { withEngine } from './open.js';
import { notMeasured, type Place, type Subject } from './subject.js';

const products = 1_000_000;
const scrollSeconds = 5;
const name = 'million';

/** A file in which every row carts a product of its own: what is left in carts by product has as many rows. */
async function loadProducts(place: Place): Promise<null> {
  const path = join(place.folder, 'products.csv');
  const output = createWriteStream(path);
  output.write('event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n');
  for (let product = 1; product <= products; product += 1) {
    const second = new Date(Date.UTC(2019, 9, 1) + Math.floor(product * 1.2) * 1000).toISOString();
    const time = `${second.slice(0, 10)} ${second.slice(11, 19)} UTC`;
    const line = `${time},cart,${product},1,a.b,acme,${(product % 1000) + 0.99},${product % 9973},s${product % 20_011}\n`;
    if (!output.write(line)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'finish');
  await withEngine(place, ({ call }) => call('datasets.load', { dataset: name, paths: [path] }));
  return null;
}

interface Scrolled {
  readonly framesPerSecond: number;
  readonly longestFrameMs: number;
  readonly rowsPassed: number;
}

/** Scrolls by a good page a frame for some seconds, from the top. */
function scrollInPage(seconds: number): Promise<Scrolled> {
  const tables = [...document.querySelectorAll<HTMLElement>('[role=grid]')];
  const table = tables.find((grid) => Number(grid.getAttribute('aria-rowcount')) > 1_000_000);
  if (!table) throw new Error('There is no table of a million rows.');
  table.scrollTop = 0;
  return new Promise((resolve) => {
    const times: number[] = [];
    const onFrame = (at: number) => {
      times.push(at);
      table.scrollTop += 600;
      if (at - (times[0] ?? at) < seconds * 1000) return void requestAnimationFrame(onFrame);
      const gaps = times.slice(1).map((time, frame) => time - (times[frame] ?? time));
      resolve({
        framesPerSecond: gaps.length / ((at - (times[0] ?? at)) / 1000),
        longestFrameMs: Math.max(...gaps),
        rowsPassed: Math.round(table.scrollTop / 28),
      });
    };
    requestAnimationFrame(onFrame);
  });
}

/** Bytes of the page's heap that are in use, with the garbage gone. */
async function measureHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

interface Figures extends Scrolled {
  readonly heapBefore: number;
  readonly heapAfter: number;
}

async function scrollTable(place: Place): Promise<Figures> {
  await rememberDataset(place, name);
  const host = await startHost(place);
  try {
    return await withBrowser(async (browser) => {
      const page = await newPage(browser);
      await page.goto(host.url);
      await page.evaluate((dataset) => {
        history.pushState(null, '', `#/carts?dataset=${dataset}&left=product`);
        dispatchEvent(new PopStateEvent('popstate'));
      }, name);
      const table = page.locator(`[role=grid][aria-rowcount="${products + 1}"]`);
      await table.scrollIntoViewIfNeeded({ timeout: 180_000 });
      await page.evaluate(scrollInPage, 1);
      const heapBefore = await measureHeap(page);
      const scrolled = await page.evaluate(scrollInPage, scrollSeconds);
      return { ...scrolled, heapBefore, heapAfter: await measureHeap(page) };
    });
  } finally {
    await host.close();
  }
}

export const scroll: Subject = {
  name: 'scroll',
  title: 'A table of 1 M rows',
  isOfOneSize: true,
  steps: { products: loadProducts, scroll: scrollTable },
  measure(run) {
    const problem = browserProblem();
    if (problem !== null) return [notMeasured('scroll', 'scrolling', 'frames/s', problem)];
    run('products');
    const { framesPerSecond, longestFrameMs, rowsPassed, heapBefore, heapAfter } = run<Figures>('scroll').answer;
    const note = `${rowsPassed.toLocaleString('en')} rows in ${scrollSeconds} s, longest frame ${longestFrameMs.toFixed(0)} ms`;
    return [
      { id: 'scroll', what: 'scrolling', value: framesPerSecond, unit: 'frames/s', note },
      { id: 'heapBefore', what: 'heap before', value: heapBefore, unit: 'bytes' },
      { id: 'heapAfter', what: 'heap after', value: heapAfter, unit: 'bytes' },
      { id: 'heapGrowth', what: 'heap after ÷ before', value: heapAfter / heapBefore, unit: '×' },
    ];
  },
};
