/** What testing a connection to Trino says, against a small server that speaks Trino's statement protocol. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionCheck, ConnectionSecret, TrinoConnection } from '../../../preload/contract.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { openTestConnections, signsOf, testJob } from './open-test-connections.js';

let server: Server;
let url = '';
let opened: Awaited<ReturnType<typeof openTestConnections>>;
let asked: { readonly sql: string; readonly authorization: string | undefined }[] = [];
let starting = false;
let password: string | null = null;

const columns = ['event_time', 'event_type', 'product_id', 'user_id', 'price'];

function answer(sql: string): { readonly data?: readonly (readonly string[])[]; readonly error?: object } {
  const fail = (errorName: string, message: string) => ({
    error: { errorName, errorType: 'USER_ERROR', message, errorLocation: { lineNumber: 1, columnNumber: 1 } },
  });
  if (sql === 'SELECT 1') return { data: [['1']] };
  if (sql === 'SHOW SCHEMAS FROM "hive"') return { data: [['information_schema'], ['shop']] };
  if (sql.startsWith('SHOW SCHEMAS')) return fail('CATALOG_NOT_FOUND', "line 1:1: Catalog 'nobody' does not exist");
  if (sql === 'SHOW COLUMNS FROM "hive"."shop"."events"')
    return { data: columns.map((name) => [name, 'varchar', '', '']) };
  if (sql === 'SHOW COLUMNS FROM "hive"."shop"."forbidden"')
    return fail('PERMISSION_DENIED', 'Access Denied: Cannot show columns of table hive.shop.forbidden');
  return fail('TABLE_NOT_FOUND', "line 1:1: Table 'hive.shop.other' does not exist");
}

beforeEach(async () => {
  [asked, starting, password] = [[], false, null];
  opened = await openTestConnections({ read: readJson, write: writeJson });
  const texts = new Map<string, string>();
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      const send = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (path === '/v1/info') return send(200, { nodeVersion: { version: '414' }, starting, coordinator: true });
      const wanted = password === null ? undefined : `Basic ${Buffer.from(`ana:${password}`).toString('base64')}`;
      const { authorization } = request.headers;
      if (wanted !== undefined && authorization !== wanted) return send(401, {});
      if (request.method === 'POST') {
        asked.push({ sql: text, authorization });
        const id = `query-${asked.length}`;
        texts.set(id, text);
        return send(200, { id, nextUri: `${url}/v1/statement/queued/${id}/1`, stats: { state: 'QUEUED' } });
      }
      const id = path.split('/').at(-2) ?? '';
      if (path.includes('queued'))
        return send(200, { id, nextUri: `${url}/v1/statement/executing/${id}/1`, stats: { state: 'RUNNING' } });
      return send(200, { id, stats: { state: 'FINISHED' }, ...answer(texts.get(id) ?? '') });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await opened.close();
});

async function check(changes: Partial<TrinoConnection> = {}, secret?: ConnectionSecret) {
  const connection: TrinoConnection = {
    kind: 'trino',
    name: 'cluster',
    server: url,
    catalog: 'hive',
    schema: 'shop',
    user: 'ana',
    events: null,
    ...changes,
  };
  return opened.connections.handlers['connections.test']({ connection, secret }, testJob());
}

const failed = (checks: readonly ConnectionCheck[]) => checks.find(({ ok }) => ok === false);

test('all is there, and nothing but metadata is asked for', async () => {
  const checks = await check();
  expect(signsOf(checks)).toBe('reach ✓, credentials ✓, database ✓, events ✓');
  expect(checks[0]?.detail).toContain('Trino 414');
  expect(asked.map(({ sql }) => sql)).toEqual([
    'SELECT 1',
    'SHOW SCHEMAS FROM "hive"',
    'SHOW COLUMNS FROM "hive"."shop"."events"',
  ]);
});

test.each<[string, Partial<TrinoConnection>, string, RegExp, RegExp]>([
  ['no catalog', { catalog: 'nobody' }, 'database', /Catalog 'nobody' does not exist/, /catalog/],
  ['no schema', { schema: 'other' }, 'database', /“hive” has no schema “other”/, /information_schema, shop/],
  [
    'no table of a mapping',
    { events: { table: 'other', columns: {} } },
    'events',
    /no table “hive.shop.other”/,
    /attach/,
  ],
  ['a table that may not be read', { events: { table: 'forbidden', columns: {} } }, 'events', /Access Denied/, /allow/],
  ['nothing at the address', { server: 'http://127.0.0.1:9' }, 'reach', /nothing answers/, /address/],
])('%s', async (_name, changes, id, detail, wayOut) => {
  expect(failed(await check(changes))).toMatchObject({
    id,
    detail: expect.stringMatching(detail),
    wayOut: expect.stringMatching(wayOut),
  });
});

test('a wrong password is told, and not repeated in the answer', async () => {
  password = 'right';
  const checks = await check({}, { password: 'hunter2' });
  expect(failed(checks)).toMatchObject({ id: 'credentials', detail: expect.stringContaining('user and password') });
  expect(JSON.stringify(checks)).not.toContain('hunter2');
  expect(signsOf(await check({}, { password: 'right' }))).toBe('reach ✓, credentials ✓, database ✓, events ✓');
});

test('a server that says it is starting is asked all the same: some never stop saying so', async () => {
  starting = true;
  expect(signsOf(await check())).toBe('reach ✓, credentials ✓, database ✓, events ✓');
});

test('a server that is no Trino', async () => {
  server.removeAllListeners('request');
  server.on('request', (_request, response) => response.end('<html>'));
  expect(failed(await check())).toMatchObject({ id: 'reach', detail: expect.stringContaining('does not speak') });
});
