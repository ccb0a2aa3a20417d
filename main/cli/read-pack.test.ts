/** The page on packs describes what is read. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ruleKinds } from '../../preload/rules/pack.js';
import { readPack } from './read-pack.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-pack-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function read(text: string) {
  const path = join(dir, 'pack.json');
  await writeFile(path, text);
  return readPack(path, { toPath: (given) => given });
}

it('the page that a fault points to has a pack that is read, and names every kind', async () => {
  const error = await read('{}').catch((fault: unknown) => fault as { readonly details: { readonly wayOut: string } });
  const [page = ''] = /docs\/\S+\.md/.exec((error as { details: { wayOut: string } }).details.wayOut) ?? [];
  const text = await readFile(page, 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  expect(await read(example)).toMatchObject({ name: 'night-shop', rules: { length: 3 } });
  for (const kind of Object.keys(ruleKinds)) expect(text).toContain(`\`${kind}\``);
});
