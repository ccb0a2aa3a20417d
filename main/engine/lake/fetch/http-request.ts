/** GET and HEAD over http(s), to the end of the redirects. */
import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { EngineError } from '../../../../preload/contract.js';

const mostRedirects = 8;
const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: 16 });
const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: 16 });

/** An answer that is neither the file nor a redirect. */
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';

  constructor(
    readonly status: number,
    reason: string,
  ) {
    super(`${status} ${reason}`.trim());
  }
}

export interface HttpAsk {
  readonly method: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

function send(url: URL, { method, headers = {}, signal }: HttpAsk): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isSafe = url.protocol === 'https:';
    const request = (isSafe ? requestHttps : requestHttp)(
      url,
      {
        method,
        signal,
        agent: isSafe ? httpsAgent : httpAgent,
        // what is fetched is the file as it lies there
        headers: { 'accept-encoding': 'identity', 'user-agent': 'Vitrine', ...headers },
      },
      (response) => {
        // who goes on reading hears of errors; nobody else needs to
        response.on('error', () => undefined);
        resolve(response);
      },
    );
    request.on('error', reject);
    request.end();
  });
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/** Without name, password and query: what may be shown and written down. */
export function showUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/**
 * The answer at the end of the redirects, and where that was. Throws {@link HttpStatusError} for answers of 300 and more,
 * EngineError `misconfigured` where redirects do not end or lead from https to http, and what the network says.
 */
export async function ask(
  from: URL,
  asked: HttpAsk,
): Promise<{ readonly response: IncomingMessage; readonly url: URL }> {
  let url = from;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await send(url, asked);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 200 && status < 300) return { response, url };
    response.destroy();
    if (!isRedirect(status) || location === undefined) throw new HttpStatusError(status, response.statusMessage ?? '');
    const next = readLocation(location, url);
    if (url.protocol === 'https:' && next.protocol === 'http:')
      throw new EngineError('misconfigured', `“${showUrl(from)}” leads from https to http.`, {
        wayOut: 'Download the file with a browser if you trust the place, and load it from there.',
      });
    url = next;
  }
  throw new EngineError('misconfigured', `“${showUrl(from)}” leads from one address to the next without end.`, {
    wayOut: 'Open the address in a browser to see where it leads.',
  });
}

function readLocation(location: string, base: URL): URL {
  try {
    const url = new URL(location, base);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // told below
  }
  throw new EngineError('misconfigured', `“${showUrl(base)}” leads to something that is no web address.`, {
    wayOut: 'Open the address in a browser to see where it leads.',
  });
}
