import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import type { Content, ContentTable, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { describe, expect, it } from 'vitest';
import {
  exampleBrands,
  exampleCarts,
  exampleCategories,
  examplePurchaseTimes,
  exampleShopDays,
  exampleVisitors,
  makeResult,
} from '../../../charts/example-results.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { createSubstitution, substitute } from './font-coverage.js';
import { buildDocument } from './pdf-document.js';
import type { PdfRequest } from './pdf-request.js';
import { maxPrintedRows } from './pdf-table.js';
import { printPdf } from './print-pdf.js';

const fontsDir = fileURLToPath(new URL('../../../resources/fonts', import.meta.url));

function ask(result: ReportResult): PdfRequest {
  return {
    result,
    parameters: [{ name: 'window_hours', title: 'Window (hours)', type: 'integer', choices: [], default: 24 }],
    version: '1.2.3',
    madeAt: new Date('2026-03-01T09:30:00Z'),
  };
}

function define(result: ReportResult): TDocumentDefinitions {
  return buildDocument(
    ask(result),
    createSubstitution(() => true),
  );
}

/** All nodes of the document, in order. */
function* walk(node: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(node)) for (const child of node) yield* walk(child);
  else if (typeof node === 'object' && node !== null) {
    yield node as Record<string, unknown>;
    for (const key of ['content', 'stack', 'columns', 'table', 'body'])
      yield* walk((node as Record<string, unknown>)[key]);
  }
}

function texts(node: Content | TDocumentDefinitions): readonly string[] {
  return [...walk(node)].flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
}

function tableOf(document: TDocumentDefinitions): ContentTable {
  const table = [...walk(document)].find(({ layout }) => layout === 'report');
  return table as unknown as ContentTable;
}

/** What the pages' streams draw, and how many pages there are. */
function readPdf(bytes: Uint8Array): { readonly pages: number; readonly streams: string } {
  const pdf = Buffer.from(bytes).toString('latin1');
  const streams = [...pdf.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return { pages: pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0, streams: streams.join('\n') };
}

describe('the document of a report', () => {
  it('says what it is of, by which version and when', () => {
    const document = define(exampleCarts());
    const said = texts(document).join('\n');
    for (const text of ['cart abandonment', 'example', '1 Oct – 31 Oct 2019', 'UTC', '300,000', 'Window (hours)', '24'])
      expect(said).toContain(text);
    expect(said).toContain('An example.');
    const footer = typeof document.footer === 'function' ? document.footer(2, 7, {} as never) : null;
    const foot = texts(footer as Content).join('\n');
    expect(foot).toContain('Made 2026-03-01 09:30 UTC by Vitrine 1.2.3');
    expect(foot).toContain('page 2 of 7');
  });

  it('has the headline numbers by their units', () => {
    const result = makeResult('any', {}, ['n:integer:'], [{ n: 1 }], { rate: 0.256, missing: null });
    const document = define({
      ...result,
      summaryColumns: [
        { name: 'rate', title: 'Rate', type: 'number', unit: 'share' },
        { name: 'missing', title: 'Missing', type: 'number', unit: 'money' },
      ],
    });
    expect(texts(document)).toEqual(expect.arrayContaining(['Rate', '25.6%', 'Missing', '–']));
  });

  it('says what the dataset lacks before what the numbers mean', () => {
    const said = texts(define({ ...exampleCarts(), notes: ['No prices in this dataset.', 'Sessions are made.'] }));
    const at = (text: string) => said.indexOf(text);
    expect(at('No prices in this dataset.')).toBeGreaterThan(0);
    expect(at('Sessions are made.')).toBe(at('No prices in this dataset.') + 1);
    expect(at('An example.')).toBeGreaterThan(at('Sessions are made.'));
  });

  it('holds every row of the table, its head repeated', () => {
    const { table } = tableOf(define(exampleCarts('product')));
    expect(table.headerRows).toBe(1);
    expect(table.body).toHaveLength(401);
  });

  it('lays a wide table on its side, behind a page break', () => {
    const wide = [...walk(define(exampleBrands()))].find(({ pageOrientation, text }) => pageOrientation && text);
    expect(wide).toMatchObject({ pageOrientation: 'landscape', pageBreak: 'before', text: 'The whole table: 80 rows' });
    expect([...walk(define(exampleVisitors()))].some(({ pageBreak }) => pageBreak)).toBe(false);
  });

  it('says how many rows are left out where there are too many', () => {
    const rows = Array.from({ length: maxPrintedRows + 5 }, (_, n) => ({ n }));
    const document = define(makeResult('any', {}, ['n:integer:'], rows));
    expect(tableOf(document).table.body).toHaveLength(maxPrintedRows + 1);
    expect(texts(document).join('\n')).toContain('5 are left out. The CSV export holds all 20,005.');
  });

  it('says that nothing fits where there are no rows', () => {
    const document = define(makeResult('any', {}, ['n:integer:'], []));
    expect(texts(document)).toContain('No event fits this question: the table is empty.');
  });
});

describe('the PDF', () => {
  it.each([
    exampleVisitors(),
    exampleCarts('day'),
    exampleCarts('hour'),
    exampleCarts('weekday_hour'),
    exampleCarts('category'),
    exampleCategories('weekday_hour'),
    exampleCategories('hour', 'revenue'),
    exampleCategories('weekday', 'conversion'),
    exampleBrands(),
    exampleShopDays(),
    examplePurchaseTimes(),
  ])('of $report with its charts is whole', async (result) => {
    const shares: number[] = [];
    const bytes = await printPdf(ask(result), fontsDir, (share) => shares.push(share));
    const pdf = Buffer.from(bytes).toString('latin1');
    expect(pdf.startsWith('%PDF-1.')).toBe(true);
    expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(readPdf(bytes).pages).toBeGreaterThan(0);
    expect(shares.at(-1)).toBe(1);
  });

  it('has as many pages as the table needs', async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => ({ n }));
    const few = readPdf(await printPdf(ask(makeResult('any', {}, ['n:integer:'], rows)), fontsDir, () => undefined));
    expect(few.pages).toBeGreaterThan(15);
    expect(few.pages).toBeLessThan(30);
  });

  it('never ends a page with a title whose table is on the next', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ n }));
    const result = makeResult('any', {}, ['n:integer:'], rows);
    for (let lines = 40; lines < 56; lines += 2) {
      const meaning = Array.from({ length: lines }, () => 'a line').join('\n');
      const { streams } = readPdf(await printPdf(ask({ ...result, meaning }), fontsDir, () => undefined));
      // Titles are printed in 11 points, tables in 7.5, the foot of each page in 8.
      const [behindTitle] = streams.slice(streams.lastIndexOf(' 11 Tf')).split(' 8 Tf');
      expect(behindTitle, `${lines} lines before the table`).toContain(' 7.5 Tf');
    }
  });

  it('draws its charts as vectors, in the regular font', async () => {
    const bytes = await printPdf(ask(exampleCarts()), fontsDir, () => undefined);
    const pdf = Buffer.from(bytes).toString('latin1');
    expect(pdf).not.toContain('/Subtype /Image');
    expect(pdf).toContain('Roboto-Regular');
    expect(readPdf(bytes).streams.match(/ c$/gm)?.length ?? 0).toBeGreaterThan(50);
  });

  it('draws names that the font lacks, and says so', async () => {
    const rows = [{ brand: '小米 – Xiaomi' }, { brand: 'שלום' }, { brand: '😀' }];
    const document = buildDocument(
      ask(makeResult('any', {}, ['brand:text:'], rows)),
      createSubstitution((codePoint) => codePoint < 0x500 || codePoint === 0x2013),
    );
    const said = texts(document);
    expect(said).toEqual(
      expect.arrayContaining([`${substitute.repeat(2)} – Xiaomi`, substitute.repeat(4), substitute]),
    );
    expect(said.join('\n')).toContain(`drawn as ${substitute}`);
  });
});
