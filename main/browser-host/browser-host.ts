/** Host 2: the page and the engine for a browser on this machine, and for nobody else. */
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { serve, type Handlers } from '../engine/serve.js';
import { readPageFile, securityHeaders } from '../page/read-page-file.js';
import { findForgery } from './check-request.js';
import { createFileExchange, UploadRefused, type FileExchange } from './file-exchange.js';
import { createSession, type Session } from './session.js';
import { socketWire } from './socket-wire.js';

export interface BrowserHostOptions {
  /** The engine runs in this process: where DuckDB crashes, the host ends with it. */
  readonly engine: { readonly handlers: Handlers };
  /** The built page. */
  readonly rendererDir: string;
  /** For uploads and downloads; made at the start, removed at the end. */
  readonly tempDir: string;
  /** A free one when left out. */
  readonly port?: number;
  /** The page opens the sample when it comes by `url`. */
  readonly opensSample?: boolean;
}

export interface BrowserHost {
  /** With the token, to be shown to the person. */
  readonly url: string;
  /** The same with a token that opens once, to be handed to another program. */
  readonly singleUseUrl: string;
  close(): Promise<void>;
}

const longestRequestBytes = 16 * 2 ** 20;
const longestNameBytes = 4096;

const pageOnLogin = `<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Vitrine</title>`;
const pageWithoutLogin = `<!doctype html><title>Vitrine</title><p>This page opens with the address that Vitrine printed when it started: it carries the key.</p>`;

interface Parts {
  readonly address: string;
  readonly rendererDir: string;
  readonly session: Session;
  readonly files: FileExchange;
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  const type = text.startsWith('<') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
  response
    .writeHead(status, { ...securityHeaders, 'Content-Type': type, 'Cache-Control': 'no-store', ...headers })
    .end(text);
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longestNameBytes) throw new UploadRefused('This name is too long.');
  }
  return text;
}

/** The token of the URL becomes the cookie, and the address in the browser a clean one. */
function logIn({ session }: Parts, url: URL, response: ServerResponse): void {
  const cookie = session.exchange(url.searchParams.get('token') ?? '');
  if (cookie === null) return answer(response, 403, pageWithoutLogin);
  const opens = url.searchParams.get('open') === 'sample' ? '?open=sample' : '';
  answer(response, 303, '', { 'Set-Cookie': cookie, Location: `/${opens}` });
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  const forgery = findForgery(request, parts.address, !isGet);
  if (forgery !== null) return answer(response, 403, forgery);

  const url = new URL(`http://${parts.address}${request.url}`);
  if (isGet && url.pathname === '/' && url.searchParams.has('token')) return logIn(parts, url, response);
  if (!parts.session.hasCookie(request.headers.cookie)) {
    // A browser keeps the strict cookie back when a link of another page led here. From this page of ours it sends it.
    const cameByLink =
      isGet && url.pathname === '/' && /^(cross|same)-site$/.test(String(request.headers['sec-fetch-site']));
    if (cameByLink) return answer(response, 200, pageOnLogin.replace('url=/', `url=/${url.search}`));
    return answer(response, 403, pageWithoutLogin);
  }

  if (request.method === 'GET' && url.pathname === '/download') {
    const isSent = await parts.files.send(url.searchParams.get('path') ?? '', response);
    return isSent ? undefined : answer(response, 404, 'This file is not here any more. Export it again.');
  }
  if (isGet) {
    const page = await readPageFile(parts.rendererDir, url.pathname, `ws://${parts.address}`);
    response.writeHead(page.status, { ...page.headers, 'Content-Length': page.body.length });
    response.end(request.method === 'HEAD' ? undefined : page.body);
    return;
  }
  if (request.method === 'POST' && url.pathname === '/upload')
    return answer(response, 200, await parts.files.receive(request, url.searchParams.get('name') ?? ''));
  if (request.method === 'DELETE' && url.pathname === '/upload') {
    const isReleased = await parts.files.release(url.searchParams.get('path') ?? '');
    return isReleased ? answer(response, 200, '') : answer(response, 404, 'This is not a file that was uploaded here.');
  }
  if (request.method === 'POST' && url.pathname === '/save-path')
    return answer(response, 200, await parts.files.newSavePath(await readText(request)));
  answer(response, 405, 'This is not a request that Vitrine knows.');
}

function answerFailure(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || request.destroyed) return void response.destroy();
  request.resume(); // the browser reads the answer only after it has sent everything
  const message = error instanceof Error ? error.message : String(error);
  answer(response, error instanceof UploadRefused ? 507 : 500, message);
}

function upgrade(parts: Parts, sockets: WebSocketServer, handlers: Handlers): Parameters<Server['on']>[1] {
  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isWelcome =
      request.url === '/engine' &&
      findForgery(request, parts.address, true) === null &&
      parts.session.hasCookie(request.headers.cookie);
    if (!isWelcome) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(handlers, socketWire(webSocket)));
  };
}

/** Starts to listen on 127.0.0.1. Throws where the port is taken. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  await mkdir(options.tempDir, { recursive: true });
  const server = createServer();
  server.requestTimeout = 0; // an upload takes as long as it takes
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  const { port } = server.address() as AddressInfo;
  const address = `127.0.0.1:${port}`;
  const session = createSession(port);
  const parts = { address, rendererDir: options.rendererDir, session, files: createFileExchange(options.tempDir) };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestRequestBytes, perMessageDeflate: false });
  server.on('request', (request, response) => {
    handle(parts, request, response).catch((error: unknown) => answerFailure(error, request, response));
  });
  server.on('upgrade', upgrade(parts, sockets, options.engine.handlers));

  const toUrl = (token: string) => `http://${address}/?token=${token}${options.opensSample ? '&open=sample' : ''}`;
  return {
    url: toUrl(session.token),
    get singleUseUrl() {
      return toUrl(session.newSingleUseToken());
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(options.tempDir, { recursive: true, force: true });
    },
  };
}
