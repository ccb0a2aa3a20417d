/** A value as an SQL literal of Trino's grammar: what Athena's ExecutionParameters and Trino's `EXECUTE … USING` take. */
import { EngineError } from '../../../preload/contract.js';
import type { RemoteValue } from '../elsewhere.js';

/**
 * Texts in single quotes (a quote is doubled; nothing else has a meaning in them), whole numbers plain, other numbers
 * with an exponent: without one they would be decimals. Throws EngineError `bad_params` for what is no number.
 */
export function toSqlLiteral(value: RemoteValue): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isFinite(value)) return value.toExponential();
  throw new EngineError('bad_params', `There is no SQL literal for ${value}.`, {
    wayOut: 'Give a number.',
  });
}
