/** One small request over http(s), with a limit of time and size: for services that the SDK has no client for here. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface HttpQuestion {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** The body as JSON; null where it is none. */
  readonly json: unknown;
}

const longestMs = 20_000;
const mostBytes = 8_000_000;

/** Throws what Node's network throws, and AbortError. */
export function askHttp({ url, method, headers, body, signal }: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, { method, headers: { accept: 'application/json', ...headers }, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= mostBytes) chunks.push(chunk);
        else request.destroy(new Error('The answer is too long.'));
      });
      response.on('error', reject);
      response.on('end', () => {
        let json: unknown = null;
        try {
          json = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        } catch {
          // A page of some other server: the status says enough.
        }
        resolve({ status: response.statusCode ?? 0, json });
      });
    });
    request.setTimeout(longestMs, () =>
      request.destroy(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' })),
    );
    request.on('error', reject);
    request.end(body);
  });
}
