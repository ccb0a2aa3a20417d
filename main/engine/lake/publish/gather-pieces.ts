/** What a dataset's lake consists of: one piece for each object, known by its rows before any is written. */
import type { Connection } from '../../database.js';
import type { LakeManifest } from '../../lake-manifest.js';
import type { QueryFiles } from '../../query-files.js';
import { fingerprintDays, fingerprintTable, type Content } from './fingerprints.js';
import { digest, nameObject } from './lake-place.js';
import { describeTables, eventColumns, selectDay, selectTable, type LakeTable } from './lake-tables.js';

export interface Piece {
  /** Below the place. */
  readonly key: string;
  readonly table: string;
  /** `event_date`; null where the table is not parted. */
  readonly partition: string | null;
  /** Of one of several files of a day or table, about. */
  readonly rows: number;
  readonly isWhole: boolean;
  readonly fingerprint: string;
  readonly estimatedBytes: number;
  /** The text that reads its rows, and what is bound to it. */
  readonly select: string;
  readonly values: readonly string[];
}

export interface Gathered {
  readonly tables: readonly LakeTable[];
  readonly pieces: readonly Piece[];
  /** First and last day with events. */
  readonly days: { readonly first: string; readonly last: string } | null;
}

/** A file is split where it would have more than `most`, into files of about `usual`. */
const most = 512e6;
const usual = 384e6;

/** Compressed bytes a row, measured on a made month of two million events. */
const rowBytes: Readonly<Record<string, number>> = {
  events: 23,
  brand_purchases: 8,
  brand_slots: 2.4,
  cart_lines: 30,
  category_slots: 3.4,
  returning_users: 6.2,
  user_slots: 3,
  users: 2.3,
};

/** Of a column of any other table. */
const columnBytes = 3;

/** Head and foot of a file. */
const frameBytes = 2000;

const weigh = ({ name, columns }: LakeTable) => rowBytes[name] ?? columns.length * columnBytes;

/** What a row weighed when the table was published last; only to say what will be sent, as files are split by what never changes. */
function weighPublished(table: LakeTable, manifest: LakeManifest | null): number {
  const known = manifest?.tables[table.name];
  if (known === undefined || known.rows < 1000) return weigh(table);
  return known.objects.reduce((sum, { bytes }) => sum + bytes, 0) / known.rows;
}

/** Days since 1970. */
export const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function toPieces(
  table: LakeTable,
  partition: string | null,
  content: Content,
  manifest: LakeManifest | null,
  select: (part: { number: number; of: number }) => string,
): readonly Piece[] {
  const whole = content.rows * weigh(table);
  const of = whole > most ? Math.ceil(whole / usual) : 1;
  const estimatedBytes = Math.round((content.rows * weighPublished(table, manifest)) / of + frameBytes);
  return Array.from({ length: of }, (_, at) => {
    const part = { number: at + 1, of };
    const fingerprint = of === 1 ? content.fingerprint : digest([content.fingerprint, part]);
    return {
      key: nameObject(table.name, partition, fingerprint, part),
      table: table.name,
      partition,
      rows: Math.round(content.rows / of),
      isWhole: of === 1,
      fingerprint,
      estimatedBytes,
      select: select(part),
      values: partition === null ? [] : [partition, dayAfter(partition)],
    };
  });
}

/** Looks at every row of the dataset that the connection sees; writes nothing. */
export async function gatherPieces(
  connection: Connection,
  files: QueryFiles,
  manifest: LakeManifest | null,
  onTable: (done: number, total: number) => void,
): Promise<Gathered> {
  const events: LakeTable = { name: 'events', columns: eventColumns };
  const others = await describeTables(connection, files);
  onTable(0, others.length + 1);
  const days = await fingerprintDays(connection);
  const pieces = days.flatMap((content) =>
    toPieces(events, content.day, content, manifest, (part) => selectDay(dayNumber(content.day), part)),
  );
  for (const [at, table] of others.entries()) {
    onTable(at + 1, others.length + 1);
    const content = await fingerprintTable(connection, table);
    pieces.push(...toPieces(table, null, content, manifest, (part) => selectTable(table, part)));
  }
  const [first] = days;
  const last = days[days.length - 1];
  return {
    tables: [events, ...others],
    pieces,
    days: first === undefined || last === undefined ? null : { first: first.day, last: last.day },
  };
}
