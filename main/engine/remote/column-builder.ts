/** Cells as engines elsewhere write them become the columns that the same query gives on DuckDB (see result-columns.ts). */
import type { ResultColumn } from '../result-columns.js';

export interface ColumnKind {
  /** To read it with DuckDB: of a closed set, so that it may stand in a text. */
  readonly duckDbType: string;
  readonly form: 'number' | 'single' | 'time' | 'text';
  readonly wide: boolean;
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  tinyint: { duckDbType: 'TINYINT', form: 'number', wide: false },
  smallint: { duckDbType: 'SMALLINT', form: 'number', wide: false },
  int: { duckDbType: 'INTEGER', form: 'number', wide: false },
  integer: { duckDbType: 'INTEGER', form: 'number', wide: false },
  bigint: { duckDbType: 'BIGINT', form: 'number', wide: true },
  real: { duckDbType: 'FLOAT', form: 'single', wide: false },
  float: { duckDbType: 'FLOAT', form: 'single', wide: false },
  double: { duckDbType: 'DOUBLE', form: 'number', wide: false },
  boolean: { duckDbType: 'BOOLEAN', form: 'text', wide: false },
  date: { duckDbType: 'DATE', form: 'text', wide: false },
  timestamp: { duckDbType: 'TIMESTAMP', form: 'time', wide: false },
};
const text: ColumnKind = { duckDbType: 'VARCHAR', form: 'text', wide: false };

/** By the type as Trino or Athena writes it. `precision` and `scale`: of a decimal that does not say them itself. */
export function readColumnKind(type: string, precision?: number, scale?: number): ColumnKind {
  const name = type.trim().toLowerCase();
  const decimal = /^decimal(?:\((\d+),\s*(\d+)\))?$/.exec(name);
  if (decimal !== null) {
    const digits = Number(decimal[1] ?? precision ?? 38);
    const places = Number(decimal[2] ?? scale ?? 0);
    return { duckDbType: `DECIMAL(${digits},${places})`, form: 'number', wide: false };
  }
  return kinds[name.replace(/^timestamp\(\d+\)$/, 'timestamp')] ?? text;
}

/** `2019-10-01 00:00:05.120` to `2019-10-01T00:00:05.12Z`: microseconds at most, no zeros at the end. */
function toTime(written: string): string {
  const [seconds = '', fraction = ''] = written.split('.');
  const digits = fraction.slice(0, 6).replace(/0+$/, '');
  return `${seconds.replace(' ', 'T')}${digits === '' ? '' : `.${digits}`}Z`;
}

const toText = (cell: unknown) => (typeof cell === 'object' ? JSON.stringify(cell) : String(cell));

export class ColumnBuilder {
  private readonly numbers: number[] = [];
  private readonly texts: (string | null)[] = [];

  constructor(
    private readonly name: string,
    private readonly kind: ColumnKind,
  ) {}

  push(cell: unknown): void {
    const isNull = cell === null || cell === undefined;
    const { form } = this.kind;
    if (form === 'number') this.numbers.push(isNull ? NaN : Number(cell));
    else if (form === 'single') this.numbers.push(isNull ? NaN : Math.fround(Number(cell)));
    else if (isNull) this.texts.push(null);
    else this.texts.push(form === 'time' ? toTime(String(cell)) : toText(cell));
  }

  finish(): ResultColumn {
    const { form, wide } = this.kind;
    const isNumber = form === 'number' || form === 'single';
    return { name: this.name, wide, values: isNumber ? Float64Array.from(this.numbers) : this.texts };
  }
}
