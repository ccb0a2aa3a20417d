import { createHash, randomBytes } from 'node:crypto';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError, type Progress } from '../../../../preload/contract.js';
import { nothingToDo, openTestFetching, type TestFetching } from '../../open-test-fetching.js';
import { openTestServer, type TestAnswers, type TestServer } from './open-test-server.js';
import type { Timings } from './timings.js';

const mebibyte = 2 ** 20;
const size = 5 * mebibyte + 17;
const partBytes = mebibyte;

let server: TestServer;
let answers: TestAnswers;
let content: Buffer;
let fetching: TestFetching;

beforeEach(async () => {
  fetching = await openTestFetching({ timings: { partBytes } });
  content = randomBytes(size);
  const path = join(fetching.folder, '2019-Oct.csv');
  await writeFile(path, content);
  answers = { path };
  server = await openTestServer(() => answers);
});
afterEach(async () => {
  await server.close();
  await fetching.close();
});

/** The same workspace, with other patience. */
async function withTimings(timings: Partial<Timings>, work: () => Promise<void>): Promise<void> {
  const usual = fetching;
  fetching = await openTestFetching({ folder: usual.folder, timings: { partBytes, ...timings } });
  try {
    await work();
  } finally {
    await fetching.close();
    fetching = usual;
  }
}

interface Options {
  readonly signal?: AbortSignal;
  readonly progress?: Progress[];
}

async function fetch(address = '/2019-Oct.csv', { signal, progress = [] }: Options = {}) {
  const onProgress = (one: Progress) => void progress.push(one);
  const [file, ...others] = await fetching.fetch([`${server.url}${address}`], {
    onProgress,
    ...(signal && { signal }),
  });
  expect(others).toEqual([]);
  if (file === undefined) throw new Error('Nothing was fetched.');
  return file;
}

const failed = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => EngineError.from(error),
  );
const bodies = () => server.requests().filter(({ method }) => method === 'GET');

describe('a file behind a web address', () => {
  it('comes in ranges, and the second time not at all', async () => {
    const progress: Progress[] = [];
    const file = await fetch('/2019-Oct.csv', { progress });
    expect(file).toMatchObject({ bytes: size, fromCache: false });
    expect(basename(file.path)).toBe('2019-Oct.csv');
    expect((await readFile(file.path)).equals(content)).toBe(true);
    expect(bodies()).toHaveLength(6);
    expect(server.sent()).toBe(size);
    expect(progress.at(-1)).toMatchObject({ unit: 'bytes', total: size });

    const again = await fetch();
    expect(again).toEqual({ ...file, fromCache: true });
    expect(server.sent()).toBe(size);
  });

  it('is fetched anew when it is another one over there', async () => {
    const first = await fetch();
    await writeFile(answers.path, content.subarray(0, 100));
    const second = await fetch();
    expect(second).toMatchObject({ bytes: 100, fromCache: false });
    expect(await readFile(second.path)).toEqual(content.subarray(0, 100));
    expect(second.path).not.toBe(first.path);
  });

  it('is begun anew when it changes while it comes, and that is said', async () => {
    const other = randomBytes(size);
    let isChanged = false;
    answers = {
      ...answers,
      onSent: (_, one) => {
        if (isChanged || one.sent() < 2 * mebibyte) return;
        isChanged = true;
        answers = { path: join(fetching.folder, 'other.csv') };
      },
    };
    await writeFile(join(fetching.folder, 'other.csv'), other);
    await utimes(join(fetching.folder, 'other.csv'), 1, 1);
    const progress: Progress[] = [];
    const file = await fetch('/2019-Oct.csv', { progress });
    expect(isChanged).toBe(true);
    expect((await readFile(file.path)).equals(other)).toBe(true);
    expect(file.note).toContain('changed');
    expect(progress.map(({ phase }) => phase)).toContain('2019-Oct.csv has changed meanwhile: from the beginning');
  });

  it('comes as one stream where ranges are not served, with and without a length', async () => {
    answers = { ...answers, ignoresRanges: true };
    expect((await readFile((await fetch()).path)).equals(content)).toBe(true);
    answers = {
      ...answers,
      before: ({ method }, response) => {
        response.statusCode = 200;
        if (method === 'HEAD') response.end();
        else response.end(content.subarray(0, 5000)); // in chunks of HTTP
        return true;
      },
    };
    const short = await fetch('/other.csv');
    expect(short.bytes).toBe(5000);
    expect(await readFile(short.path)).toEqual(content.subarray(0, 5000));
  });

  it('comes though HEAD is refused, and redirects are followed', async () => {
    const plain = answers;
    answers = {
      ...answers,
      refusesHead: true,
      before(request, response) {
        if (request.url?.startsWith('/signed/') === true) return false;
        response.writeHead(302, { location: '/signed/x?X-Amz-Signature=abc' }).end();
        return true;
      },
    };
    const file = await fetch('/2019-Oct.csv');
    expect((await readFile(file.path)).equals(content)).toBe(true);
    answers = { ...plain, before: (_, response) => !!response.writeHead(302, { location: '/2019-Oct.csv' }).end() };
    expect(await failed(fetch('/round.csv'))).toMatchObject({ code: 'misconfigured' });
  });

  it('survives cuts and refusals', async () => {
    let refusals = 0;
    let cuts = 0;
    answers = {
      ...answers,
      before(request, response) {
        if (request.method === 'HEAD' || refusals++ % 5 !== 1) return false;
        response.writeHead(503).end();
        return true;
      },
      onSent: (_, one) => {
        if (cuts < 5 && one.sent() > (cuts + 1) * 900_000) {
          cuts++;
          one.cut();
        }
      },
    };
    const file = await fetch();
    expect(cuts).toBe(5);
    expect(refusals).toBeGreaterThan(2);
    expect((await readFile(file.path)).equals(content)).toBe(true);
  });

  it('gives up a connection from which nothing comes', async () => {
    let stalls = 0;
    answers = {
      ...answers,
      before({ method }) {
        if (method === 'HEAD' || stalls++ !== 2) return false;
        return true; // and no answer
      },
    };
    await withTimings({ stallMs: 100 }, async () => {
      const file = await fetch();
      expect((await readFile(file.path)).equals(content)).toBe(true);
    });
    expect(stalls).toBe(7);
  });

  it('goes on where a cancelled fetch was', async () => {
    const controller = new AbortController();
    answers = {
      ...answers,
      onSent: (_, one) => {
        if (one.sent() > 2.5 * mebibyte) controller.abort();
      },
    };
    const startedAt = Date.now();
    await expect(fetch('/2019-Oct.csv', { signal: controller.signal })).rejects.toThrow();
    expect(Date.now() - startedAt).toBeLessThan(5000);
    answers = { path: answers.path };
    const before = server.sent();
    const progress: Progress[] = [];
    const file = await fetch('/2019-Oct.csv', { progress });
    expect((await readFile(file.path)).equals(content)).toBe(true);
    expect(server.sent() - before).toBeLessThan(size - mebibyte);
    expect(progress.find(({ done }) => done > 0)?.total).toBe(size);
  });

  it('is refused when it is not what its digest says', async () => {
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');
    answers = { ...answers, headers: { 'repr-digest': `sha-256=:${digest(Buffer.from('other'))}:` } };
    const error = await failed(fetch());
    expect(error).toMatchObject({ code: 'mismatch' });
    expect(server.sent()).toBe(2 * size);
    answers = { ...answers, headers: { 'repr-digest': `sha-256=:${digest(content)}:` } };
    expect((await fetch()).fromCache).toBe(false);
  });

  it('has errors that say what is wrong', async () => {
    const say = (status: number, headers: Record<string, string> = {}) => {
      answers = { ...answers, before: (_, response) => !!response.writeHead(status, headers).end() };
    };
    say(404);
    expect(await failed(fetch('/a.csv?token=secret'))).toMatchObject({ code: 'not_found' });
    say(403);
    const refused = await failed(fetch('/a.csv?token=secret'));
    expect(refused).toMatchObject({ code: 'access_denied' });
    expect(JSON.stringify(refused.serialize())).not.toContain('secret');
    say(200, { 'content-type': 'text/html' });
    expect(await failed(fetch('/login'))).toMatchObject({ code: 'bad_input' });
    say(200, { 'content-encoding': 'br' });
    expect(await failed(fetch())).toMatchObject({ code: 'bad_input', message: expect.stringContaining('“br”') });
    say(500);
    expect(await failed(fetch())).toMatchObject({ code: 'network' });
    for (const source of ['ftp://host/a.csv', 's3://bucket/a.csv'])
      expect(await failed(fetching.handlers['lake.fetch']({ sources: [source] }, nothingToDo))).toMatchObject({
        code: 'bad_params',
      });
  });

  it('is fetched once where two ask for it at once', async () => {
    const [a, b] = await Promise.all([fetch(), fetch()]);
    expect(a.path).toBe(b.path);
    expect((await stat(a.path)).size).toBe(size);
    expect(server.sent()).toBe(size);
    expect([a.fromCache, b.fromCache].sort()).toEqual([false, true]);
  });
});
