/** Publishing to moto, an S3 of other people's making; what lies there afterwards is read by pyarrow. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { lakeManifest, type LakeManifest } from '../../main/engine/lake-manifest.js';
import { writeSample } from '../../main/engine/sample/write-sample.js';
import { fileLayout, type Publication } from '../../preload/contract.js';
import {
  describeOnDuckDb,
  download,
  expectedEvents,
  listKeys,
  readObject,
  readWithPyArrow,
  toArrowType,
} from './published-lake.js';
import { openPublishBench, type PublishBench } from './publishing-bench.js';

const moto = inject('moto');

const fields = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

const keys = (publication: Publication, action: 'put' | 'keep' | 'delete', table?: string) =>
  publication.objects
    .filter((object) => object.action === action && (table === undefined || object.table === table))
    .map(({ key }) => key);

describe.skipIf('missing' in moto)('a lake on moto', () => {
  let client: S3Client;
  let bench: PublishBench;
  let october: string;
  const statements: string[] = [];
  /** Commands that were sent, with their keys. */
  const sent: (readonly [command: string, key: string])[] = [];
  let refuseStatement: string | null = null;

  beforeAll(async () => {
    const url = 'missing' in moto ? '' : moto.url;
    client = new S3Client({
      endpoint: url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' },
    });
    client.middlewareStack.add(
      (next, context) => (args) => {
        sent.push([String(context['commandName']), String((args.input as { Key?: string }).Key ?? '')]);
        return next(args);
      },
      { step: 'initialize' },
    );
    await client.send(new CreateBucketCommand({ Bucket: 'lake' }));
    bench = await openPublishBench({
      url,
      client,
      runStatement: async (sql) => {
        if (refuseStatement !== null && sql.includes(refuseStatement)) throw new Error('Refused.');
        statements.push(sql);
      },
    });
    october = join(bench.test.folder, 'october.csv');
    const job = { signal: new AbortController().signal, onProgress: () => undefined };
    await writeSample({ rows: 20_000, seed: 7, kind: 'app', path: october, ...job });
    await bench.load('October', [october]);
  });
  afterAll(async () => {
    await bench.close();
    client.destroy();
  });

  async function readManifest(prefix: string): Promise<LakeManifest> {
    return lakeManifest.parse(JSON.parse((await readObject(client, 'lake', `${prefix}manifest.json`)).toString()));
  }

  /** Compares every column of every table with the dataset's. */
  async function requireEqualTables(dataset: string, prefix: string): Promise<void> {
    const folder = join(bench.test.folder, 'downloaded');
    await download(client, 'lake', `${prefix}curated/`, folder);
    const read = await readWithPyArrow(folder);
    const manifest = await readManifest(prefix);
    expect(Object.keys(read).sort()).toEqual(Object.keys(manifest.tables).sort());
    await bench.test.store.withDataset(dataset, {}, async (connection) => {
      for (const [name, table] of Object.entries(manifest.tables)) {
        const found = read[name];
        const relation = name === 'events' ? expectedEvents : name;
        const expected = await describeOnDuckDb(connection, relation, table.columns);
        expect({ name, rows: found?.rows, sums: found?.sums, nulls: found?.nulls }).toEqual({ name, ...expected });
        expect(found?.columns).toEqual(
          Object.fromEntries(table.columns.map((column) => [column.name, toArrowType(column.type)])),
        );
        expect(table.rows).toBe(expected.rows);
        expect(found?.codecs).toEqual(expected.rows === 0 ? [] : ['ZSTD']);
        for (const encoding of found?.encodings ?? [])
          expect(['PLAIN', 'RLE', 'BIT_PACKED', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY']).toContain(encoding);
      }
      const days = await connection.rows(
        'SELECT CAST(CAST(event_time AS DATE) AS VARCHAR) AS day, CAST(count(*) AS INTEGER) AS n FROM events GROUP BY 1',
      );
      expect(read['events']?.days).toEqual(Object.fromEntries(days.map(({ day, n }) => [String(day), Number(n)])));
    });
  }

  it('says what it would do, does nothing, and then does exactly that', async () => {
    const before = sent.length;
    const planned = await bench.publish('October', 's3://lake/shop', { dryRun: true });
    expect(new Set(sent.slice(before).map(([command]) => command))).toEqual(
      new Set(['GetObjectCommand', 'ListObjectsV2Command']),
    );
    expect(await listKeys(client, 'lake', '')).toEqual([]);
    expect(statements).toEqual([]);

    sent.splice(0);
    const done = await bench.publish('October', 's3://lake/shop');
    const requests = sent.filter(([command]) => /Create|UploadPart|Complete|PutObject|ListObjects/.test(command));
    expect(done.cost.requests).toBe(requests.length);
    expect(keys(done, 'put').sort()).toEqual(keys(planned, 'put').sort());
    expect(
      keys(done, 'put')
        .map((key) => `shop/${key}`)
        .sort(),
    ).toEqual([...(await listKeys(client, 'lake', ''))].sort());
    // Tables do not wait for one another; of each, what drops it runs before what makes it.
    expect(statements[0]).toBe(planned.statements[0]);
    expect([...statements].sort()).toEqual([...planned.statements].sort());
    for (const [at, sql] of statements.entries()) {
      const [, table] = /^CREATE EXTERNAL TABLE (\S+)/.exec(sql) ?? [];
      if (table !== undefined) expect(statements.indexOf(`DROP TABLE IF EXISTS ${table}`)).toBeLessThan(at);
    }
    expect(done.statements).toEqual(planned.statements);
    expect(keys(done, 'put', 'events')).toHaveLength(31);
    expect(planned.objects.filter(({ zone }) => zone === 'curated').every(({ bytes }) => bytes === null)).toBe(true);
    expect(done.objects.every(({ bytes }) => bytes !== null && bytes > 0)).toBe(true);
    expect(done.bytes).toBe(done.objects.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
    expect(done.notes).toEqual([]);
    expect(bench.changes).toEqual([['lake', { lake: 's3://lake/shop/' }]]);
  });

  it('holds what the dataset holds, for another program', async () => {
    await requireEqualTables('October', 'shop/');
    expect(await readObject(client, 'lake', 'shop/raw/october.csv')).toEqual(await readFile(october));
  });

  it('has a manifest that tells sizes by column', async () => {
    const manifest = await readManifest('shop/');
    expect(manifest).toMatchObject({ state: 'complete', dataset: 'October', database: 'shop', rows: 20_000 });
    const { columns = [], objects = [] } = manifest.tables['events'] ?? {};
    const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
    const inColumns = columns.reduce((sum, column) => sum + column.bytes, 0);
    expect(inColumns).toBeGreaterThan(0.5 * bytes);
    expect(inColumns).toBeLessThan(bytes);
    expect(columns.every((column) => column.bytes > 0)).toBe(true);
    expect(await bench.publishing.readManifest('lake', 's3://lake/shop', new AbortController().signal)).toEqual(
      manifest,
    );
  });

  it('sends nothing again but the manifest', async () => {
    const before = sent.length;
    const again = await bench.publish('October', 's3://lake/shop/');
    expect(keys(again, 'put')).toEqual(['manifest.json']);
    expect(sent.slice(before).filter(([command]) => /UploadPart|Create|Complete|Delete/.test(command))).toEqual([]);
  });

  it('puts again what is missing', async () => {
    const { objects = [] } = (await readManifest('shop/')).tables['users'] ?? {};
    const key = objects[0]?.key ?? '';
    await client.send(new DeleteObjectCommand({ Bucket: 'lake', Key: `shop/${key}` }));
    expect(keys(await bench.publish('October', 's3://lake/shop'), 'put')).toEqual([key, 'manifest.json']);
    expect(await listKeys(client, 'lake', `shop/${key}`)).toHaveLength(1);
  });

  it('after an addition gets the changed days alone, and loses what they replaced', async () => {
    const line = (time: string, session: string) =>
      `${time} UTC,view,1004856,2053013555631882655,electronics.smartphone,samsung,130.76,520088904,${session}`;
    const more = await bench.test.write(
      'more.csv',
      [fields, line('2019-10-03 12:00:00', 'new-1'), line('2019-11-02 00:00:00.123456', 'new-2'), ''].join('\n'),
    );
    await bench.load('October', [more], { append: true });
    const before = sent.length;
    const done = await bench.publish('October', 's3://lake/shop');
    const days = (action: 'put' | 'keep' | 'delete') =>
      done.objects
        .filter((object) => object.table === 'events' && object.action === action)
        .map((one) => one.partition);
    expect(days('put')).toEqual(['2019-10-03', '2019-11-02']);
    expect(days('delete')).toEqual(['2019-10-03']);
    expect(days('keep')).toHaveLength(30);
    expect(keys(done, 'keep', 'raw_events')).toEqual(['raw/october.csv']);
    const uploaded = sent.slice(before).filter(([command]) => command === 'UploadPartCommand');
    expect(uploaded.map(([, key]) => key.slice('shop/'.length)).sort()).toEqual(
      keys(done, 'put')
        .filter((key) => key !== 'manifest.json')
        .sort(),
    );
    expect(done.statements.find((sql) => sql.includes('projection'))).toContain("'2019-10-01,2019-11-02'");
    await requireEqualTables('October', 'shop/');
  });

  it('is not read, and not lost, when it is half published', async () => {
    const more = await bench.test.write(
      'later.csv',
      `${fields}\n2019-11-05 01:02:03 UTC,purchase,1,2,a.b,c,1.50,7,later\n`,
    );
    await bench.load('October', [more], { append: true });
    refuseStatement = 'CREATE EXTERNAL TABLE `shop`.`users`';
    await expect(bench.publish('October', 's3://lake/shop')).rejects.toThrow('Refused.');
    refuseStatement = null;
    const reading = bench.publishing.readManifest('lake', 's3://lake/shop', new AbortController().signal);
    await expect(reading).rejects.toMatchObject({
      code: 'mismatch',
      message: expect.stringContaining('half published') as string,
    });
    expect(keys(await bench.publish('October', 's3://lake/shop'), 'put')).toEqual(['manifest.json']);
    await requireEqualTables('October', 'shop/');
  });

  it('goes on with what a cancel has cut off', async () => {
    const cut = new AbortController();
    sent.splice(0);
    const publishing = bench.publish('October', 's3://lake/cut', { signal: cut.signal });
    const timer = setInterval(() => {
      if (sent.filter(([command]) => command === 'UploadPartCommand').length >= 8) cut.abort();
    }, 5);
    await expect(publishing).rejects.toMatchObject({ code: 'cancelled' });
    clearInterval(timer);
    expect(await listKeys(client, 'lake', 'cut/')).toEqual([]); // nothing is to be seen before all has arrived
    const first = sent
      .splice(0)
      .filter(([command]) => command === 'UploadPartCommand')
      .map(([, key]) => key);
    expect(first.length).toBeGreaterThanOrEqual(8);
    await bench.publish('October', 's3://lake/cut');
    const second = sent.filter(([command]) => command === 'UploadPartCommand').map(([, key]) => key);
    expect(first.filter((key) => second.includes(key)).length).toBeLessThanOrEqual(1); // the one that was on its way
    await requireEqualTables('October', 'cut/');
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'lake' }));
    expect(Uploads).toEqual([]);
  });

  it('gives up uploads of what has changed meanwhile', async () => {
    const path = await bench.test.write('little.csv', `${fields}\n2019-10-01 00:00:01 UTC,view,1,2,a.b,c,1.50,7,s\n`);
    await bench.load('Little', [path]);
    const cut = new AbortController();
    sent.splice(0);
    const timer = setInterval(() => {
      if (sent.some(([command]) => command === 'UploadPartCommand')) cut.abort();
    }, 1);
    await expect(bench.publish('Little', 's3://lake/little', { signal: cut.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    clearInterval(timer);
    const more = await bench.test.write(
      'more-little.csv',
      `${fields}\n2019-10-01 00:00:02 UTC,view,1,2,a.b,c,1.50,7,s\n`,
    );
    await bench.load('Little', [more], { append: true });
    await bench.publish('Little', 's3://lake/little');
    await requireEqualTables('Little', 'little/');
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'lake' }));
    expect(Uploads).toEqual([]);
  });

  it('leaves alone what is not its own', async () => {
    await bench.load('Other', [october]);
    await expect(bench.publish('Other', 's3://lake/shop')).rejects.toMatchObject({
      code: 'already_exists',
      message: 'At s3://lake/shop/ there is a lake of the dataset “October”.',
      details: { wayOut: expect.stringContaining('Choose another place') as string },
    });
    await expect(bench.publish('Other', 's3://no-such-bucket/x')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps text ids as numbers with their dictionaries, sessions that were made, and says which file is gone', async () => {
    const layout = fileLayout.parse({
      name: 'words',
      columns: { event_time: 'at', event_type: 'what', product_id: 'product', user_id: 'who', price: 'price' },
      words: { see: 'view', take: 'cart', pay: 'purchase' },
      ids: 'text',
    });
    const rows = ['see', 'take', 'pay'].map((what, at) => `2020-02-29 10:0${at}:00,${what},p-${at % 2},ana é,9.9900`);
    const path = await bench.test.write('words.csv', ['at,what,product,who,price', ...rows, ''].join('\n'));
    await bench.load('Words', [path], { layout });
    await rm(path);
    const done = await bench.publish('Words', 's3://lake/words');
    expect(done.notes).toEqual([`The file “words.csv” is not in the raw zone: it is not at “${path}” any more.`]);
    expect(done.statements.join('\n')).not.toContain('raw_events');
    expect((await readManifest('words/')).tables['product_words']?.rows).toBe(2);
    expect((await readManifest('words/')).sessionGapMinutes).toBe(30);
    await requireEqualTables('Words', 'words/');
  });

  it('has no table of raw files that are no CSV with the usual header, or have changed', async () => {
    const path = await bench.test.write('bare.csv', '2019-10-01 00:00:01 UTC,view,1,2,a.b,c,1.50,7,s\n');
    await bench.load('Bare', [path]);
    const done = await bench.publish('Bare', 's3://lake/bare');
    expect(keys(done, 'put')).toContain('raw/bare.csv');
    expect(done.statements.join('\n')).not.toContain('raw_events');
    await bench.load('Swapped', [path]);
    await writeFile(path, '2019-10-01 00:00:01 UTC,cart,1,2,a.b,c,1.50,7,s\n');
    const swapped = await bench.publish('Swapped', 's3://lake/swapped');
    expect(swapped.objects.filter(({ zone }) => zone === 'raw')).toEqual([]);
    expect(swapped.notes).toEqual([
      'The file “bare.csv” is not in the raw zone: its content has changed since it was loaded.',
    ]);
  });
});
