/** The thread that draws PDFs, so that the engine goes on answering: gets a request and fonts, gives progress and bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Printable } from './pdf-request.js';
import { printPdf } from './print-pdf.js';

export interface PdfWorkerData {
  readonly request: Printable;
  readonly fontsDir: string;
}

export type PdfWorkerMessage =
  { readonly kind: 'progress'; readonly share: number } | { readonly kind: 'done'; readonly bytes: Uint8Array };

const leastStep = 0.02;

async function work(): Promise<void> {
  const { request, fontsDir } = workerData as PdfWorkerData;
  let told = 0;
  const post = (message: PdfWorkerMessage) => parentPort?.postMessage(message);
  const bytes = await printPdf(request, fontsDir, (share) => {
    if (share - told < leastStep) return;
    told = share;
    post({ kind: 'progress', share });
  });
  post({ kind: 'done', bytes });
}

// A rejection ends the worker, and its parent hears the error.
void work();
