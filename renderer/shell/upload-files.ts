import { EngineError } from '../../preload/contract.js';
import type { UploadProgress } from '../../preload/shell.js';

/** Streams files to the host's disk one after the other and returns their paths there. Throws where one cannot be stored, EngineError `cancelled` on an abort. */
export async function uploadFiles(
  files: readonly File[],
  onProgress?: UploadProgress,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const paths: string[] = [];
  let earlierBytes = 0;
  for (const file of files) {
    const before = earlierBytes;
    paths.push(await upload(file, (bytes) => onProgress?.(before + bytes, totalBytes), signal));
    earlierBytes += file.size;
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
