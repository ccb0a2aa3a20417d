import type { Cell, ReferenceResult } from './reference-events.js';

/**
 * What differs between two results, a sentence each; empty where they are equal. Rows are compared in order, numbers
 * that are not whole within 1e-9 (relative, or absolute for what a subtraction leaves), all else exactly; a column or
 * figure too many differs too.
 */
export function compareResults(expected: ReferenceResult, actual: ReferenceResult): readonly string[] {
  const differences = compareRecords('summary', expected.summary, actual.summary);
  if (expected.rows.length !== actual.rows.length)
    differences.push(`rows: expected ${expected.rows.length}, got ${actual.rows.length}`);
  for (let at = 0; at < Math.max(expected.rows.length, actual.rows.length); at++)
    differences.push(...compareRecords(`row ${at + 1}`, expected.rows[at] ?? {}, actual.rows[at] ?? {}));
  return differences;
}

function compareRecords(
  where: string,
  expected: Readonly<Record<string, Cell>>,
  actual: Readonly<Record<string, Cell>>,
) {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return names
    .filter((name) => !isSame(expected[name], actual[name]))
    .map((name) => `${where}, ${name}: expected ${show(expected[name])}, got ${show(actual[name])}`);
}

function isSame(expected: Cell | undefined, actual: Cell | undefined): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return expected === actual;
  if (Number.isInteger(expected) && Number.isInteger(actual)) return expected === actual;
  return Math.abs(expected - actual) <= 1e-9 * Math.max(1, Math.abs(expected), Math.abs(actual));
}

function show(value: Cell | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
