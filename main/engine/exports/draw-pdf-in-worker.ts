/** Draws PDFs on a thread of their own, which an abort ends at once. */
import { readFile, writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../../preload/contract.js';
import type { PdfWorkerData, PdfWorkerMessage } from './pdf-worker.js';
import type { DrawPdf } from './pdf-request.js';

function runWorker(
  code: string,
  data: PdfWorkerData,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // The code is given as text: a thread cannot everywhere be started from a file inside a packaged app.
    const worker = new Worker(code, { eval: true, workerData: data });
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', abort);
      void worker.terminate();
      settle();
    };
    const abort = () => end(() => reject(new EngineError('cancelled', 'Cancelled.')));
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: PdfWorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.share);
      else end(() => resolve(message.bytes));
    });
    worker.on('error', (error) =>
      end(() => reject(new EngineError('internal', `The document could not be drawn: ${error.message}`))),
    );
    worker.on('exit', () => end(() => reject(new EngineError('internal', 'The document’s thread ended early.'))));
  });
}

async function readWorker(workerFile: string): Promise<string> {
  return readFile(workerFile, 'utf8').catch((error: Error) => {
    throw new EngineError('internal', `The part of Vitrine that draws documents is missing: ${error.message}`, {
      wayOut: 'Install Vitrine again (in a checkout: npm run build).',
    });
  });
}

/**
 * Returns what draws PDFs. `workerFile` is the bundle of pdf-worker.ts, `fontsDir` the folder of Roboto's files.
 * Rejects with EngineError `cancelled` or `internal`.
 */
export function drawPdfInWorker(workerFile: string, fontsDir: string): DrawPdf {
  return async (request, path, { signal, onProgress }) => {
    const progress = (share: number) =>
      onProgress({ phase: 'Drawing the document', done: Math.round(share * 100), total: 100, unit: 'steps' });
    onProgress({ phase: 'Laying out the document', done: 0, total: null, unit: 'pages' });
    const code = await readWorker(workerFile);
    if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    await writeFile(path, await runWorker(code, { request, fontsDir }, signal, progress), { flag: 'wx' });
  };
}
