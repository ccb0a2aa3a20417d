import { EngineError } from '../../preload/contract.js';
import type { UploadProgress } from '../../preload/shell.js';

/** Of this page, on the host's disk. */
const uploaded = new Set<string>();

/** Deletes on the host's disk those of these paths that this page has uploaded. */
export function releaseUploads(paths: readonly string[]): void {
  for (const path of paths) {
    if (!uploaded.delete(path)) continue;
    // What fails is deleted when the host ends. `keepalive`: also while the page goes.
    void fetch(`/upload?${new URLSearchParams({ path })}`, { method: 'DELETE', keepalive: true }).catch(
      () => undefined,
    );
  }
}

globalThis.addEventListener?.('pagehide', () => releaseUploads([...uploaded]));

/** Streams files to the host's disk one after the other and returns their paths there. Throws where one cannot be stored, EngineError `cancelled` on an abort. */
export async function uploadFiles(
  files: readonly File[],
  onProgress?: UploadProgress,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const paths: string[] = [];
  let earlierBytes = 0;
  if (files.length > 0) onProgress?.(0, totalBytes);
  try {
    for (const file of files) {
      const before = earlierBytes;
      const path = await upload(file, (bytes) => onProgress?.(before + bytes, totalBytes), signal);
      uploaded.add(path);
      paths.push(path);
      earlierBytes += file.size;
    }
  } catch (thrown) {
    releaseUploads(paths);
    throw thrown;
  }
  return paths;
}

/** XMLHttpRequest, because fetch does not tell how much it has sent. */
function upload(file: File, onSent: (bytes: number) => void, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new EngineError('cancelled', 'Cancelled.'));
    const request = new XMLHttpRequest();
    signal?.addEventListener('abort', () => request.abort());
    request.onabort = () => reject(new EngineError('cancelled', 'Cancelled.'));
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status === 200) resolve(request.responseText);
      else reject(new Error(request.responseText || `“${file.name}” could not be uploaded (${request.status}).`));
    };
    request.onerror = () => reject(new Error(`“${file.name}” could not be uploaded: the connection was lost.`));
    request.open('POST', `/upload?${new URLSearchParams({ name: file.name })}`);
    request.send(file);
  });
}
