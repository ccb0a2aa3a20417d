import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '../../preload/codec.js';
import type { Reply, Request } from '../../preload/contract.js';
import type { Handlers } from '../engine/serve.js';
import { startBrowserHost, type BrowserHost } from './browser-host.js';

let folder: string;
let host: BrowserHost;
let address: string;
let cookie: string;

const large = new Float64Array(2_000_000).map((_, at) => at / 3);
const handlers = {
  'app.info': async () => ({ large }),
  'reports.list': (_params: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    }),
} as unknown as Handlers;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request as a program can forge it: any header, any path as it stands. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  const [hostname, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, path, method, headers, setHost: !('Host' in headers) },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on('error', reject).end(body);
  });
}

function askOwn(path: string, method = 'GET', body = ''): Promise<Answer> {
  return ask(path, { Cookie: cookie, Origin: `http://${address}` }, method, body);
}

function openSocket(headers: Record<string, string>): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${address}/engine`, { headers, perMessageDeflate: false });
    socket.on('open', () => resolve(socket)).on('error', reject);
  });
}

function post(socket: WebSocket, request: Request): void {
  socket.send(encodeMessage(request));
}

function nextReply(socket: WebSocket): Promise<Reply> {
  return new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(decodeMessage(data) as Reply));
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-host-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer/index.html'), '<meta name="csp-nonce" content="">');
  await writeFile(join(folder, 'secret.txt'), 'outside');
  host = await startBrowserHost({
    engine: { handlers },
    rendererDir: join(folder, 'renderer'),
    tempDir: join(folder, 'tmp'),
    opensSample: true,
  });
  address = new URL(host.url).host;
  const login = await ask(new URL(host.url).pathname + new URL(host.url).search);
  cookie = String(login.headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
});

afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

describe('the key to the host', () => {
  it('listens on 127.0.0.1', () => {
    expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('exchanges the token for a strict HttpOnly cookie and a clean address', async () => {
    const { pathname, search } = new URL(host.url);
    const login = await ask(pathname + search);
    expect(login.status).toBe(303);
    expect(login.headers.location).toBe('/?open=sample');
    expect(login.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  it('takes a single-use token once', async () => {
    const { pathname, search } = new URL(host.singleUseUrl);
    expect((await ask(pathname + search)).status).toBe(303);
    expect((await ask(pathname + search)).status).toBe(403);
  });

  it.each(['/', '/index.html', '/download?path=x', '/?token=', '/?token=wrong'])(
    'refuses %s without the cookie',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('refuses a wrong cookie and the cookie of another port', async () => {
    expect((await ask('/', { Cookie: `${cookie}x` })).status).toBe(403);
    expect((await ask('/', { Cookie: cookie.replace(/-\d+=/, '-1=') })).status).toBe(403);
  });

  it('serves the page with the cookie', async () => {
    const page = await askOwn('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' ws://${address};`);
  });

  it('lets a link of another page in by way of a page of its own, which browsers give the cookie', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    const answer = await ask('/?open=sample', headers);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('url=/?open=sample');
    expect(answer.text).not.toContain('csp-nonce');
  });
});

describe('forged requests', () => {
  it.each([{ Host: 'evil.example' }, { Host: 'localhost' }, { Host: '127.0.0.1' }, { Host: '' }])(
    'refuses %o (DNS rebinding)',
    async (headers) => {
      expect((await ask('/', { ...headers, Cookie: cookie })).status).toBe(403);
    },
  );

  it('refuses requests of other pages, be they on another port of this machine', async () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null', `https://${address}`]) {
      expect((await ask('/', { Cookie: cookie, Origin: origin })).status).toBe(403);
      expect((await ask('/upload?name=a', { Cookie: cookie, Origin: origin }, 'POST', 'x')).status).toBe(403);
    }
    const image = { Cookie: cookie, 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' };
    expect((await ask('/', image)).status).toBe(403);
  });

  it('refuses to change anything without an Origin', async () => {
    expect((await ask('/upload?name=a', { Cookie: cookie }, 'POST', 'x')).status).toBe(403);
    expect((await ask('/save-path', { Cookie: cookie }, 'POST', 'x')).status).toBe(403);
  });

  it('opens no socket for another page, another host name, or without the cookie', async () => {
    const own = { Cookie: cookie, Origin: `http://${address}` };
    await expect(openSocket({ ...own, Origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(openSocket({ ...own, Host: 'evil.example' })).rejects.toThrow('403');
    await expect(openSocket({ Cookie: cookie })).rejects.toThrow('403');
    await expect(openSocket({ Origin: own.Origin })).rejects.toThrow('403');
  });

  it('grants no other page the right to read (no CORS header anywhere)', async () => {
    const answer = await askOwn('/');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await askOwn('/', 'OPTIONS')).status).toBe(405);
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '//secret.txt', '/..%2f..%2fsecret.txt'])(
    'stays in its folder: %s',
    async (path) => {
      const answer = await askOwn(path);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('outside');
    },
  );
});

describe('files', () => {
  it('stores an upload under its own name, inside the temporary folder', async () => {
    const answer = await askOwn(`/upload?name=${encodeURIComponent('../../2019-Oct.csv.gz')}`, 'POST', 'a,b\n1,2\n');
    expect(answer.status).toBe(200);
    expect(answer.text.startsWith(join(folder, 'tmp'))).toBe(true);
    expect(answer.text.endsWith('2019-Oct.csv.gz')).toBe(true);
    expect(await readFile(answer.text, 'utf8')).toBe('a,b\n1,2\n');
    expect((await askOwn(`/download?path=${encodeURIComponent(answer.text)}`)).status).toBe(404);
  });

  it('streams an upload: what has come is on the disk before the rest is sent', async () => {
    const [hostname, port] = address.split(':');
    const headers = { Cookie: cookie, Origin: `http://${address}` };
    const request = httpRequest({ hostname, port, path: '/upload?name=stream.csv', method: 'POST', headers });
    const answered = new Promise((resolve) =>
      request.once('response', (response) => (response.resume(), resolve(response.statusCode))),
    );
    const chunk = Buffer.alloc(2 ** 20, 'x');
    request.write(chunk);
    const findUpload = async () => {
      const files = await readdir(join(folder, 'tmp'), { recursive: true });
      const name = files.find((file) => file.endsWith('stream.csv'));
      return name === undefined ? 0 : (await stat(join(folder, 'tmp', name))).size;
    };
    await expect.poll(findUpload).toBe(chunk.length);
    request.end(chunk);
    expect(await answered).toBe(200);
    expect(await findUpload()).toBe(2 * chunk.length);
  });

  it('deletes an upload when it is told so, and nothing else', async () => {
    const { text: path } = await askOwn('/upload?name=done.csv', 'POST', 'x');
    const { text: kept } = await askOwn('/save-path', 'POST', 'kept.csv');
    await writeFile(kept, 'y');
    const remove = (target: string) => askOwn(`/upload?path=${encodeURIComponent(target)}`, 'DELETE');
    for (const other of [kept, join(folder, 'secret.txt'), join(path, '..'), join(folder, 'tmp'), ''])
      expect((await remove(other)).status, other).toBe(404);
    expect(await readFile(join(folder, 'secret.txt'), 'utf8')).toBe('outside');
    expect(await readFile(kept, 'utf8')).toBe('y');
    expect(await readFile(path, 'utf8')).toBe('x');
    const foreign = await ask(`/upload?path=${encodeURIComponent(path)}`, { Cookie: cookie }, 'DELETE');
    expect(foreign.status).toBe(403);

    expect((await remove(path)).status).toBe(200);
    await expect(stat(join(path, '..'))).rejects.toThrow('ENOENT');
    expect((await remove(path)).status).toBe(404);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const before = await readdir(join(folder, 'tmp'));
    const [hostname, port] = address.split(':');
    const headers = { Cookie: cookie, Origin: `http://${address}`, 'Content-Length': '1000000' };
    const request = httpRequest({ hostname, port, path: '/upload?name=cut.csv', method: 'POST', headers });
    request.on('error', () => undefined).write('only the beginning');
    await expect.poll(async () => (await readdir(join(folder, 'tmp'))).length).toBe(before.length + 1);
    request.destroy();
    await expect.poll(() => readdir(join(folder, 'tmp'))).toEqual(before);
  });

  it('refuses what the disk cannot hold before it is sent', async () => {
    const headers = { Cookie: cookie, Origin: `http://${address}`, 'Content-Length': String(1e17) };
    const [hostname, port] = address.split(':');
    const status = await new Promise((resolve) => {
      const request = httpRequest({ hostname, port, path: '/upload?name=a.csv', method: 'POST', headers });
      request.on('error', () => undefined).flushHeaders();
      request.on('response', (response) => (resolve(response.statusCode), request.destroy()));
    });
    expect(status).toBe(507);
  });

  it('sends only what the engine wrote to a path of its own, once', async () => {
    const { text: path } = await askOwn('/save-path', 'POST', 'Café “Oct”.pdf');
    expect((await askOwn(`/download?path=${encodeURIComponent(path)}`)).status).toBe(404);
    await writeFile(path, '%PDF');
    const sent = await askOwn(`/download?path=${encodeURIComponent(path)}`);
    expect(sent.text).toBe('%PDF');
    expect(sent.headers['content-disposition']).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('Café “Oct”.pdf')}`,
    );
    await expect.poll(() => stat(join(path, '..')).catch(({ code }) => code as string)).toBe('ENOENT');
    expect((await askOwn(`/download?path=${encodeURIComponent(path)}`)).status).toBe(404);
    const other = encodeURIComponent(join(folder, 'secret.txt'));
    expect((await askOwn(`/download?path=${other}`)).status).toBe(404);
  });
});

describe('the socket', () => {
  it('carries calls and large columns', async () => {
    const socket = await openSocket({ Cookie: cookie, Origin: `http://${address}` });
    post(socket, { kind: 'call', id: 1, name: 'app.info', params: {} });
    const reply = (await nextReply(socket)) as { result: { large: Float64Array } };
    expect(reply).toMatchObject({ kind: 'result', id: 1 });
    expect(Buffer.from(reply.result.large.buffer).equals(Buffer.from(large.buffer))).toBe(true); // toEqual takes seconds
    socket.close();
  });

  it('is closed by a message that is none, and the host goes on', async () => {
    const socket = await openSocket({ Cookie: cookie, Origin: `http://${address}` });
    socket.send(encodeMessage({ kind: 'call' }));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1003);
    expect((await askOwn('/')).status).toBe(200);
  });
});

describe('close', () => {
  it('removes its temporary folder', async () => {
    const tempDir = join(folder, 'other-tmp');
    const other = await startBrowserHost({ engine: { handlers }, rendererDir: join(folder, 'renderer'), tempDir });
    expect((await stat(tempDir)).isDirectory()).toBe(true);
    await other.close();
    await expect(stat(tempDir)).rejects.toThrow('ENOENT');
  });
});
