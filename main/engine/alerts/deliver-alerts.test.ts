/** Alerts arrive at real servers that answer well, badly, late or not at all. */
import { createHmac } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../../preload/contract.js';
import { DeadLetters } from './dead-letters.js';
import { AlertDelivery, usualSettings, type DeliverySettings } from './deliver-alerts.js';
import { exampleAlert } from './example-alerts.js';
import { testWebhook } from './test-webhook.js';
import { WebhookBook } from './webhook-book.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let dir: string;
let server: Server;
let received: Received[];
/** The status of each answer in turn, then 200; null for none at all. */
let answers: (number | null)[];
let url: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-webhooks-'));
  await mkdir(join(dir, 'shop', 'alerts', 'run'), { recursive: true });
  received = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const status = answers.shift();
      if (status === null) return;
      response.writeHead(status ?? 200, status === 302 ? { Location: '/elsewhere' } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

const quick: DeliverySettings = { ...usualSettings, firstPauseMs: 2, timeoutMs: 200, closeMs: 100 };
const place = () => ({ name: 'shop', folder: join(dir, 'shop'), version: 'v1' });
const letters = () => new DeadLetters(dir);
const hooks = () => new WebhookBook(dir);
const make = (settings: Partial<DeliverySettings> = {}) =>
  new AlertDelivery(hooks(), letters(), { ...quick, ...settings });
const save = (given: Partial<Parameters<WebhookBook['save']>[0]> = {}) =>
  hooks().save({ url, secret: 'hush', minSeverity: 'medium', isOn: true, ...given });
async function send(delivery: AlertDelivery, ...alerts: readonly Alert[]): Promise<void> {
  await delivery.deliver(place(), 'run', alerts);
  await delivery.settle();
}
const bodies = () => received.map(({ body }) => JSON.parse(body) as { alert: Alert; dataset: string; run: string });

const firing = exampleAlert();
const graver = exampleAlert({ severity: 'high' });
const resolved = exampleAlert({ severity: 'high', state: 'resolved' });

describe('an alert', () => {
  it('is posted with a signature of the raw body, when it fires, grows graver and is over', async () => {
    await save();
    const delivery = make();
    await send(delivery, exampleAlert({ state: 'pending' }), firing, { ...firing, events: 22 });
    await send(delivery, graver);
    await send(delivery, { ...graver, state: 'recovering' }, resolved);
    expect(bodies().map(({ alert }) => `${alert.state} ${alert.severity}`)).toEqual([
      'firing medium',
      'firing high',
      'resolved high',
    ]);
    expect(bodies()[0]).toEqual({ alert: firing, dataset: 'shop', run: 'run' });
    const ids = received.map(({ headers }) => headers['x-vitrine-delivery']);
    expect(new Set(ids).size).toBe(3);
    for (const { headers, body } of received) {
      expect(headers['x-vitrine-signature']).toBe(`sha256=${createHmac('sha256', 'hush').update(body).digest('hex')}`);
      expect(Date.parse(String(headers['x-vitrine-timestamp']))).toBeGreaterThan(0);
      expect(headers['content-type']).toBe('application/json');
    }
  });

  it('is not posted below the severity, to webhooks that are off, and unsigned without a secret', async () => {
    await save({ secret: undefined, minSeverity: 'high' });
    await send(make(), firing, graver);
    expect(bodies()).toHaveLength(1);
    expect(received[0]?.headers['x-vitrine-signature']).toBeUndefined();
    await save({ isOn: false });
    await send(make(), resolved);
    expect(bodies()).toHaveLength(1);
  });

  it('is posted once, however often its run is played', async () => {
    await save();
    await send(make(), firing);
    await send(make(), firing, graver);
    await send(make(), firing, graver);
    expect(bodies()).toHaveLength(2);
    await send(make(), resolved);
    await send(make(), exampleAlert({ state: 'firing', severity: 'low' }), graver); // moments that are over
    expect(bodies()).toHaveLength(3);
    await make().deliver({ ...place() }, 'gone', [firing]); // another run, whose folder is gone by then
  });
});

describe('a server', () => {
  it('that fails is tried again with the same id', async () => {
    await save();
    answers = [500, 503, 429, 408];
    await send(make(), firing);
    expect(received).toHaveLength(5);
    expect(new Set(received.map(({ headers }) => headers['x-vitrine-delivery'])).size).toBe(1);
    expect(await letters().list()).toEqual([]);
  });

  it('that goes on failing is given up after five attempts', async () => {
    await save();
    answers = [500, 500, 500, 500, 502];
    await send(make(), firing);
    expect(received).toHaveLength(5);
    const [letter] = await letters().list();
    expect(letter).toMatchObject({ url, attempts: 5, reason: 'HTTP 502', alert: firing });
    expect(Object.keys(letter ?? {})).toEqual(['id', 'url', 'at', 'attempts', 'reason', 'alert']);
    await send(make(), firing);
    expect(received).toHaveLength(5);
  });

  it.each([400, 401, 404, 302])('that answers %i is not asked again', async (status) => {
    await save();
    answers = [status];
    await send(make(), firing);
    expect(received).toHaveLength(1);
    expect(await letters().list()).toMatchObject([{ attempts: 1, reason: expect.stringContaining(`HTTP ${status}`) }]);
  });

  it('that does not answer is left after the time-out', async () => {
    await save();
    answers = [null];
    await send(make(), firing);
    expect(received).toHaveLength(2);
    answers = [null];
    await send(make({ attempts: 1 }), graver);
    expect(await letters().list()).toMatchObject([{ attempts: 1, reason: 'no answer within 0.2 seconds' }]);
  });

  it('that is not there makes dead letters, which can be sent again', async () => {
    await save({ url: 'http://127.0.0.1:1/none' });
    await send(make(), firing);
    const [letter] = await letters().list();
    expect(letter).toMatchObject({ attempts: 5, reason: 'ECONNREFUSED' });
    await make().resend([letter?.id ?? '']);
    expect(await letters().list()).toMatchObject([{ attempts: 6 }]);
    await hooks().remove('http://127.0.0.1:1/none');
    await make().resend([letter?.id ?? '']);
    expect(await letters().list()).toMatchObject([{ attempts: 7, reason: 'the webhook was removed' }]);
  });

  it('that is well again gets the dead letter, which is then gone', async () => {
    await save();
    answers = [400];
    await send(make(), firing);
    const [letter] = await letters().list();
    await make().resend([letter?.id ?? '', 'unknown']);
    expect(bodies().map(({ alert, dataset, run }) => [alert.id, dataset, run])).toEqual([
      ['a1', 'shop', 'run'],
      ['a1', 'shop', 'run'],
    ]);
    expect(await letters().list()).toEqual([]);
  });
});

describe('the queue', () => {
  it('is bounded: what does not fit is a dead letter', async () => {
    await save();
    const many = Array.from({ length: 20 }, (_, n) => exampleAlert({ id: `n${n}` }));
    await send(make({ maxWaiting: 5 }), ...many);
    expect(received).toHaveLength(5);
    const dead = await letters().list();
    expect(dead).toHaveLength(15);
    expect(dead[0]).toMatchObject({ attempts: 0, reason: 'too many alerts were waiting to be sent' });
  });

  it('that is closed leaves nothing untold', async () => {
    await save();
    answers = [null, null, null, null];
    const delivery = make({ timeoutMs: 60_000, atOnce: 2 });
    await delivery.deliver(place(), 'run', [firing, exampleAlert({ id: 'a2' }), exampleAlert({ id: 'a3' })]);
    await delivery.close();
    expect((await letters().list()).map(({ alert }) => alert.id).sort()).toEqual(['a1', 'a2', 'a3']);
    await delivery.deliver(place(), 'run', [graver]);
    expect(await letters().list()).toHaveLength(3);
  });
});

describe('webhooks', () => {
  it('keep their secret to themselves and to their owner', async () => {
    await save();
    await save({ secret: undefined, minSeverity: 'low' });
    expect(await hooks().list()).toEqual([{ url, hasSecret: true, minSeverity: 'low', isOn: true }]);
    answers = [400];
    await send(make(), firing);
    const files = await readdir(dir, { recursive: true });
    for (const file of files) {
      const info = await stat(join(dir, file));
      if (!info.isFile()) continue;
      const text = await readFile(join(dir, file), 'utf8');
      expect(text.includes('hush'), file).toBe(file === 'webhooks.ndjson');
      if (!file.includes('sent')) expect(info.mode & 0o777, file).toBe(0o600);
    }
    expect(JSON.stringify(await letters().list())).not.toContain('hush');
    await hooks().remove(url);
    expect(await hooks().list()).toEqual([]);
    await expect(hooks().remove(url)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can be tried', async () => {
    await save();
    const signal = new AbortController().signal;
    expect(await testWebhook(await hooks().get(url), signal)).toEqual({ ok: true, detail: 'HTTP 200' });
    answers = [403];
    expect(await testWebhook(await hooks().get(url), signal)).toEqual({ ok: false, detail: 'HTTP 403' });
  });
});
