/** A value as an SQL literal of Trino: what `EXECUTE … USING` takes, and Athena's ExecutionParameters too. */
export function toTrinoLiteral(value: string | number | boolean): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isFinite(value)) return value.toExponential();
  throw new Error(`There is no literal for ${value}.`);
}
