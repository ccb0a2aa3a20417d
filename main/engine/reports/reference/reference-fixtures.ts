/** Reads the golden fixtures; queries/fixtures/README.md says how they are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, ReferenceResult, ShopEvent } from './reference-events.js';

export interface FixtureQuestion {
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
  readonly category?: string;
  readonly brand?: string;
  readonly excludeFlagged?: boolean;
  /** The report's own parameters by the names of the command line. */
  readonly own?: Readonly<Record<string, string | number>>;
}

export interface GoldenCase {
  readonly report: string;
  readonly name: string;
  readonly why: string;
  /** The name of the given rows within the report's file. */
  readonly given: string;
  readonly events: readonly ShopEvent[];
  readonly flaggedUsers: ReadonlySet<string>;
  readonly question: FixtureQuestion;
  readonly expected: ReferenceResult;
}

interface FixtureFile {
  readonly report: string;
  readonly given: Readonly<Record<string, { readonly flagged?: readonly string[]; readonly rows: readonly string[] }>>;
  readonly cases: readonly {
    readonly name: string;
    readonly given: string;
    readonly why: readonly string[];
    readonly question: FixtureQuestion;
    readonly rows: readonly string[];
    readonly summary: Readonly<Record<string, number | string | null>>;
  }[];
}

/** All cases of all fixture files in `folder`, in the files' order. Throws where a fixture is not written as it should be. */
export function readGoldenCases(folder: string): readonly GoldenCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().flatMap((file) => {
    const fixture = JSON.parse(readFileSync(join(folder, file), 'utf8')) as FixtureFile;
    return fixture.cases.map((golden): GoldenCase => {
      const given = fixture.given[golden.given];
      if (given === undefined) throw new Error(`${file}: “${golden.name}” has no given rows`);
      const summary = Object.entries(golden.summary).map(([name, value]) => [name, toNumber(String(value ?? ''))]);
      return {
        report: fixture.report,
        name: golden.name,
        why: golden.why.join(' '),
        given: golden.given,
        events: given.rows.flatMap(repeatRow).map(parseEvent),
        flaggedUsers: new Set(given.flagged ?? []),
        question: golden.question,
        expected: { summary: Object.fromEntries(summary), rows: parseTable(golden.rows) },
      };
    });
  });
}

/** `3 x ROW` is the row three times, `#` the number of the copy. */
function repeatRow(row: string): string[] {
  const match = /^(\d+) x (.*)$/.exec(row);
  if (!match) return [row];
  return Array.from({ length: Number(match[1]) }, (_, at) => (match[2] ?? '').replaceAll('#', String(at + 1)));
}

function parseEvent(row: string): ShopEvent {
  const [time, type, product, categoryId, code, brand, price, user, session, ...rest] = row.split(',');
  if (!time?.endsWith(' UTC') || !type || !product || !categoryId || !price || !user || rest.length > 0)
    throw new Error(`not a row: ${row}`);
  return {
    eventTime: time.slice(0, -' UTC'.length),
    eventType: type,
    productId: product,
    categoryId,
    categoryCode: code || null,
    brand: brand || null,
    price,
    userId: user,
    userSession: session || null,
  };
}

const textColumns = new Set(['period', 'day', 'category', 'brand', 'product_id', 'segment']);

function parseTable([head = '', ...lines]: readonly string[]): ReferenceResult['rows'] {
  const cut = (line: string) => line.split(',').map((cell) => cell.trim());
  const names = cut(head);
  return lines.map((line) => {
    const cells = cut(line);
    if (cells.length !== names.length) throw new Error(`${cells.length} cells of ${names.length}: ${line}`);
    const named = names.map((name, at): [string, Cell] => {
      const cell = cells[at] ?? '';
      return [name, textColumns.has(name) ? cell || null : toNumber(cell)];
    });
    return Object.fromEntries(named);
  });
}

/** Empty is null; `2/3` is the fraction. */
function toNumber(cell: string): number | null {
  if (cell === '') return null;
  const [dividend = '', divisor = '1'] = cell.split('/');
  const value = Number(dividend) / Number(divisor);
  if (!Number.isFinite(value)) throw new Error(`not a number: ${cell}`);
  return value;
}
