/** Asks Trino over HTTP, page by page. */
import { setTimeout as delay } from 'node:timers/promises';
import { QueryFailure } from './query-failure.js';

export interface TrinoColumn {
  readonly name: string;
  readonly type: string;
}

interface TrinoPage {
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: {
    readonly message: string;
    readonly errorName: string;
    readonly errorType: string;
  };
}

/** Whole numbers that a double cannot hold stay texts. */
function parsePage(text: string): TrinoPage {
  const kept = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
  return JSON.parse(kept) as TrinoPage;
}

function readFailure({ message, errorName, errorType }: NonNullable<TrinoPage['error']>): QueryFailure {
  if (errorType === 'INSUFFICIENT_RESOURCES') return new QueryFailure(8, `${errorName}: ${message}`, 1, true);
  if (errorType !== 'USER_ERROR') return new QueryFailure(0, `${errorName}: ${message}`, 1);
  const isMissing = /^(TABLE|SCHEMA|CATALOG)_NOT_FOUND$/.test(errorName);
  return new QueryFailure(isMissing ? 1110 : 1006, `${errorName}: ${message}`);
}

export interface TrinoAsked {
  readonly body: string;
  readonly schema: string;
  /** Name and text, where `body` executes it. */
  readonly prepared: string | null;
}

/** Yields pages with rows or columns. An abort stops the query there. Throws QueryFailure. */
export async function* askTrino(url: string, asked: TrinoAsked, signal: AbortSignal): AsyncGenerator<TrinoPage> {
  const headers: Record<string, string> = {
    'X-Trino-User': 'athena',
    'X-Trino-Source': 'aws-double',
    'X-Trino-Catalog': 'awsdatacatalog',
    'X-Trino-Schema': asked.schema,
    'X-Trino-Session': 'task_concurrency=1',
  };
  if (asked.prepared !== null) headers['X-Trino-Prepared-Statement'] = `athena=${encodeURIComponent(asked.prepared)}`;
  let next: string | undefined = `${url}/v1/statement`;
  let isFirst = true;
  try {
    while (next !== undefined) {
      const answer: Response = await fetch(
        next,
        isFirst ? { method: 'POST', headers, body: asked.body, signal } : { headers, signal },
      );
      if (answer.status === 503) {
        await delay(100, undefined, { signal });
        continue;
      }
      if (!answer.ok) throw new QueryFailure(0, `Trino answered ${answer.status}: ${await answer.text()}`, 1);
      isFirst = false;
      const page = parsePage(await answer.text());
      next = page.nextUri;
      if (page.error !== undefined) throw readFailure(page.error);
      yield page;
    }
  } finally {
    if (next !== undefined && !isFirst) await fetch(next, { method: 'DELETE', headers }).catch(() => undefined);
  }
}
