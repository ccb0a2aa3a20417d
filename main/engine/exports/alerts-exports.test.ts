/** Alerts as files. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptAlert, RunInfo } from '../../../preload/contract.js';
import { exampleAlert } from '../alerts/example-alerts.js';
import { buildAlertsDocument, describeFilters } from './alerts-document.js';
import { createExports } from './create-exports.js';
import { createSubstitution } from './font-coverage.js';
import type { AlertsPdfRequest, Printable } from './pdf-request.js';
import { printPdf } from './print-pdf.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-alerts-'));
});
afterEach(() => rm(dir, { recursive: true }));

const keep = (given: Parameters<typeof exampleAlert>[0], care: Partial<KeptAlert> = {}): KeptAlert => ({
  ...exampleAlert(given),
  verdict: 'none',
  acknowledgedAt: null,
  note: null,
  mutedUntil: null,
  allowedBy: null,
  ...care,
});
const run: RunInfo = {
  id: '0123456789abcdef',
  dataset: 'October',
  pack: 'default',
  packVersion: 3,
  from: '2019-10-01T00:00:00Z',
  to: null,
  startedAt: '2026-01-01T00:00:00Z',
  state: 'complete',
  rows: 42_448_764,
  totalRows: 42_448_764,
  at: null,
  late: 0,
  evicted: 0,
  alerts: 2,
  isCurrent: true,
};
const two = [
  keep(
    { id: 'a', entity: { type: 'user', id: '=cmd()' }, user: null },
    { verdict: 'dismissed', note: 'a "colleague", ours' },
  ),
  keep({ id: 'b', severity: 'high', family: 'rate', entity: { type: 'global', id: 'all' }, value: 1.25 }),
];
const question = { dataset: 'october', severities: ['high' as const, 'medium' as const], search: 'x' };
const refuse = () => Promise.reject(new Error('not needed here'));
const job = { signal: new AbortController().signal, onProgress: () => undefined };

const make = (alerts: readonly KeptAlert[], drawn: Printable[] = []) =>
  createExports({
    version: '1.2.3',
    runReport: refuse,
    listReports: () => [],
    listRejects: refuse,
    withConnection: refuse,
    withDataset: refuse,
    chooseAlerts: async () => ({ run, alerts }),
    drawPdf: async (request) => {
      drawn.push(request);
      throw new Error('no paper');
    },
  });

async function write(format: 'csv' | 'json', alerts: readonly KeptAlert[]): Promise<string> {
  const path = join(dir, `alerts.${format}`);
  const saved = await make(alerts)['export.alerts']({ question, format, path }, job);
  expect(saved.rows).toBe(alerts.length);
  return readFile(path, 'utf8');
}

describe('alerts as CSV', () => {
  it('are a row each, what others wrote made harmless and quoted', async () => {
    const [head, first, second, end] = (await write('csv', two)).split('\r\n');
    expect(head?.split(',').slice(0, 7)).toEqual([
      'id',
      'rule',
      'family',
      'severity',
      'state',
      'entityType',
      'entityId',
    ]);
    expect(first).toContain(
      "user,'=cmd(),2019-10-01T00:00:00Z,2019-10-01T00:00:20Z,2019-10-01T00:00:40Z,21,20.5,20,products",
    );
    expect(first).toMatch(/,dismissed,,"a ""colleague"", ours",,$/);
    expect(second).toMatch(/^b,crawl,rate,high,firing,global,all,/);
    expect(end).toBe('');
  });
});

describe('alerts as JSON', () => {
  it('are the contract’s alerts with care', async () => {
    expect(JSON.parse(await write('json', two))).toEqual(two);
    expect(await write('json', [])).toBe('[]\n');
  });
});

function* texts(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const child of node) yield* texts(child);
  else if (typeof node === 'object' && node !== null)
    for (const [key, value] of Object.entries(node)) {
      if (key === 'text' && typeof value === 'string') yield value;
      else yield* texts(value);
    }
}

describe('alerts as a document', () => {
  const ask = (alerts: readonly KeptAlert[], given: Partial<AlertsPdfRequest> = {}): AlertsPdfRequest => ({
    kind: 'alerts',
    question,
    run,
    alerts,
    version: '1.2.3',
    madeAt: new Date('2026-03-01T09:30:00Z'),
    ...given,
  });
  const define = (request: AlertsPdfRequest) =>
    buildAlertsDocument(
      request,
      createSubstitution(() => true),
    );

  it('get question, run and version', async () => {
    const drawn: Printable[] = [];
    const saving = make(two, drawn)['export.alerts']({ question, format: 'pdf', path: join(dir, 'a.pdf') }, job);
    await expect(saving).rejects.toThrow('no paper');
    expect(drawn).toMatchObject([{ kind: 'alerts', question, run, alerts: two, version: '1.2.3' }]);
  });

  it('say of which data, rules and filters they are, how many of what, and each', () => {
    const said = [...texts(define(ask(two)).content)];
    for (const text of [
      'October · default v3 · 2019-10-01 00:00:00 – the end',
      'high, medium',
      'All 2 alerts',
      'rate',
      'user =cmd()',
      'the shop',
      'dismissed: a "colleague", ours',
    ])
      expect(said).toContain(text);
  });

  it('say why they are empty', () => {
    expect([...texts(define(ask([])).content)]).toContain('No alert fits these filters.');
    const none = define(ask([], { run: null }));
    expect([...texts(none.content)]).toContain('Nothing was replayed: there are no alerts.');
  });

  it('name every filter', () => {
    expect(
      describeFilters({
        dataset: 'x',
        states: ['firing'],
        families: ['session_score'],
        verdicts: ['none'],
        to: '2019-10-02T00:00:00Z',
        entity: { type: 'user', id: '7' },
        withQuiet: true,
      }),
    ).toEqual([
      ['State', 'firing'],
      ['Family', 'session score'],
      ['Verdict', 'none'],
      ['Detected', 'the beginning – 2019-10-02 00:00:00'],
      ['Entity', 'user 7'],
      ['Muted or allowed', 'included'],
    ]);
  });

  it('repeat the head on each page', async () => {
    const many = Array.from({ length: 200 }, (_, n) => keep({ id: `n${n}` }));
    const bytes = await printPdf(ask(many), join(import.meta.dirname, '../../../resources/fonts'), () => undefined);
    const pdf = Buffer.from(bytes).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect([...pdf.matchAll(/\/Type \/Page\b/g)].length).toBeGreaterThan(3);
    const table = [...(define(ask(many)).content as readonly { table?: { headerRows?: number } }[])].find(
      (node) => node.table?.headerRows === 1,
    );
    expect(table).toBeDefined();
  });
});
