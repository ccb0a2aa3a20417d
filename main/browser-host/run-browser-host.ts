import { join } from 'node:path';
import { createEngine, type EngineConfig } from '../engine/engine.js';
import { makeWorkingFolder } from '../engine/workspace/working-folders.js';
import { startBrowserHost, type BrowserHost } from './browser-host.js';
import { openInBrowser } from './open-in-browser.js';

export interface RunBrowserHostOptions extends Omit<EngineConfig, 'host'> {
  readonly port?: number;
  /** Opens the page in the person's browser, where there is a display and no CI. */
  readonly opensBrowser: boolean;
  readonly opensSample?: boolean;
}

/**
 * Creates the engine and the host around it: what `npm start` falls back to and `vitrine serve` runs. Throws EngineError
 * where the workspace cannot be opened, and what `listen` throws. Whoever runs it prints the URL and closes it at the end.
 */
export async function runBrowserHost(options: RunBrowserHostOptions): Promise<Pick<BrowserHost, 'url' | 'close'>> {
  const { workspaceDir, shippedDir, version, port, opensBrowser, opensSample } = options;
  const engine = await createEngine({ workspaceDir, shippedDir, version, host: 'browser' });
  try {
    const host = await startBrowserHost({
      engine,
      rendererDir: join(shippedDir, 'dist', 'renderer'),
      tempDir: await makeWorkingFolder(join(workspaceDir, 'tmp'), 'temporary'),
      port,
      opensSample,
    });
    if (opensBrowser) openInBrowser(host.singleUseUrl);
    return {
      url: host.url,
      async close() {
        await host.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
