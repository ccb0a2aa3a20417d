/** A web server of one file for tests: it can break connections, change the file, and do without what servers may lack. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';

export interface TestServer {
  readonly url: string;
  /** Bytes of bodies that were handed to the network, over all answers. */
  readonly sent: () => number;
  readonly requests: () => readonly {
    readonly method: string;
    readonly range: string | null;
    readonly status: number;
  }[];
  /** Breaks all connections there are. */
  cut(): void;
  close(): Promise<void>;
}

export interface TestAnswers {
  readonly path: string;
  readonly etag?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ignoresRanges?: boolean;
  readonly refusesHead?: boolean;
  /** An answer before the file is looked at; `true` where it was given. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Awaited before each piece. */
  readonly hold?: () => Promise<void> | undefined;
  /** Told of each piece that goes out. */
  readonly onSent?: (bytes: number, server: TestServer, response: ServerResponse) => void;
}

function untilDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

/** `answers` is asked for each request, so that a test can change them meanwhile. */
export async function openTestServer(answers: () => TestAnswers): Promise<TestServer> {
  let sent = 0;
  const requests: { method: string; range: string | null; status: number }[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, headers = {}, ignoresRanges, refusesHead, before, onSent, hold, ...rest } = answers();
    const { method = '' } = request;
    const range = request.headers.range ?? null;
    const note = (status: number) => {
      requests.push({ method, range, status });
      response.statusCode = status;
    };
    if (before?.(request, response) === true) return note(response.statusCode);
    const { size, mtimeMs } = await stat(path);
    const tag = createHash('md5').update(`${size} ${mtimeMs}`).digest('hex');
    const etag = rest.etag === undefined ? `"${tag}"` : rest.etag;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (etag !== null) response.setHeader('etag', etag);
    if (method === 'HEAD' && refusesHead === true) {
      note(405);
      return void response.end();
    }
    const ifRange = request.headers['if-range'];
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const asked = from !== undefined && ignoresRanges !== true && (ifRange === undefined || ifRange === etag);
    const start = asked ? Number(from) : 0;
    const end = asked ? Math.min(Number(to) + 1, size) : size;
    if (start > 0 && start >= size) {
      note(416);
      return void response.end();
    }
    note(asked ? 206 : 200);
    if (asked) response.setHeader('content-range', `bytes ${start}-${end - 1}/${size}`);
    response.setHeader('content-length', end - start);
    if (method === 'HEAD' || end === start) return void response.end();
    for await (const chunk of createReadStream(path, { start, end: end - 1 })) {
      const bytes = chunk as Buffer;
      await hold?.();
      if (response.destroyed) return;
      sent += bytes.length;
      if (!response.write(bytes)) await untilDrained(response);
      onSent?.(bytes.length, server, response);
    }
    response.end();
  }

  const http = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: TestServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    sent: () => sent,
    requests: () => requests,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      this.cut();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}
