/** Trino's types and values in Athena's form. */
import type { ResultType } from './hive-types.js';

/** As Java writes it: `3.0`, `1.0E10`, `2.5E-5`. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}

export function readTrinoType(type: string): ResultType {
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal) return { name: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const plain = type.replace(/\(.*?\)/, '');
  const precisions: Readonly<Record<string, number>> = {
    bigint: 19,
    integer: 10,
    smallint: 5,
    tinyint: 3,
    double: 17,
    real: 17,
    varchar: 2_147_483_647,
    char: 2_147_483_647,
    timestamp: 3,
    'timestamp with time zone': 3,
  };
  return { name: plain === 'real' ? 'float' : plain, precision: precisions[plain] ?? 0, scale: 0 };
}

function writeList(values: readonly unknown[]): string {
  return `[${values.map((value) => (value === null ? 'null' : String(value))).join(', ')}]`;
}

export function writeTrinoCell(value: unknown, { name }: ResultType): string | null {
  if (value === null || value === undefined) return null;
  if (name === 'double' || name === 'float') return javaDouble(Number(value));
  if (name.startsWith('timestamp'))
    return String(value).replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d+))?/, (_, start: string, part = '') => {
      return `${start}.${String(part).padEnd(3, '0').slice(0, 3)}`;
    });
  if (Array.isArray(value)) return writeList(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
