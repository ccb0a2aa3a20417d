/** Profiles of the AWS tools, and signing in by a service that is made up after IAM Identity Center's protocol. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listProfiles } from './aws-profiles.js';
import { openCredentials } from './credentials.js';
import { signIn } from './sign-in.js';
import { athenaConnection, testJob } from './open-test-connections.js';

let home = '';
let server: Server;
/** What the service says to the next polls. */
let polls: string[] = [];
let seen: { readonly path: string; readonly body: Record<string, unknown> }[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vitrine-aws-home-'));
  await mkdir(join(home, '.aws'), { recursive: true });
  polls = [];
  seen = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      seen.push({ path, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) });
      const send = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const error = path === '/token' ? polls.shift() : undefined;
      if (error !== undefined) return send(400, { error, error_description: 'not yet' });
      if (path === '/client/register')
        return send(200, { clientId: 'client', clientSecret: 'client-secret', clientSecretExpiresAt: 4_000_000_000 });
      if (path === '/device_authorization')
        return send(200, {
          deviceCode: 'device',
          userCode: 'ABCD-EFGH',
          verificationUri: 'https://device.test/',
          verificationUriComplete: 'https://device.test/?user_code=ABCD-EFGH',
          expiresIn: 600,
          interval: 0.01,
        });
      if (path === '/token') return send(200, { accessToken: 'the-token', expiresIn: 3600, refreshToken: 'refresh' });
      if (path.startsWith('/federation/credentials'))
        return send(200, {
          roleCredentials: {
            accessKeyId: 'ASIAROLE000000000001',
            secretAccessKey: 'of the role',
            sessionToken: request.headers['x-amz-sso_bearer_token'],
            expiration: Date.now() + 3_600_000,
          },
        });
      return send(404, {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_CONFIG_FILE', undefined);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', undefined);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO_OIDC', url);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', url);
  await writeFile(
    join(home, '.aws', 'config'),
    `[default]
region = eu-west-1

[profile shop]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Analyst
region = eu-central-1

[sso-session corp]
sso_start_url = https://corp.test/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[profile older]
sso_start_url = https://old.test/start
sso_region = us-east-1
sso_account_id = 1
sso_role_name = R

[profile reader]
role_arn = arn:aws:iam::1:role/reader
source_profile = shop

[profile tool]
credential_process = /bin/get-keys
`,
  );
  await writeFile(
    join(home, '.aws', 'credentials'),
    '[robot]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n',
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
  await rm(home, { recursive: true });
});

const cacheFile = (key: string) =>
  join(home, '.aws', 'sso', 'cache', `${createHash('sha1').update(key).digest('hex')}.json`);

async function writeToken(key: string, expiresAt: string, more: object = {}): Promise<void> {
  await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true });
  await writeFile(cacheFile(key), JSON.stringify({ accessToken: 'old', expiresAt, ...more }));
}

test('profiles come with their kind, their region and the end of their sign-in, without a secret', async () => {
  await writeToken('corp', '2999-01-01T00:00:00Z');
  await writeToken('https://old.test/start', '2020-01-01T00:00:00Z');
  const none = { region: null, expiresAt: null, isExpired: false };
  expect(await listProfiles()).toEqual([
    { ...none, name: 'default', kind: 'other', region: 'eu-west-1' },
    { ...none, name: 'older', kind: 'sso', expiresAt: '2020-01-01T00:00:00.000Z', isExpired: true },
    { ...none, name: 'reader', kind: 'role', expiresAt: '2999-01-01T00:00:00.000Z' },
    { ...none, name: 'robot', kind: 'keys' },
    { ...none, name: 'shop', kind: 'sso', region: 'eu-central-1', expiresAt: '2999-01-01T00:00:00.000Z' },
    { ...none, name: 'tool', kind: 'process' },
  ]);
});

test('nobody is signed in: expired; a sign-in that renews itself is not', async () => {
  const shop = async () => (await listProfiles()).find(({ name }) => name === 'shop');
  expect(await shop()).toMatchObject({ expiresAt: null, isExpired: true });
  const renewable = { refreshToken: 'r', registrationExpiresAt: '2999-01-01T00:00:00Z' };
  await writeToken('corp', '2020-01-01T00:00:00Z', renewable);
  expect(await shop()).toMatchObject({ isExpired: false });
});

test('files of other places count', async () => {
  await writeFile(join(home, 'other'), '[profile elsewhere]\nregion = us-west-2\n');
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'other'));
  expect((await listProfiles()).map(({ name }) => name)).toEqual(['elsewhere', 'robot']);
});

test('a person signs in: the address and the code are told, the tools’ file is written, the SDK takes it', async () => {
  polls = ['authorization_pending', 'authorization_pending'];
  const job = testJob();
  const profile = await signIn('shop', job);
  expect(profile).toMatchObject({ name: 'shop', kind: 'sso', isExpired: false });
  expect(job.told[0]?.phase).toBe('Open https://device.test/?user_code=ABCD-EFGH and confirm the code ABCD-EFGH');
  expect(seen.map(({ path }) => path)).toEqual([
    '/client/register',
    '/device_authorization',
    '/token',
    '/token',
    '/token',
  ]);
  expect(seen[1]?.body).toEqual({
    clientId: 'client',
    clientSecret: 'client-secret',
    startUrl: 'https://corp.test/start',
  });
  const written = JSON.parse(await readFile(cacheFile('corp'), 'utf8')) as Record<string, string>;
  expect(written).toMatchObject({
    startUrl: 'https://corp.test/start',
    region: 'eu-central-1',
    accessToken: 'the-token',
    refreshToken: 'refresh',
    registrationExpiresAt: '2096-10-02T07:06:40Z',
  });
  expect((await stat(cacheFile('corp'))).mode & 0o777).toBe(0o600);
  const connection = athenaConnection(null, { credentials: { from: 'profile', profile: 'shop' } });
  const credentials = openCredentials(connection, async () => null);
  expect(await credentials.get()).toMatchObject({ accessKeyId: 'ASIAROLE000000000001', sessionToken: 'the-token' });
});

test('a role whose source signs in is signed in by it', async () => {
  expect(await signIn('reader', testJob())).toMatchObject({ name: 'reader', kind: 'role', isExpired: false });
});

test('without a sign-in the connection says how to get one', async () => {
  const connection = athenaConnection(null, { credentials: { from: 'profile', profile: 'shop' } });
  await expect(openCredentials(connection, async () => null).get()).rejects.toMatchObject({
    code: 'credentials',
    message: expect.stringContaining('sign-in'),
    details: { wayOut: expect.stringContaining('aws sso login --profile shop') },
  });
});

test('a refusal, an end of waiting, a wrong profile and an abort are told apart', async () => {
  polls = ['access_denied'];
  await expect(signIn('shop', testJob())).rejects.toMatchObject({
    code: 'credentials',
    message: expect.stringContaining('refused'),
  });
  polls = ['expired_token'];
  await expect(signIn('shop', testJob())).rejects.toMatchObject({
    code: 'credentials',
    message: expect.stringContaining('in time'),
  });
  await expect(signIn('nobody', testJob())).rejects.toMatchObject({ code: 'not_found' });
  await expect(signIn('robot', testJob())).rejects.toMatchObject({ code: 'misconfigured' });
  polls = Array.from({ length: 10_000 }, () => 'authorization_pending');
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const startedAt = Date.now();
  await expect(signIn('shop', testJob(controller.signal))).rejects.toThrow();
  expect(Date.now() - startedAt).toBeLessThan(5000);
});
