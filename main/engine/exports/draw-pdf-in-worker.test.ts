/** The thread as it is shipped: bundled to CommonJS by esbuild. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleCarts, makeResult } from '../../../charts/example-results.js';
import type { Progress } from '../../../preload/contract.js';
import { drawPdfInWorker } from './draw-pdf-in-worker.js';

const fontsDir = fileURLToPath(new URL('../../../resources/fonts', import.meta.url));
let dir: string;
let workerFile: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-worker-'));
  workerFile = join(dir, 'pdf-worker.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./pdf-worker.ts', import.meta.url))],
    outfile: workerFile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node16',
    logLevel: 'error',
  });
});
afterAll(() => rm(dir, { recursive: true }));

function ask(result = exampleCarts()) {
  return { result, parameters: [], version: '1.2.3', madeAt: new Date() };
}

describe('drawing on a thread', () => {
  it('writes the file and tells how far it is', async () => {
    const seen: Progress[] = [];
    const path = join(dir, 'carts.pdf');
    await drawPdfInWorker(workerFile, fontsDir)(ask(), path, {
      signal: new AbortController().signal,
      onProgress: (progress) => seen.push(progress),
    });
    expect((await readFile(path, 'latin1')).startsWith('%PDF-')).toBe(true);
    expect(seen[0]).toMatchObject({ done: 0, total: null });
    expect(seen[1]).toMatchObject({ phase: 'Drawing the document', total: 100 });
    expect(seen.length).toBeGreaterThan(2);
  });

  it('ends in the middle of a large table when cancelled', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ n }));
    const controller = new AbortController();
    const drawing = drawPdfInWorker(workerFile, fontsDir)(
      ask(makeResult('any', {}, ['n:integer:'], rows)),
      join(dir, 'large.pdf'),
      { signal: controller.signal, onProgress: () => setTimeout(() => controller.abort(), 50) },
    );
    await expect(drawing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(dir)).not.toContain('large.pdf');
  });

  it('says what went wrong on the thread', async () => {
    const job = { signal: new AbortController().signal, onProgress: () => undefined };
    await expect(drawPdfInWorker(workerFile, dir)(ask(), join(dir, 'a.pdf'), job)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('Roboto-Regular.ttf'),
    });
    const silent = join(dir, 'silent.cjs');
    await writeFile(silent, '');
    await expect(drawPdfInWorker(silent, fontsDir)(ask(), join(dir, 'a.pdf'), job)).rejects.toThrow('ended early');
  });

  it('says so where its program is missing', async () => {
    const job = { signal: new AbortController().signal, onProgress: () => undefined };
    const drawing = drawPdfInWorker(join(dir, 'none.cjs'), fontsDir)(ask(), join(dir, 'a.pdf'), job);
    await expect(drawing).rejects.toMatchObject({ code: 'internal', details: { wayOut: expect.any(String) } });
  });
});
