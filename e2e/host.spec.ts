/** What holds on every host: the page is only a page, under a strict policy. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.js';

test('the page has nothing of Node', async ({ page, hostName }) => {
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'global', 'Buffer', '__dirname'].filter((name) => name in window),
    shell: Object.keys(window.vitrine ?? {}).sort(),
  }));
  const bridge = [
    'chooseSavePath',
    'mayNotify',
    'notify',
    'onMenu',
    'pathOf',
    'pickFiles',
    'requestEngine',
    'saveBytes',
    'showInFolder',
  ];
  expect(seen).toEqual({ globals: [], shell: hostName === 'electron' ? bridge : [] });
});

test('the engine answers on this host', async ({ page }) => {
  await expect(page.getByText(/DuckDB v?1\./).first()).toBeVisible();
});

test.describe('content security policy', () => {
  test.use({ expectedProblems: /Content Security Policy|effectiveDirective|violates the document/i });

  test('refuses inline scripts, code from text, and styles without the nonce', async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const element = document.createElement('p');
      document.body.append(element);
      const add = (tag: 'script' | 'style', text: string, nonce?: string) => {
        const child = document.createElement(tag);
        child.textContent = text;
        if (nonce) child.nonce = nonce;
        document.head.append(child);
      };
      add('script', 'window.name = "ran"');
      add('style', 'p { color: rgb(1, 1, 1) !important }');
      const colorWithout = getComputedStyle(element).color;
      const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
      add('style', 'p { color: rgb(2, 2, 2) !important }', nonce);
      // In a timer: what the debugger evaluates itself is exempt from the policy.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return "ran"')());
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      return { script: window.name, colorWithout, colorWith: getComputedStyle(element).color, evaluated };
    });
    expect(seen.script).not.toBe('ran');
    expect(seen.colorWithout).not.toBe('rgb(1, 1, 1)');
    expect(seen.colorWith).toBe('rgb(2, 2, 2)');
    expect(seen.evaluated).toBe('EvalError');
  });

  test('refuses to fetch from, embed, or send forms to any other place', async ({ page }) => {
    const violated = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
      await fetch('https://example.com/').catch(() => undefined);
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/';
      const object = document.createElement('object');
      object.data = 'https://example.com/';
      const script = document.createElement('script');
      script.src = 'https://example.com/x.js';
      document.body.append(frame, object, script);
      const form = document.createElement('form');
      form.action = 'https://example.com/';
      document.body.append(form);
      form.submit();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return [...new Set(directives)].sort();
    });
    expect(violated).toEqual(['connect-src', 'form-action', 'frame-src', 'object-src', 'script-src-elem']);
  });
});

test.describe('files', () => {
  test.use({ expectedProblems: /404/ });

  test('nothing outside the built page is served', async ({ page }) => {
    const answers = await page.evaluate(async () => {
      const paths = ['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/electron/main.cjs', '/absent.js'];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(answers).toEqual([404, 404, 404, 404]);
  });
});

test('a file that is dropped on the window reaches the engine', async ({ page, folder }) => {
  const file = join(folder, 'dropped.csv');
  await writeFile(
    file,
    'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n' +
      '2019-10-01 00:00:00 UTC,view,7,2053013555631882655,electronics.smartphone,acme,10.50,1,a\n',
  );
  await expect(page.getByRole('button', { name: /choose/i }).first()).toBeVisible(); // from now on the page takes files
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'from-the-desktop';
    document.body.append(input);
  });
  await page.locator('#from-the-desktop').setInputFiles(file);
  await page.evaluate(() => {
    const dropped = document.querySelector<HTMLInputElement>('#from-the-desktop')?.files?.[0];
    const dataTransfer = new DataTransfer();
    if (dropped) dataTransfer.items.add(dropped);
    for (const name of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('dropped.csv').first()).toBeVisible();
  await expect(page.getByText('electronics.smartphone').first()).toBeVisible();
});
