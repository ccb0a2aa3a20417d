/** For the tests of connections: a workspace of their own, and settings for the double of AWS. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AthenaConnection, ConnectionCheck, Progress } from '../../../preload/contract.js';
import { memoryVault } from '../vault.js';
import type { JsonFiles } from './connection-book.js';
import { createConnections } from './create-connections.js';
import { exampleConnection } from '../example-connection.js';

export async function openTestConnections(json: JsonFiles) {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-connections-'));
  const vault = memoryVault();
  const open = () => createConnections({ workspaceDir: folder, vault, json });
  const connections = open();
  return {
    folder,
    vault,
    connections,
    /** As another process would: nothing is remembered but what is written. */
    openAgain: open,
    async close() {
      connections.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function testJob(signal = new AbortController().signal) {
  const told: Progress[] = [];
  return { signal, told, onProgress: (progress: Progress) => void told.push(progress) };
}

export function athenaConnection(endpoint: string | null, changes: Partial<AthenaConnection> = {}): AthenaConnection {
  return exampleConnection({
    name: 'work',
    credentials: { from: 'keys' },
    endpoint,
    output: 's3://results/athena/',
    ...changes,
  });
}

/** `credentials ✓, reach ✗, …`, short enough to compare. */
export function signsOf(checks: readonly ConnectionCheck[]): string {
  const sign = (ok: boolean | null) => (ok === null ? '–' : ok ? '✓' : '✗');
  return checks.map(({ id, ok }) => `${id} ${sign(ok)}`).join(', ');
}
