/** One attempt to hand an alert to somebody's server. */
import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Post {
  readonly url: string;
  readonly secret: string | null;
  /** The same for every attempt, so that the receiver can tell a repetition. */
  readonly delivery: string;
  readonly body: string;
}

export type PostResult =
  | { readonly kind: 'sent'; readonly detail: string }
  /** `isFinal`: another attempt would end the same way. */
  | { readonly kind: 'failed'; readonly detail: string; readonly isFinal: boolean };

/** `sha256=` and the hexadecimal HMAC-SHA-256 of the raw body. */
export function signBody(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function judge(status: number): PostResult {
  if (status >= 200 && status < 300) return { kind: 'sent', detail: `HTTP ${status}` };
  const isFinal = status < 500 && status !== 408 && status !== 429;
  const detail = status >= 300 && status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  return { kind: 'failed', detail, isFinal };
}

/** Never throws. `signal` gives the attempt up. */
export function postAlert(
  { url, secret, delivery, body }: Post,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<PostResult> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(body);
    const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': bytes.length,
        'User-Agent': 'Vitrine',
        'X-Vitrine-Delivery': delivery,
        'X-Vitrine-Timestamp': new Date().toISOString(),
        ...(secret === null ? {} : { 'X-Vitrine-Signature': signBody(secret, body) }),
      },
    });
    const giveUp = (detail: string) => end({ kind: 'failed', detail, isFinal: false });
    const abort = () => giveUp('given up because Vitrine was closed');
    const timer = setTimeout(() => giveUp(`no answer within ${timeoutMs / 1000} seconds`), timeoutMs);
    function end(result: PostResult): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      resolve(result);
      request.destroy();
    }
    signal?.addEventListener('abort', abort);
    request.on('response', (response) => end(judge(response.statusCode ?? 0)));
    request.on('error', (error: NodeJS.ErrnoException) => giveUp(error.code ?? error.message));
    request.end(bytes);
    if (signal?.aborted) abort();
  });
}
