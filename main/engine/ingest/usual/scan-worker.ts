/** The thread that reads a part of a file; see scan-usual.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { scanPart, type FilePart, type PartScan } from './scan-part.js';

export type FromScan =
  { readonly bytes: number; readonly rows: number } | { readonly scan: PartScan | null } | { readonly error: Error };

const tell = (message: FromScan) => parentPort?.postMessage(message);

try {
  tell({ scan: scanPart(workerData as FilePart, (bytes, rows) => tell({ bytes, rows })) });
} catch (error) {
  tell({ error: error as Error });
}
