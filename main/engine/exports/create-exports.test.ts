import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleCarts } from '../../../charts/example-results.js';
import { EngineError } from '../../../preload/contract.js';
import { createExports, type ExportNeeds } from './create-exports.js';
import type { Printable } from './pdf-request.js';

let dir: string;
const question = { report: 'cart-abandonment', dataset: 'shop' };

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-exports-'));
});
afterEach(() => rm(dir, { recursive: true }));

function refuse(): Promise<never> {
  return Promise.reject(new EngineError('internal', 'not needed here'));
}

function make(needs: Partial<ExportNeeds>) {
  return createExports({
    version: '1.2.3',
    runReport: async () => exampleCarts('product'),
    listReports: () => [],
    listRejects: refuse,
    withConnection: refuse,
    withDataset: refuse,
    drawPdf: refuse,
    chooseAlerts: refuse,
    ...needs,
  });
}

function makeJob() {
  const controller = new AbortController();
  return { controller, job: { signal: controller.signal, onProgress: () => undefined } };
}

describe('an export of a report', () => {
  it('is CSV with all rows', async () => {
    const path = join(dir, 'carts.csv');
    const saved = await make({})['export.report']({ question, format: 'csv', path }, makeJob().job);
    const text = await readFile(path, 'utf8');
    expect(saved).toEqual({ path, bytes: Buffer.byteLength(text), rows: 400 });
    expect(text.split('\r\n')).toHaveLength(402);
  });

  it('is the JSON document of the command line', async () => {
    const path = join(dir, 'carts.json');
    await make({})['export.report']({ question, format: 'json', path }, makeJob().job);
    const document = JSON.parse(await readFile(path, 'utf8')) as { rows: unknown[] };
    expect(document.rows).toHaveLength(400);
  });

  it('hands result, parameters and version to the PDF', async () => {
    let request: Printable | undefined;
    const exporting = make({
      drawPdf: async (given) => {
        request = given;
        throw new EngineError('internal', 'no paper');
      },
    });
    const saving = exporting['export.report']({ question, format: 'pdf', path: join(dir, 'a.pdf') }, makeJob().job);
    await expect(saving).rejects.toThrow('no paper');
    expect(request).toMatchObject({ version: '1.2.3', parameters: [], result: { report: 'cart-abandonment' } });
    expect(await readdir(dir)).toEqual([]);
  });

  it('leaves nothing when it is cancelled', async () => {
    const { controller, job } = makeJob();
    const exporting = make({
      runReport: async () => {
        controller.abort();
        return exampleCarts('product');
      },
    });
    const saving = exporting['export.report']({ question, format: 'csv', path: join(dir, 'a.csv') }, job);
    await expect(saving).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('other exports', () => {
  it('write all rejected rows', async () => {
    const rejects = [{ file: 'x.csv', line: 3, reason: 'too few fields', text: 'a,b' }];
    const listRejects = async (_: string, offset: number) => ({ total: 1, rejects: rejects.slice(offset) });
    const path = join(dir, 'rejects.csv');
    const saved = await make({ listRejects })['export.rejects']({ dataset: 'shop', path }, makeJob().job);
    expect(saved.rows).toBe(1);
    expect(await readFile(path, 'utf8')).toBe('file,line,reason,text\r\nx.csv,3,too few fields,"a,b"\r\n');
  });

  it('refuse a dataset format they do not know before anything is read', async () => {
    const saving = make({})['export.dataset']({ dataset: 'shop', path: join(dir, 'a.xlsx') }, makeJob().job);
    await expect(saving).rejects.toMatchObject({ code: 'bad_params' });
  });
});
