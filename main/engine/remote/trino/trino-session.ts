/**
 * One's own Trino, spoken to through `trino-client`. Its iterator says nothing while a query gives no rows, not even the
 * query's id, and cannot be aborted: so its pages are followed here, by the client's own `request`.
 */
import { BasicAuth, Trino, type QueryResult } from 'trino-client';
import { EngineError, type TrinoConnection } from '../../../../preload/contract.js';

/** Trino answers within a second, also where it has nothing to say. */
const answerMs = 60_000;

/** The client's own call, which the declarations of `Trino` leave untyped; the settings are those of axios. */
interface Requests {
  request<T>(settings: {
    readonly method: string;
    readonly url: string;
    readonly data?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
    readonly maxRedirects: number;
    readonly timeout: number;
    readonly proxy?: false;
  }): Promise<T>;
}

export interface TrinoPage extends QueryResult {
  /** With what the client's own type leaves out. */
  readonly error?: QueryResult['error'] & {
    readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number };
  };
}

export interface TrinoSession {
  /** Throws what axios throws. */
  start(text: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<TrinoPage>;
  follow(nextUri: string, signal: AbortSignal | undefined): Promise<TrinoPage>;
  cancel(queryId: string): Promise<void>;
  /** Such as `414`; null where the server does not say. */
  version(): Promise<string | null>;
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Throws EngineError `misconfigured` where a password would go over the net for all to read. */
export function openTrinoSession(connection: TrinoConnection, password: string | null): TrinoSession {
  const server = new URL(connection.server);
  const isLocal = loopback.test(server.hostname);
  if (password !== null && server.protocol !== 'https:' && !isLocal)
    throw new EngineError(
      'misconfigured',
      `“${connection.name}” has a password, and ${server.origin} is not asked by https.`,
      { wayOut: 'Give the address with https://, or remove the password.' },
    );
  const trino = Trino.create({
    server: connection.server.replace(/\/+$/, ''),
    catalog: connection.catalog,
    schema: connection.schema,
    source: 'vitrine',
    // Without a password the name goes in a header only: a server over http refuses the other one.
    ...(password !== null && { auth: new BasicAuth(connection.user, password) }),
    extraHeaders: { 'X-Trino-User': connection.user, 'X-Trino-Time-Zone': 'UTC' },
  });
  const client = trino['client'] as Requests;
  const settings = {
    maxRedirects: 0, // the password would go along
    timeout: answerMs,
    ...(isLocal && { proxy: false as const }),
  };

  /** What the server says to go on with may be another machine: a password does not go there. */
  function checkAddress(nextUri: string): void {
    if (password === null || new URL(nextUri).origin === server.origin) return;
    throw new EngineError(
      'misconfigured',
      `Trino at ${server.origin} has its answers fetched from ${new URL(nextUri).origin}: the password of “${connection.name}” is not sent there.`,
      { wayOut: 'Give the address by which Trino names itself, or set http-server.process-forwarded=true on it.' },
    );
  }

  /** What is no JSON arrives as a text: of a proxy's page, for one. */
  function checkPage(page: TrinoPage): TrinoPage {
    if (typeof page === 'object' && page !== null && typeof page.id === 'string') return page;
    throw new EngineError('misconfigured', `What answers at ${server.origin} is not a Trino.`, {
      wayOut: 'Look at the address and the port of the connection, and at what stands before the server.',
    });
  }

  return {
    async start(text, headers, signal) {
      const page = await client.request<TrinoPage>({
        ...settings,
        method: 'POST',
        url: '/v1/statement',
        data: text,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
        signal,
      });
      return checkPage(page);
    },
    async follow(nextUri, signal) {
      checkAddress(nextUri);
      return checkPage(await client.request<TrinoPage>({ ...settings, method: 'GET', url: nextUri, signal }));
    },
    async cancel(queryId) {
      await client.request({ ...settings, method: 'DELETE', url: `/v1/query/${encodeURIComponent(queryId)}` });
    },
    async version() {
      const info = await client.request<{ readonly nodeVersion?: { readonly version?: string } }>({
        ...settings,
        method: 'GET',
        url: '/v1/info',
        timeout: 5000,
      });
      return info.nodeVersion?.version ?? null;
    },
  };
}
