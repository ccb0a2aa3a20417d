import { expect, test } from 'vitest';
import { EngineError, type AthenaConnection, type TrinoConnection } from '../../../preload/contract.js';
import { checkLimits, showBytes } from './limits.js';
import { exampleConnection } from '../example-connection.js';

const connection: AthenaConnection = exampleConnection({ region: 'eu-central-1' });
const trino: TrinoConnection = {
  kind: 'trino',
  name: 'own',
  server: 'http://127.0.0.1:8080',
  catalog: 'hive',
  schema: 'shop',
  user: 'me',
  events: null,
};
const query = { sql: 'SELECT 1', values: [], purpose: 'shop-days', dataset: null, estimatedBytes: 1e9 };
const none = { scanned: 0, pending: 0 };

function refusal(...asked: Parameters<typeof checkLimits>) {
  try {
    checkLimits(...asked);
    return null;
  } catch (error) {
    const { code, message, details } = EngineError.from(error);
    return { code, message, bytes: details.bytes, costUsd: details.costUsd };
  }
}

test('without limits everything may be sent', () => {
  expect(refusal(connection, { ...query, estimatedBytes: null }, { scanned: 1e15, pending: 0 })).toBeNull();
  expect(refusal(trino, { ...query, estimatedBytes: 1e15 }, none)).toBeNull();
});

test('beyond the soft limit a person is asked, with what it would scan and cost', () => {
  const soft = { ...connection, softLimitBytes: 999_999_999 };
  expect(refusal(soft, query, none)).toEqual({
    code: 'needs_approval',
    message: 'The query would scan up to 1 GB; “lake” asks before it scans more than 1000 MB.',
    bytes: 1e9,
    costUsd: 0.005,
  });
  expect(refusal(soft, { ...query, approvedBytes: 999_999_999 }, none)?.code).toBe('needs_approval');
  expect(refusal(soft, { ...query, approvedBytes: 1e9 }, none)).toBeNull();
  expect(refusal({ ...soft, softLimitBytes: 1e9 }, query, none)).toBeNull();
});

test('what nobody can tell is asked about, too', () => {
  const soft = { ...connection, softLimitBytes: 1e12 };
  const unknown = { ...query, estimatedBytes: null };
  expect(refusal(soft, unknown, none)).toMatchObject({ code: 'needs_approval', bytes: undefined, costUsd: null });
  expect(refusal(soft, { ...unknown, approvedBytes: 0 }, none)).toBeNull();
});

test('the cap of the day counts the estimate, and what runs; nobody can agree it away', () => {
  const capped = { ...connection, dayCapBytes: 3e9 };
  expect(refusal(capped, query, { scanned: 2e9, pending: 0 })).toBeNull();
  expect(refusal(capped, { ...query, approvedBytes: 1e12 }, { scanned: 2e9, pending: 1 })).toEqual({
    code: 'over_limit',
    message: 'The query would scan up to 1 GB, and “lake” may scan 1000 MB more today (3 GB a day).',
    bytes: 1e9,
    costUsd: 0.005,
  });
  expect(refusal(capped, { ...query, estimatedBytes: null }, { scanned: 2e9, pending: 0 })).toBeNull();
  expect(refusal(capped, { ...query, estimatedBytes: null }, { scanned: 3e9, pending: 0 })).toMatchObject({
    code: 'over_limit',
    message: 'Queries of “lake” have used up what may be scanned in a day: 3 GB of 3 GB.',
  });
  expect(refusal(capped, { ...query, estimatedBytes: 0 }, { scanned: 3e9, pending: 0 })?.code).toBe('over_limit');
});

test('DDL scans nothing', () => {
  const tight = { ...connection, dayCapBytes: 0, softLimitBytes: 0 };
  expect(refusal(tight, { ...query, purpose: 'ddl', estimatedBytes: null }, { scanned: 9, pending: 0 })).toBeNull();
});

test('bytes are shown in decimal units', () => {
  expect([0, 999, 1000, 12_345, 10_000_000, 1.5e9, 2e15].map(showBytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '12.3 kB',
    '10 MB',
    '1.5 GB',
    '2000 TB',
  ]);
});
