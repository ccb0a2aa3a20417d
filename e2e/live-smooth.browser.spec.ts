/**
 * The screen stays smooth at full speed: while a million events are played it draws 60 frames a second, and no task on the
 * page's thread takes over 50 ms. Other programs on the machine stretch tasks too: what is ours is there in every run,
 * what is theirs is not. So the data are played until two runs were smooth, in both ways at once, after one to warm up.
 * All runs are written to the test's annotations.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

const rows = 1_000_000;
const mostRuns = 10;
const smoothRuns = 2;
const longMs = 50;
/** A second; the screen draws 60, and the first and last of a run may be cut. */
const leastFrames = 55;

interface Measured {
  readonly seconds: number;
  readonly framesPerSecond: number;
  readonly medianFrameMs: number;
  /** Lengths of the tasks of 50 ms and more. */
  readonly longTasks: readonly number[];
  readonly drawn: number;
}

async function runCli(...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['dist/cli/vitrine.cjs', ...args]);
}

/** Plays everything at full speed, and watches the page's thread meanwhile. */
async function measureRun(page: Page): Promise<Measured> {
  await page.evaluate(() => {
    const seen = {
      longTasks: [] as number[],
      frames: [] as number[],
      stop: false,
      startedAt: performance.now(),
      changes: 0,
    };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(Math.round(duration));
    });
    observer.observe({ type: 'longtask' });
    const health = document.querySelector('[aria-label="Engine health"]');
    const mutations = new MutationObserver(() => (seen.changes += 1));
    if (health) mutations.observe(health, { subtree: true, characterData: true });
    const onFrame = (at: number) => {
      seen.frames.push(at);
      if (!seen.stop) requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    Object.assign(globalThis, { seen, observer });
  });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played 1,000,000 events/)).toBeVisible({ timeout: 120_000 });
  return page.evaluate(() => {
    const { seen, observer } = globalThis as unknown as {
      seen: { longTasks: number[]; frames: number[]; stop: boolean; startedAt: number; changes: number };
      observer: PerformanceObserver;
    };
    seen.stop = true;
    for (const { duration } of observer.takeRecords()) seen.longTasks.push(Math.round(duration));
    observer.disconnect();
    const gaps = seen.frames.slice(1).map((at, frame) => at - (seen.frames[frame] ?? at));
    const sorted = [...gaps].sort((a, b) => a - b);
    const seconds = (performance.now() - seen.startedAt) / 1000;
    return {
      seconds,
      framesPerSecond: seen.frames.length / seconds,
      medianFrameMs: sorted[Math.floor(sorted.length / 2)] ?? Infinity,
      longTasks: seen.longTasks,
      drawn: seen.changes,
    };
  });
}

test('a million events are played at full speed without a task over 50 ms on the page', async ({
  page,
  folder,
  workspace,
}) => {
  test.setTimeout(300_000);
  const file = join(folder, 'million.csv');
  await expect(page.getByRole('button', { name: /sample/i })).toBeVisible();
  await runCli('sample', '--rows', String(rows), '--seed', '11', '--out', file);
  await runCli('load', file, '--dataset', 'Million', '--workspace', workspace);
  await page.reload();
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Live', exact: true }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByText('Max', { exact: true }).click();
  await expect(page.getByRole('status').getByText(/^Played 1,000,000 events/)).toBeVisible({ timeout: 120_000 });

  let smooth = 0;
  for (let run = 1; run <= mostRuns && smooth < smoothRuns; run += 1) {
    const { seconds, framesPerSecond, medianFrameMs, drawn, longTasks } = await measureRun(page);
    const description = `${seconds.toFixed(1)} s, ${framesPerSecond.toFixed(0)} frames/s, median ${medianFrameMs.toFixed(1)} ms, ${drawn} changes, long tasks: ${longTasks.join(', ') || 'none'} ms`;
    test.info().annotations.push({ type: `run ${run}`, description });
    console.log(`run ${run}: ${description}`);
    expect(drawn).toBeGreaterThan(5);
    if (longTasks.every((ms) => ms <= longMs) && framesPerSecond >= leastFrames) smooth += 1;
  }
  expect(smooth, 'smooth runs').toBe(smoothRuns);
});
