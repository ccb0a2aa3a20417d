import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postLinesTo } from './post-lines.js';

let server: Server | undefined;
afterEach(() => void server?.close());

/** Answers with these codes in turn, the last one again and again; remembers what came. */
async function listen(codes: readonly number[]) {
  const bodies: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      bodies.push(body);
      response.statusCode = codes[Math.min(bodies.length, codes.length) - 1] ?? 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { bodies, url: new URL(`http://127.0.0.1:${port}/events`) };
}

const never = new AbortController().signal;

describe('lines that are posted', () => {
  it('come in order, a thousand at once at most', async () => {
    const { bodies, url } = await listen([200]);
    const lines = Array.from({ length: 2500 }, (_, at) => `{"n":${at}}\n`);
    await postLinesTo(url, never)(lines);
    expect(bodies).toHaveLength(3);
    expect(bodies.join('')).toBe(lines.join(''));
  });

  it('are sent again after trouble that passes', async () => {
    const { bodies, url } = await listen([503, 429, 200]);
    await postLinesTo(url, never, 1)(['{}\n']);
    expect(bodies).toEqual(['{}\n', '{}\n', '{}\n']);
  });

  it('stop at a refusal, and where nobody is there', async () => {
    const { bodies, url } = await listen([404]);
    await expect(postLinesTo(url, never, 1)(['{}\n'])).rejects.toThrow(/did not take the events: 404/);
    expect(bodies).toHaveLength(1);
    server?.close();
    await expect(postLinesTo(new URL('http://127.0.0.1:9/'), never, 1)(['{}\n'])).rejects.toMatchObject({
      code: 'bad_input',
    });
  });

  it('stop when they are cancelled between two tries', async () => {
    const { url } = await listen([500]);
    const controller = new AbortController();
    const sending = postLinesTo(url, controller.signal, 60_000)(['{}\n']);
    setTimeout(() => controller.abort(), 50);
    await expect(sending).rejects.toMatchObject({ code: 'cancelled' });
  });
});
