import { describe, expect, test } from 'vitest';
import type { ConnectionInfo } from '../../preload/contract.js';
import { draftOf, emptyDraft, readDraft, type ConnectionDraft } from './connection-draft.js';

const athena: ConnectionDraft = { ...emptyDraft('athena'), name: 'shop', database: 'shop' };
const trino: ConnectionDraft = {
  ...emptyDraft('trino'),
  name: 'cluster',
  server: 'http://127.0.0.1:8080',
  user: 'ada',
};

describe('a connection that a person writes', () => {
  test('is read with its empty fields as not set and its gigabytes as bytes', () => {
    const { request } = readDraft({ ...athena, output: 's3://out/results', softLimitGb: 1.5 }, false, []);
    expect(request).toEqual({
      connection: {
        kind: 'athena',
        name: 'shop',
        region: 'us-east-1',
        credentials: { from: 'default' },
        endpoint: null,
        workgroup: 'primary',
        output: 's3://out/results/',
        catalog: 'AwsDataCatalog',
        database: 'shop',
        lake: null,
        events: null,
        pricePerTb: 5,
        softLimitBytes: 1_500_000_000,
        dayCapBytes: null,
        reuseMinutes: 60,
      },
    });
  });

  test('says at each field what is wrong with it', () => {
    const draft = { ...athena, name: '', region: 'US East', endpoint: 'localhost', output: 'out', lake: 's3:/x' };
    expect(Object.keys(readDraft(draft, false, []).problems ?? {}).sort()).toEqual([
      'endpoint',
      'lake',
      'name',
      'output',
      'region',
    ]);
    expect(readDraft({ ...athena, from: 'profile' }, false, []).problems).toEqual({ profile: 'Choose a profile.' });
    expect(readDraft({ ...trino, server: 'cluster:8080', user: ' ' }, false, []).problems).toHaveProperty('server');
    expect(readDraft(athena, false, ['shop']).problems).toHaveProperty('name');
  });

  test('wants both keys, unless the engine has them', () => {
    const keys: ConnectionDraft = { ...athena, from: 'keys' };
    expect(Object.keys(readDraft(keys, false, []).problems ?? {})).toEqual(['accessKeyId', 'secretAccessKey']);
    expect(Object.keys(readDraft({ ...keys, accessKeyId: 'AKIA' }, true, []).problems ?? {})).toEqual([
      'secretAccessKey',
    ]);
    expect(readDraft(keys, true, []).request).not.toHaveProperty('secret');
    const { request } = readDraft({ ...keys, accessKeyId: ' AKIA ', secretAccessKey: 's' }, false, []);
    expect(request?.secret).toEqual({ accessKeyId: 'AKIA', secretAccessKey: 's' });
  });

  test('keys of a connection that does not use keys are not sent', () => {
    const draft: ConnectionDraft = { ...athena, from: 'environment', accessKeyId: 'AKIA', secretAccessKey: 's' };
    expect(readDraft(draft, false, []).request).not.toHaveProperty('secret');
  });

  test('comes back from the engine as it was sent', () => {
    for (const draft of [
      { ...athena, lake: 's3://lake/shop/', dayCapGb: 2, from: 'profile', profile: 'work' },
      trino,
    ]) {
      const { request } = readDraft(draft as ConnectionDraft, false, []);
      const info = { ...request?.connection, secret: null, expiresAt: null } as ConnectionInfo;
      expect(readDraft(draftOf(info), false, []).request).toEqual(request);
    }
  });
});
