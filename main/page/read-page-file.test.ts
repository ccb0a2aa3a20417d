import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageFile } from './read-page-file.js';

let folder: string;
let rendererDir: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-page-'));
  rendererDir = join(folder, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), '<meta name="csp-nonce" content="">');
  await writeFile(join(rendererDir, 'assets/index-1a2b.js'), 'export {}');
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await mkdir(join(folder, 'renderer-other'));
  await writeFile(join(folder, 'renderer-other/secret.txt'), 'outside');
});
afterAll(() => rm(folder, { recursive: true }));

describe('readPageFile', () => {
  it('serves index.html with the nonce of its policy, another one each time', async () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 2; load++) {
      const page = await readPageFile(rendererDir, '/', 'ws://127.0.0.1:5');
      const nonce = /content="([^"]+)"/.exec(page.body.toString())?.[1] ?? '';
      expect(page.headers['Content-Security-Policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(page.headers['Content-Security-Policy']).toContain("connect-src 'self' ws://127.0.0.1:5");
      expect(page.headers['Cache-Control']).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  it('serves assets with their type, to be kept', async () => {
    const page = await readPageFile(rendererDir, '/assets/index-1a2b.js', null);
    expect(page.status).toBe(200);
    expect(page.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
    expect(page.headers['X-Content-Type-Options']).toBe('nosniff');
    expect(page.headers['Cache-Control']).toContain('immutable');
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/../renderer-other/secret.txt',
    '/%00',
    '/%zz',
    '/assets',
    '/absent.js',
  ])('answers 404 to %s', async (path) => {
    const page = await readPageFile(rendererDir, path, null);
    expect(page.status).toBe(404);
    expect(page.body.toString()).not.toContain('outside');
  });
});
