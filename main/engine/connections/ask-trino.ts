/** Small questions to Trino about itself and its catalogs, over its statement protocol. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { TrinoConnection } from '../../../preload/contract.js';
import { askHttp } from './ask-http.js';

const page = z.looseObject({
  id: z.string(),
  nextUri: z.string().optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

export function headersOf({ user, catalog, schema }: TrinoConnection, password: string | null): Record<string, string> {
  return {
    'X-Trino-User': user,
    'X-Trino-Source': 'vitrine',
    'X-Trino-Catalog': catalog,
    'X-Trino-Schema': schema,
    ...(password !== null && { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
  };
}

/** The rows of the answer. Throws Trino's error object, `{message, errorName, errorLocation}`, and what the network throws. */
export async function askTrino(
  connection: TrinoConnection,
  password: string | null,
  sql: string,
  signal: AbortSignal,
): Promise<readonly (readonly unknown[])[]> {
  const headers = headersOf(connection, password);
  const rows: (readonly unknown[])[] = [];
  let url: string | undefined = new URL('/v1/statement', connection.server).href;
  let body: string | undefined = sql;
  try {
    for (let pauseMs = 50; url !== undefined;) {
      const method = body === undefined ? 'GET' : 'POST';
      const { status, json } = await askHttp({ url, method, headers, body, signal });
      if (status === 429 || (status >= 502 && status <= 504 && pauseMs < 2000)) {
        await wait((pauseMs *= 2), undefined, { signal });
        continue;
      }
      if (status >= 300) throw Object.assign(new Error(`HTTP ${status}`), { response: { status } });
      const answer = page.safeParse(json);
      if (!answer.success) throw new Error('Deserialization error: this is no answer of Trino.');
      const { data, error, nextUri } = answer.data;
      if (error) throw error;
      rows.push(...(data ?? []));
      // A password goes to the server that was named, and to no other.
      if (nextUri !== undefined && new URL(nextUri).host !== new URL(connection.server).host && password !== null)
        throw new Error(`Trino sends on to another server, ${new URL(nextUri).host}.`);
      [url, body] = [nextUri, undefined];
    }
    return rows;
  } catch (error) {
    if (signal.aborted && url !== undefined && body === undefined)
      void askHttp({ url, method: 'DELETE', headers, signal: new AbortController().signal }).catch(() => undefined);
    throw error;
  }
}
