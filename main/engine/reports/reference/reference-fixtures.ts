/** Reads the golden fixtures of queries/fixtures: given rows, a question, expected rows, and why. */
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
  readonly file: string;
  readonly report: string;
  readonly name: string;
  readonly why: string;
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
    readonly columns: readonly string[];
    readonly rows: readonly (readonly Cell[])[];
    readonly summary: Readonly<Record<string, number | string | null>>;
  }[];
}

/** All cases of all fixture files under `folder`, in the files' order. */
export function readGoldenCases(folder: string): readonly GoldenCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().flatMap((file) => {
    const fixture = JSON.parse(readFileSync(join(folder, file), 'utf8')) as FixtureFile;
    return fixture.cases.map((golden): GoldenCase => {
      const given = fixture.given[golden.given];
      if (given === undefined) throw new Error(`${file}: “${golden.name}” names no given rows: ${golden.given}`);
      return {
        file,
        report: fixture.report,
        name: golden.name,
        why: golden.why.join(' '),
        events: given.rows.map(parseEvent),
        flaggedUsers: new Set(given.flagged ?? []),
        question: golden.question,
        expected: {
          summary: Object.fromEntries(Object.entries(golden.summary).map(([name, value]) => [name, toNumber(value)])),
          rows: golden.rows.map((row) => nameCells(file, golden.columns, row)),
        },
      };
    });
  });
}

function nameCells(file: string, columns: readonly string[], row: readonly Cell[]): Record<string, Cell> {
  if (row.length !== columns.length) throw new Error(`${file}: a row has ${row.length} of ${columns.length} cells`);
  return Object.fromEntries(columns.map((name, at) => [name, toCell(row[at] ?? null)]));
}

/** A row as it stands in the shop's file: `2019-10-01 00:00:00 UTC,view,1,11,electronics.audio,apple,10.00,7,s1`. */
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

/** A fraction may be written as one, `"2/3"`, so that a hand-made number can be read. */
const fraction = /^(-?[\d.]+)\/([\d.]+)$/;

function toCell(value: Cell): Cell {
  const match = typeof value === 'string' ? fraction.exec(value) : null;
  return match ? Number(match[1]) / Number(match[2]) : value;
}

function toNumber(value: number | string | null): number | null {
  const cell = toCell(value);
  if (typeof cell === 'string') throw new Error(`not a number: ${cell}`);
  return cell;
}
