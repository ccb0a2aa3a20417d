/** The app's Trino engine on a real Trino: what it asks, what it gives back, how it says what went wrong, how it stops. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { EngineError, type Progress, type RemoteHistory, type TrinoConnection } from '../../preload/contract.js';
import { Database } from '../../main/engine/database.js';
import type { Connections, RemoteQuery } from '../../main/engine/elsewhere.js';
import { readQueryFiles } from '../../main/engine/query-files.js';
import { createRemote, type Remote } from '../../main/engine/remote/create-remote.js';

const trino = inject('trino');

const settings: TrinoConnection = {
  kind: 'trino',
  name: 'own',
  server: 'http://127.0.0.1:1',
  catalog: 'awsdatacatalog',
  schema: 'engine',
  user: 'analyst',
  events: null,
};

const nothing = async (): Promise<never> => {
  throw new Error('not asked for');
};

/** Connections by name; the one with a password has it. */
function fakeConnections(
  all: readonly TrinoConnection[],
  passwords: Readonly<Record<string, string>> = {},
): Connections {
  const get = async (name: string) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) throw new EngineError('not_found', `no ${name}`);
    return found;
  };
  return {
    get,
    change: async (name, changes) => ({ ...(await get(name)), ...changes, secret: null, expiresAt: null }),
    openS3: nothing,
    openAthena: nothing,
    openTrino: async (name) => ({ connection: await get(name), password: passwords[name] ?? null }),
  };
}

const ask = (sql: string, values: RemoteQuery['values'] = []): RemoteQuery => ({
  sql,
  values,
  purpose: 'test',
  dataset: null,
  estimatedBytes: null,
});

const quiet = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

describe.skipIf('missing' in trino)('the Trino engine', () => {
  let folder: string;
  let database: Database;
  let remote: Remote;
  let connections: TrinoConnection[];

  function openRemote(passwords: Readonly<Record<string, string>> = {}): Remote {
    return createRemote({
      workspaceDir: join(folder, 'workspace'),
      connections: fakeConnections(connections, passwords),
      connect: (signal, work) => database.withConnection({ signal }, work),
      withTemporaryFolder: nothing,
      pace: { faultMs: 1000 },
    });
  }
  const run = async (query: RemoteQuery, job = quiet(), name = 'own') => (await remote.open(name)).ask(query, job);
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => {
        throw new Error('It did not fail.');
      },
      (error: unknown) => EngineError.from(error),
    );
  const history = (search = ''): Promise<RemoteHistory> =>
    remote.handlers['remote.history']({ search, offset: 0, limit: 100 }, quiet());

  beforeAll(async () => {
    if ('missing' in trino) throw new Error('not reached');
    folder = await mkdtemp(join(tmpdir(), 'vitrine-engine-'));
    await mkdir(join(folder, 'workspace'));
    const rows = Array.from({ length: 200 }, (_, at) => [at, `text ${at}`, at / 4].join('\t'));
    await writeFile(
      join(trino.folder, 'engine.things.tsv'),
      `${['id:bigint\tname:varchar\tprice:double', ...rows].join('\n')}\n`,
    );
    const { prelude } = await readQueryFiles(join(import.meta.dirname, '../../queries'));
    database = await Database.open({
      prelude,
      tempDirectory: join(folder, 'spill'),
      memoryLimitBytes: 2 ** 28,
      threads: 1,
    });
    connections = [
      { ...settings, server: trino.url },
      { ...settings, name: 'nobody', server: 'http://127.0.0.1:9' },
      { ...settings, name: 'open', server: 'http://trino.example.com' },
    ];
    remote = openRemote();
  });
  afterAll(async () => {
    await remote.close();
    database.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('values of every type come as DuckDB gives them', async () => {
    const sql = `SELECT CAST(a AS tinyint) AS tiny, CAST(a AS integer) AS whole, CAST(a AS bigint) AS wide,
      CAST(b AS double) AS d, CAST(b AS decimal(12, 4)) AS money, a > 1 AS yes, c AS text, CAST(t AS date) AS day, t AS at
      FROM (VALUES (1, 2.5e0, 'it''s "x", ü', CAST('2019-10-01 00:00:05.120' AS timestamp)),
                   (2, -1e-7, '', CAST('2020-02-29 23:59:59' AS timestamp)),
                   (NULL, NULL, NULL, NULL)) AS v (a, b, c, t) ORDER BY a`;
    const { columns, rowCount, facts } = await run(ask(sql));
    const local = await database.withConnection({}, (connection) => connection.columns(sql));
    expect(columns).toEqual(local);
    expect(rowCount).toBe(3);
    expect(facts).toMatchObject({ kind: 'trino', connection: 'own', costUsd: null, reused: false, planningMs: null });
    expect(facts.queryId).toMatch(/^\d{8}_\d{6}_\d{5}_\w+$/);
    expect((await remote.open('own')).name).toMatch(/^Trino \w+/);
  });

  test.each([
    ['short', ''],
    ['longer than a header', `-- ${'x'.repeat(20_000)} ?\n`],
  ])('values stand in the places of the `?` of a text that is %s', async (_, comment) => {
    const values = ["it's ?", 24, -3, 2.5, true, "ü€ '; --"] as const;
    const { columns } = await run(
      ask(`${comment}SELECT ? AS a, ? AS b, 5 -? AS c, ? AS d, ? AS e, ? AS f, '?' AS g`, values),
    );
    expect(columns.map(({ values: [value] }) => value)).toEqual(["it's ?", 24, 8, 2.5, 'true', "ü€ '; --", '?']);
  });

  test('a result of many pages is whole', async () => {
    const { columns, rowCount } = await run(
      ask(`SELECT a.id * 300000 + b.id * 1500 + c.id AS id, a.name AS name
        FROM things a CROSS JOIN things b CROSS JOIN things c WHERE a.id < 8 AND c.id < 188`),
    );
    expect(rowCount).toBe(300_800);
    const ids = columns[0]?.values as Float64Array;
    expect(new Set(ids).size).toBe(300_800);
    expect(columns[1]?.values).toHaveLength(300_800);
  });

  test('an empty result has its columns', async () => {
    const { columns, rowCount } = await run(ask('SELECT id, name FROM things WHERE id < 0'));
    expect(rowCount).toBe(0);
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual([
      ['id', 0],
      ['name', 0],
    ]);
  });

  test.each([
    ['short', 0],
    ['longer than a header', 20_000],
  ])('the line of an error is the line of the text that is %s', async (_, length) => {
    const error = await failure(
      run(ask(`SELECT ?,\n  /* ${'x'.repeat(length)} */\n  no_such_column\nFROM things`, [1])),
    );
    expect(error.code).toBe('query_failed');
    expect(error.message).toContain('no_such_column');
    expect(error.details.line).toBe(3);
    expect(error.details.queryId).toBeDefined();
    expect(error.details.wayOut).toBeTruthy();
    const { records } = await history('no_such_column');
    expect(records[0]).toMatchObject({ state: 'failed', costUsd: null, queryId: error.details.queryId });
  });

  test('an error while it runs is told', async () => {
    const error = await failure(run(ask('SELECT 1 / (id - id) FROM things')));
    expect(error.code).toBe('query_failed');
    expect(error.message).toMatch(/division by zero/i);
  });

  const endless = `SELECT count(*) AS c FROM things a CROSS JOIN things b CROSS JOIN things c CROSS JOIN things d
    CROSS JOIN things e WHERE a.id + b.id + c.id + d.id + e.id < 0`;

  async function stateOf(queryId: string): Promise<string> {
    if ('missing' in trino) throw new Error('not reached');
    const { url } = trino;
    return new Promise((resolve, reject) => {
      request(`${url}/v1/query/${queryId}`, { headers: { 'X-Trino-User': 'analyst' } }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += String(chunk)));
        response.on('end', () => resolve((JSON.parse(text) as { state: string }).state));
      })
        .on('error', reject)
        .end();
    });
  }

  async function startEndless(remoteOf: Remote) {
    const controller = new AbortController();
    const told: Progress[] = [];
    let tellRunning: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (tellRunning = resolve));
    const asked = (await remoteOf.open('own')).ask(ask(endless), {
      signal: controller.signal,
      onProgress(progress) {
        told.push(progress);
        if (progress.remote?.state === 'running' && progress.remote.queryId !== null) tellRunning();
      },
    });
    const failed = failure(asked);
    await running;
    return { controller, failed, told, queryId: told.at(-1)?.remote?.queryId ?? '' };
  }

  test('who cancels is answered, and the query ends over there', async () => {
    const { controller, failed, told, queryId } = await startEndless(remote);
    expect(await stateOf(queryId)).toBe('RUNNING');
    expect((await history('CROSS JOIN things e')).running).toBe(1);
    controller.abort();
    expect((await failed).code).toBe('cancelled');
    await expect.poll(() => stateOf(queryId), { timeout: 5000 }).toBe('FAILED');
    await expect.poll(async () => (await history('CROSS JOIN things e')).records[0]?.state).toBe('cancelled');
    expect(told.map(({ remote: seen }) => seen?.state)).toContain('running');
  });

  test('all are stopped at once, and when the app ends', async () => {
    const started = [await startEndless(remote), await startEndless(remote)];
    expect(await remote.handlers['remote.stopAll']({}, quiet())).toBe(2);
    for (const { failed, queryId } of started) {
      expect((await failed).code).toBe('cancelled');
      expect(await stateOf(queryId)).toBe('FAILED');
    }
    expect(await remote.handlers['remote.stopAll']({}, quiet())).toBe(0);
    const other = openRemote();
    const { failed, queryId } = await startEndless(other);
    await other.close();
    expect((await failed).code).toBe('cancelled');
    expect(await stateOf(queryId)).toBe('FAILED');
  });

  test('the catalog is read', async () => {
    const { handlers } = remote;
    const before = (await history()).total;
    expect(await handlers['catalog.databases']({ connection: 'own' }, quiet())).toContain('engine');
    const tables = await handlers['catalog.tables']({ connection: 'own', database: 'engine' }, quiet());
    expect(tables).toEqual([
      {
        database: 'engine',
        name: 'things',
        columns: [
          { name: 'id', type: 'bigint', isPartition: false },
          { name: 'name', type: 'varchar', isPartition: false },
          { name: 'price', type: 'double', isPartition: false },
        ],
        location: null,
        format: null,
      },
    ]);
    expect(
      await handlers['catalog.partitions']({ connection: 'own', database: 'engine', table: 'things' }, quiet()),
    ).toEqual([]);
    const engine = await remote.open('own');
    const { signal } = quiet();
    expect(await engine.table('engine', 'things', signal)).toEqual(tables[0]);
    expect(await engine.table('engine', 'nothing', signal)).toBeNull();
    expect(await engine.table('nowhere', 'nothing', signal)).toBeNull();
    expect((await history()).total).toBe(before);
  });

  test('a table is attached where it has the columns', async () => {
    const attach = remote.handlers['catalog.attach'];
    const columns = {
      event_time: { column: 'NAME', form: 'text_utc' },
      user_id: { column: 'id', form: 'as_is' },
    } as const;
    const info = await attach({ connection: 'own', events: { table: 'things', columns } }, quiet());
    expect(info.events?.table).toBe('things');
    const wrong = { ...columns, brand: { column: 'label', form: 'as_is' } } as const;
    const error = await failure(attach({ connection: 'own', events: { table: 'things', columns: wrong } }, quiet()));
    expect(error).toMatchObject({ code: 'not_found', message: 'The table “things” has no column “label”.' });
    expect((await failure(attach({ connection: 'own', events: { table: 'none', columns } }, quiet()))).message).toBe(
      'There is no table “none” in “engine”.',
    );
  });

  test('a server that is not there is told of', async () => {
    const error = await failure(run(ask('SELECT 1'), quiet(), 'nobody'));
    expect(error.code).toBe('network');
    expect(error.details.wayOut).toBeTruthy();
    expect((await history('SELECT 1')).records[0]).toMatchObject({ state: 'failed', queryId: null });
  });

  test('a password does not go over an open line, and never into an error', async () => {
    remote = openRemote({ open: 'sesame', own: 'sesame' });
    const error = await failure(run(ask('SELECT 1'), quiet(), 'open'));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toContain('not asked by https');
    expect(JSON.stringify(error.serialize())).not.toContain('sesame');
    remote = openRemote();
  });

  test('a password does not follow Trino to another machine', async () => {
    const elsewhere = createServer((asked, answer) => {
      answer.setHeader('Content-Type', 'application/json');
      answer.end(
        asked.method === 'POST'
          ? JSON.stringify({ id: 'q1', nextUri: 'http://localhost:9/v1/statement/q1', stats: { state: 'QUEUED' } })
          : '{}',
      );
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    connections.push({ ...settings, name: 'moved', server: `http://127.0.0.1:${port}` });
    remote = openRemote({ moved: 'sesame' });
    const error = await failure(run(ask('SELECT 1'), quiet(), 'moved'));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toContain('is not sent there');
    elsewhere.close();
    remote = openRemote();
  });

  test('a server that is busy for a moment is asked again', async () => {
    let requests = 0;
    let refusals = 0;
    const busy = createServer((asked, answer) => {
      if ('missing' in trino) throw new Error('not reached');
      if (requests++ % 2 === 0) {
        refusals++;
        answer.statusCode = 503;
        return answer.end('busy');
      }
      const headers = { ...asked.headers, host: undefined, 'accept-encoding': 'identity' };
      delete headers.host;
      const target = new URL(asked.url ?? '/', trino.url);
      const passed = request(target, { method: asked.method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += String(chunk)));
        response.on('end', () => answer.end(text.replaceAll(target.host, `127.0.0.1:${port}`)));
        answer.setHeader('Content-Type', 'application/json');
        answer.statusCode = response.statusCode ?? 500;
      });
      return asked.pipe(passed);
    });
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as AddressInfo;
    connections.push({ ...settings, name: 'busy', server: `http://127.0.0.1:${port}` });
    for (let at = 0; at < 3; at++) {
      const { columns } = await run(ask('SELECT sum(id) AS total FROM things'), quiet(), 'busy');
      expect(columns[0]?.values).toEqual(Float64Array.of(19_900));
    }
    expect(refusals).toBeGreaterThan(0);
    busy.close();
  });
});
