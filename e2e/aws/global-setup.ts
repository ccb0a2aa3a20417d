/** One moto for all tests of this folder; without Python those that need it are skipped, and the reason is printed. */
import type { TestProject } from 'vitest/node';
import { startMoto, whyNoMoto } from './start-moto.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where moto listens; or why it is not there. */
    moto: { readonly url: string } | { readonly missing: string };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  process.env['NO_PROXY'] = ['127.0.0.1', process.env['NO_PROXY']].filter(Boolean).join(',');
  const missing = whyNoMoto();
  if (missing !== null) {
    console.warn(`\nThe tests on moto are SKIPPED. ${missing}\n`);
    project.provide('moto', { missing });
    return async () => undefined;
  }
  const moto = await startMoto();
  project.provide('moto', { url: moto.url });
  return moto.stop;
}
