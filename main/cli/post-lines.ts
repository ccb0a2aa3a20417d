/** Sends NDJSON to a URL; what does not get through is tried again, with longer and longer pauses. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { EngineError } from '../../preload/contract.js';

const linesPerRequest = 1000;
const timeoutMs = 30_000;
const tries = 6;

interface Attempt {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly detail: string;
}

function post(url: URL, body: string, signal: AbortSignal): Promise<Attempt> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { 'content-type': 'application/x-ndjson', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const sending = request(url, { method: 'POST', headers, timeout: timeoutMs, signal }, (answer) => {
      const status = answer.statusCode ?? 0;
      const detail = `${status} ${answer.statusMessage ?? ''}`.trim();
      answer.on('error', (error) => resolve({ status: 0, detail: error.message }));
      answer.on('end', () => resolve({ status, detail }));
      answer.resume();
    });
    sending.on('timeout', () => sending.destroy(new Error('no answer in time')));
    sending.on('error', (error) => resolve({ status: 0, detail: error.message }));
    sending.end(body);
  });
}

/** Rejects with EngineError `cancelled` where the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timeout);
      reject(new EngineError('cancelled', 'Cancelled.'));
    };
    const timeout = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

async function postWithRetries(url: URL, body: string, signal: AbortSignal, firstPauseMs: number): Promise<void> {
  for (let turn = 1; ; turn++) {
    const { status, detail } = await post(url, body, signal);
    if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    if (status >= 200 && status < 300) return;
    // No answer, too many at once, or the receiver's own trouble may pass; a refusal does not.
    const mayPass = status === 0 || status === 408 || status === 429 || status >= 500;
    if (!mayPass || turn === tries)
      throw new EngineError('bad_input', `${url.href} did not take the events: ${detail}.`, {
        wayOut: mayPass ? 'Start its receiver, and send them again.' : 'Correct the address, and send them again.',
      });
    await pause(firstPauseMs * 2 ** (turn - 1), signal);
  }
}

/** Returns what sends lines. Throws EngineError `bad_input` with what came back, `cancelled`. */
export function postLinesTo(url: URL, signal: AbortSignal, firstPauseMs = 500) {
  return async (lines: readonly string[]): Promise<void> => {
    for (let from = 0; from < lines.length; from += linesPerRequest)
      await postWithRetries(url, lines.slice(from, from + linesPerRequest).join(''), signal, firstPauseMs);
  };
}
