import { createServer } from 'node:http';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';
import { usualCredentials } from './options.js';

let double: DoubleForTest;
const guest = { accessKeyId: 'ASIAGUEST', secretAccessKey: 'guest', sessionToken: 'token of today' };

beforeAll(async () => {
  double = await openDouble({ credentials: [usualCredentials, { ...guest, user: 'guest' }] });
});
afterAll(() => double.stop());

async function ask(config: object): Promise<readonly string[]> {
  const say = (error: { name: string; $metadata?: { httpStatusCode?: number } }) =>
    `${error.name} ${error.$metadata?.httpStatusCode}`;
  return Promise.all([
    double
      .openS3(config)
      .send(new ListObjectsV2Command({ Bucket: 'lake' }))
      .then(() => 'ok', say),
    double
      .openAthena(config)
      .send(new ListWorkGroupsCommand({}))
      .then(() => 'ok', say),
  ]);
}

test('signatures are checked', async () => {
  const { accessKeyId, secretAccessKey } = usualCredentials;
  expect(await ask({})).toEqual(['ok', 'ok']);
  expect(await ask({ credentials: guest })).toEqual(['ok', 'ok']);
  expect(await ask({ credentials: { accessKeyId, secretAccessKey: 'wrong' } })).toEqual([
    'SignatureDoesNotMatch 403',
    'InvalidSignatureException 403',
  ]);
  expect(await ask({ credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey } })).toEqual([
    'InvalidAccessKeyId 403',
    'UnrecognizedClientException 400',
  ]);
  expect(await ask({ credentials: { ...guest, sessionToken: 'of yesterday' } })).toEqual([
    'InvalidToken 400',
    'UnrecognizedClientException 400',
  ]);
  expect(await ask({ region: 'ap-south-1' })).toEqual([
    'AuthorizationHeaderMalformed 400',
    'InvalidSignatureException 403',
  ]);
  // correctClockSkew would repair it with a second attempt
  expect(await ask({ systemClockOffset: 20 * 60 * 1000 })).toEqual([
    'RequestTimeTooSkewed 403',
    'InvalidSignatureException 403',
  ]);
});

test('credentials expire, and may be refused single actions', async () => {
  const [, person] = double.credentials;
  if (person === undefined) throw new Error('There is no guest.');
  person.expired = true;
  expect(await ask({ credentials: guest })).toEqual(['ExpiredToken 400', 'ExpiredTokenException 400']);
  person.expired = false;
  person.denied = ['s3:ListBucket', 'athena:*'];
  expect(await ask({ credentials: guest })).toEqual(['AccessDenied 403', 'AccessDeniedException 400']);
  const s3 = double.openS3({ credentials: guest });
  person.denied = ['s3:PutObject lake/raw/*'];
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'curated/a', Body: 'a' }));
  const refused = s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'raw/a', Body: 'a' }));
  await expect(refused).rejects.toThrow(/user\/guest is not authorized to perform: s3:PutObject on resource: .*raw\/a/);
});

test('a request without a signature, and one that was changed on its way, are refused', async () => {
  expect((await fetch(`${double.url}/lake?list-type=2`)).status).toBe(403);
  const inBetween = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    delete headers['connection'];
    void fetch(`${double.url}${(request.url ?? '').replace('mine', 'yours')}`, { headers }).then(async (answer) => {
      response.writeHead(answer.status);
      response.end(await answer.text());
    });
  });
  const port = await new Promise<number>((resolve) => {
    inBetween.listen(0, '127.0.0.1', () => resolve((inBetween.address() as { port: number }).port));
  });
  try {
    const s3 = double.openS3({ endpoint: `http://127.0.0.1:${port}` });
    const list = new ListObjectsV2Command({ Bucket: 'lake', Prefix: 'mine' });
    await expect(s3.send(list)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  } finally {
    inBetween.close();
  }
});
