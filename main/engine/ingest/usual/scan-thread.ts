/** A part of a file read on a thread of its own, as the loader sees it. */
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../../../preload/contract.js';
import type { FromScan } from './scan-worker.js';
import type { ScanInThread } from './scan-usual.js';

/** `workerFile` is the bundle of scan-worker.ts. */
export function scanInThreadFrom(workerFile: string): ScanInThread {
  return async (part, signal, onRows) => {
    signal.throwIfAborted();
    const code = await readFile(workerFile, 'utf8').catch((error: Error) => {
      throw new EngineError('internal', `The part of Vitrine that reads files is missing: ${error.message}`, {
        wayOut: 'Install Vitrine again (in a checkout: npm run build).',
      });
    });
    // The code is given as text: a thread cannot everywhere be started from a file inside a packaged app.
    const worker = new Worker(code, { eval: true, workerData: part });
    let stop = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        stop = () => reject(signal.reason as Error);
        signal.addEventListener('abort', stop);
        worker.on('message', (message: FromScan) => {
          if ('bytes' in message) onRows(message.bytes, message.rows);
          else if ('error' in message) reject(message.error);
          else resolve(message.scan);
        });
        worker.on('error', reject);
        worker.on('exit', () => reject(new EngineError('internal', 'The thread that reads the file has ended early.')));
      });
    } finally {
      signal.removeEventListener('abort', stop);
      await worker.terminate();
    }
  };
}
