/** One Trino for all tests of this folder; without Java they are skipped, and the reason is printed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTrino, whyNoTrino } from './start-trino.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Trino listens and the folder of its tables; or why it is not there. */
    trino: { readonly url: string; readonly folder: string } | { readonly missing: string };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = whyNoTrino();
  if (missing !== null) {
    console.warn(`\nThe tests on a real Trino are SKIPPED. ${missing}\n`);
    project.provide('trino', { missing });
    return async () => undefined;
  }
  process.env['NO_PROXY'] = ['127.0.0.1', process.env['NO_PROXY']].filter(Boolean).join(',');
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-trino-'));
  const trino = await startTrino(folder);
  project.provide('trino', { url: trino.url, folder });
  return async () => {
    await trino.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
