/** Connections that are kept, their secrets, and credentials that are asked for anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListDatabasesCommand } from '@aws-sdk/client-athena';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDouble, type DoubleForTest } from '../../../e2e/aws-double/double-for-test.js';
import { usualCredentials } from '../../../e2e/aws-double/options.js';
import type { ConnectionSecret, TrinoConnection } from '../../../preload/contract.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { athenaConnection, openTestConnections, testJob } from './open-test-connections.js';

const { accessKeyId, secretAccessKey } = usualCredentials;
const keys: ConnectionSecret = { accessKeyId, secretAccessKey };
const cluster: TrinoConnection = {
  kind: 'trino',
  name: 'cluster',
  server: 'https://trino.test',
  catalog: 'hive',
  schema: 'shop',
  user: 'ana',
  events: null,
};

let opened: Awaited<ReturnType<typeof openTestConnections>>;
let file = '';
beforeEach(async () => {
  opened = await openTestConnections({ read: readJson, write: writeJson });
  file = join(opened.folder, 'connections.json');
  vi.stubEnv('AWS_CONFIG_FILE', join(opened.folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(opened.folder, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'TRINO_PASSWORD'])
    vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await opened.close();
});

describe('what is kept', () => {
  test('settings are there for the next process, without the secret', async () => {
    const { handlers } = opened.connections;
    await handlers['connections.save']({ connection: cluster, secret: { password: 'hunter2' } }, testJob());
    const listed = await handlers['connections.save']({ connection: athenaConnection(null), secret: keys }, testJob());
    expect(listed.map(({ name, secret }) => [name, secret])).toEqual([
      ['cluster', 'until_the_app_ends'],
      ['work', 'until_the_app_ends'],
    ]);
    const written = await readFile(file, 'utf8');
    for (const secret of [secretAccessKey, accessKeyId, 'hunter2'])
      expect(`${written}${JSON.stringify(listed)}`).not.toContain(secret);
    expect(await opened.openAgain().get('work')).toEqual(athenaConnection(null));
  });

  test('a secret that is left out stays; with the connection it goes', async () => {
    const { handlers, openTrino } = opened.connections;
    await handlers['connections.save']({ connection: cluster, secret: { password: 'hunter2' } }, testJob());
    await handlers['connections.save']({ connection: { ...cluster, schema: 'other' } }, testJob());
    expect(await openTrino('cluster')).toEqual({ connection: { ...cluster, schema: 'other' }, password: 'hunter2' });
    expect(await handlers['connections.remove']({ name: 'cluster' }, testJob())).toEqual([]);
    expect(await opened.vault.read('connection:cluster')).toBeNull();
    await expect(handlers['connections.remove']({ name: 'cluster' }, testJob())).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('keys go when a connection takes its credentials from elsewhere', async () => {
    const { handlers } = opened.connections;
    await handlers['connections.save']({ connection: athenaConnection(null), secret: keys }, testJob());
    const connection = athenaConnection(null, { credentials: { from: 'default' } });
    expect((await handlers['connections.save']({ connection }, testJob()))[0]?.secret).toBeNull();
    expect(await opened.vault.read('connection:work')).toBeNull();
  });

  test('several changes at once are all there', async () => {
    const { handlers } = opened.connections;
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => handlers['connections.save']({ connection: { ...cluster, name } }, testJob())),
    );
    expect((await handlers['connections.list']({}, testJob())).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each([
    ['no JSON', '{"version": 1, "conn', 'bad_input'],
    ['a foreign field', JSON.stringify({ version: 1, connections: [{ ...cluster, password: 'x' }] }), 'bad_input'],
    ['of a newer version', JSON.stringify({ version: 2, connections: {} }), 'wrong_version'],
  ])('a file that is %s is told, and is not overwritten', async (_name, text, code) => {
    await writeFile(file, text);
    const { handlers } = opened.connections;
    const error = { code, details: { file, wayOut: expect.stringMatching(/\.$/) } };
    await expect(handlers['connections.list']({}, testJob())).rejects.toMatchObject(error);
    await expect(
      handlers['connections.save']({ connection: athenaConnection(null), secret: keys }, testJob()),
    ).rejects.toMatchObject(error);
    await expect(handlers['connections.remove']({ name: 'cluster' }, testJob())).rejects.toMatchObject(error);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await opened.vault.read('connection:work')).toBeNull();
  });

  test('a password is neither in an address nor sent over plain http', async () => {
    const save = (changes: Partial<TrinoConnection>) =>
      opened.connections.handlers['connections.save'](
        { connection: { ...cluster, ...changes }, secret: { password: 'hunter2' } },
        testJob(),
      );
    await expect(save({ server: 'https://ana:hunter2@trino.test' })).rejects.toMatchObject({ code: 'bad_params' });
    await expect(save({ server: 'http://trino.test' })).rejects.toMatchObject({ code: 'bad_params' });
    await expect(
      opened.connections.handlers['connections.save']({ connection: cluster, secret: keys }, testJob()),
    ).rejects.toMatchObject({ code: 'bad_params' });
    expect(await opened.connections.handlers['connections.list']({}, testJob())).toEqual([]);
  });

  test('what Vitrine finds out is added to the settings', async () => {
    const { handlers, change, get } = opened.connections;
    await handlers['connections.save']({ connection: athenaConnection(null), secret: keys }, testJob());
    expect(await change('work', { lake: 's3://lake/shop/' })).toMatchObject({
      lake: 's3://lake/shop/',
      secret: 'until_the_app_ends',
    });
    expect(await get('work')).toMatchObject({ lake: 's3://lake/shop/', database: 'shop' });
    await handlers['connections.save']({ connection: cluster }, testJob());
    await expect(change('cluster', { lake: 's3://lake/shop/' })).rejects.toMatchObject({ code: 'misconfigured' });
    await expect(opened.connections.openS3('cluster')).rejects.toMatchObject({ code: 'misconfigured' });
    await expect(opened.connections.openTrino('work')).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('clients', () => {
  let double: DoubleForTest;
  const fresh = { accessKeyId: 'ASIAFRESH00000000001', secretAccessKey: 'fresh', sessionToken: 'token-two' };
  const old = { accessKeyId: 'ASIAOLD0000000000001', secretAccessKey: 'old', sessionToken: 'token-one' };
  beforeAll(async () => {
    double = await openDouble({ credentials: [usualCredentials, old, fresh] });
  });
  afterAll(() => double.stop());
  beforeEach(() => {
    double.faults.clear();
    double.requests.length = 0;
    for (const credentials of double.credentials) credentials.expired = false;
  });

  const profileFile = ({ accessKeyId: id, secretAccessKey: secret, sessionToken: token }: typeof fresh) =>
    `[shop]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\naws_session_token = ${token}\n`;

  async function save(credentials: 'keys' | 'profile' | 'environment', secret?: ConnectionSecret): Promise<void> {
    const from = credentials === 'profile' ? ({ from: 'profile', profile: 'shop' } as const) : { from: credentials };
    const connection = athenaConnection(double.url, { credentials: from });
    await opened.connections.handlers['connections.save']({ connection, secret }, testJob());
  }

  const listBucket = async () =>
    (await opened.connections.openS3('work')).client.send(new ListObjectsV2Command({ Bucket: 'lake' }));
  const statuses = () => double.requests.map(({ status }) => status);

  test('the same are given until something changes', async () => {
    await save('keys', keys);
    const [first, second] = [await opened.connections.openS3('work'), await opened.connections.openS3('work')];
    expect(second.client).toBe(first.client);
    await listBucket();
    await save('keys', { ...keys, secretAccessKey: 'another' });
    expect((await opened.connections.openS3('work')).client).not.toBe(first.client);
    await expect(listBucket()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('credentials that have expired are asked for once more, and the call goes on', async () => {
    const credentialsFile = join(opened.folder, 'credentials');
    await writeFile(credentialsFile, profileFile(old));
    await save('profile');
    await listBucket();
    for (const credentials of double.credentials)
      if (credentials.accessKeyId === old.accessKeyId) credentials.expired = true;
    await expect(listBucket()).rejects.toMatchObject({ name: 'ExpiredToken' });
    expect(statuses()).toEqual([200, 400, 400]);
    await writeFile(credentialsFile, profileFile(fresh));
    double.requests.length = 0;
    const { client } = await opened.connections.openAthena('work');
    await client.send(new ListDatabasesCommand({ CatalogName: 'AwsDataCatalog' }));
    const put = new PutObjectCommand({ Bucket: 'lake', Key: 'x', Body: 'text' });
    await (await opened.connections.openS3('work')).client.send(put);
    expect(statuses().filter((status) => status !== 200).length).toBeLessThanOrEqual(1);
  });

  test('many calls at a time ask anew together', async () => {
    const credentialsFile = join(opened.folder, 'credentials');
    await writeFile(credentialsFile, profileFile(old));
    await save('profile');
    await listBucket();
    for (const credentials of double.credentials)
      if (credentials.accessKeyId === old.accessKeyId) credentials.expired = true;
    await writeFile(credentialsFile, profileFile(fresh));
    await Promise.all(Array.from({ length: 8 }, listBucket));
    expect(statuses().filter((status) => status === 400).length).toBeLessThanOrEqual(8);
    expect(statuses().filter((status) => status === 200).length).toBe(9);
  });

  test('keys that were changed on this machine are taken up', async () => {
    const credentialsFile = join(opened.folder, 'credentials');
    await writeFile(credentialsFile, profileFile({ ...old, accessKeyId: 'ASIAGONE000000000001' }));
    await save('profile');
    await expect(listBucket()).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    expect(statuses()).toEqual([403]); // the same keys once more would be in vain
    await writeFile(credentialsFile, profileFile(fresh));
    await listBucket();
  });

  test('throttling is waited out, a refusal is not repeated', async () => {
    await save('keys', keys);
    double.faults.add({ kind: 'SlowDown', times: 2 });
    await listBucket();
    expect(statuses()).toEqual([503, 503, 200]);
    double.requests.length = 0;
    double.faults.add({ kind: 'AccessDenied' });
    await expect(listBucket()).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(statuses()).toEqual([403]);
  });

  test('keys that only the app knows: the environment may serve, else the way out is said', async () => {
    await save('keys', keys);
    await opened.vault.remove('connection:work'); // as in the process of a command
    await expect(
      opened.connections.openS3('work').then(({ client }) => client.send(new ListObjectsV2Command({ Bucket: 'lake' }))),
    ).rejects.toMatchObject({
      code: 'credentials',
      details: { wayOut: expect.stringMatching(/AWS_ACCESS_KEY_ID.*profile/) },
    });
    expect(statuses()).toEqual([]);
    vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
    await listBucket();
  });

  test('credentials of the environment', async () => {
    await save('environment');
    await expect(listBucket()).rejects.toMatchObject({ code: 'credentials' });
    vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
    expect((await listBucket()).$metadata.httpStatusCode).toBe(200);
  });
});
