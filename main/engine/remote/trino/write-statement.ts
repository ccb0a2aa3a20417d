/** How a text with `?` goes to Trino. */
import type { RemoteValue } from '../../elsewhere.js';
import { placeValues } from '../place-values.js';
import { toSqlLiteral } from '../sql-literal.js';

/**
 * A prepared statement goes in a header, written for a URL; the server (Jetty) takes 8 kB of headers in all and answers
 * a longer one with 431, or by closing the connection. The body has no such limit.
 */
const longestHeader = 6000;

export interface TrinoStatement {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A text that fits goes as a prepared statement and `EXECUTE … USING` (`EXECUTE IMMEDIATE` came with 418); a longer one,
 * which most reports are, with the literals in their places. Trino puts the same literals there itself; in both the lines
 * of the text stay as they are, so that the line of an error is right.
 */
export function writeStatement(sql: string, values: readonly RemoteValue[]): TrinoStatement {
  if (values.length === 0) return { text: sql, headers: {} };
  const prepared = `vitrine=${encodeURIComponent(sql)}`;
  if (prepared.length > longestHeader) return { text: placeValues(sql, values), headers: {} };
  return {
    text: `EXECUTE vitrine USING ${values.map(toSqlLiteral).join(', ')}`,
    headers: { 'X-Trino-Prepared-Statement': prepared },
  };
}
