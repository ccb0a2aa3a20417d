/**
 * The packaged app, as it would be installed: it starts, its engine finds its files and library, it opens the sample, and
 * has what it speaks with to AWS.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { findProblems } from './problems.js';

/** The pages that the app has, by the debugger's own list. */
async function listPages(address: string): Promise<readonly string[]> {
  const answer = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await answer.json()) as readonly { readonly type: string; readonly url: string }[];
  return targets.filter(({ type, url }) => type === 'page' && url !== 'about:blank').map(({ url }) => url);
}

test('the packaged app opens the sample', async () => {
  const workspace = await mkdtemp(join(tmpdir(), 'vitrine-packaged-'));
  // Its debugger is switched off, so Playwright speaks to the page alone.
  const options = ['--no-sandbox', '--remote-debugging-port=0', '--lang=en-US', '--workspace', workspace, '--sample'];
  const app = spawn(process.env['VITRINE_PACKAGED'] ?? '', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => app.once('exit', resolve).once('error', resolve));
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let output = '';
      app.once('error', reject);
      app.once('exit', (code) => reject(new Error(`The app ended with code ${code}:\n${output}`)));
      app.stderr.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
        if (found) resolve(found);
      });
    });
    // Who connects while the window is being made may wait for it in vain.
    await expect.poll(() => listPages(address), { timeout: 30_000 }).not.toEqual([]);
    const browser = await chromium.connectOverCDP(address, { noDefaults: true });
    const [page] = browser.contexts().flatMap((context) => context.pages());
    if (!page) throw new Error('The app has no window.');
    await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('rows · 0 rejected', {
      timeout: 60_000,
    });
    await expect(page.getByRole('heading', { name: 'The shop' })).toBeVisible();
    await page.getByRole('link', { name: 'Lake', exact: true }).click();
    await page.getByRole('button', { name: 'Connect to AWS' }).click();
    await page.getByLabel('Name', { exact: true }).fill('nobody');
    await page.getByLabel('Endpoint').fill('http://127.0.0.1:9');
    await page.getByText('Access keys', { exact: true }).click();
    await page.getByLabel('Access key id').fill('AKIANOBODY0000000000');
    await page.getByLabel('Secret access key').fill('not a secret');
    await page.getByRole('button', { name: 'Test connection' }).click();
    const checks = page.getByRole('status', { name: 'What was tried' });
    await expect(checks).toContainText('The connection does not work yet', { timeout: 60_000 });
    await expect(checks).toContainText('Credentials are entered.');
    // What fails then differs: the Node of older Electrons lacks functions that the SDK wants.
    await expect(checks).not.toContainText('Cannot find module');
    expect(await findProblems(page)).toEqual([]);
    await browser.close();
  } finally {
    app.kill();
    await ended;
    await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
  }
});
