/** What a text would scan elsewhere, told before it is sent: from the lake's manifest, or from what lies in S3. */
import { EngineError } from '../../../preload/contract.js';
import type { LakeManifest } from '../lake-manifest.js';
import type { Job } from '../serve.js';
import type { Scan } from './remote-scans.js';
import type { RemoteSource } from './remote-source.js';

/** The names under which the texts that are planned read events. */
export const plannedEvents = { all: 'all_events', inDays: 'events_in_days' } as const;

/** Days (UTC) that a text reads of the events: from the first to before the last; null for no end. */
export interface DaysRead {
  readonly from: string | null;
  readonly to: string | null;
}

export interface ScanEstimate {
  /** Null where it cannot be told. */
  readonly bytes: number | null;
  readonly basis: string;
  readonly readsAllDays: boolean;
}

export type Measure = (
  connection: string,
  place: string,
  job: Pick<Job, 'signal'>,
) => Promise<{ readonly bytes: number; readonly byDay: ReadonlyMap<string, number> }>;

const isIn = (day: string, { from, to }: DaysRead) => (from === null || day >= from) && (to === null || day < to);
const isOfEvents = ({ table }: Scan) => table === plannedEvents.all || table === plannedEvents.inDays;
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

function lakeBytes(manifest: LakeManifest, scan: Scan, days: DaysRead): number {
  const table = manifest.tables[isOfEvents(scan) ? 'events' : scan.table];
  if (table === undefined) return 0;
  const objects = table.objects.filter(
    ({ partition }) => scan.table !== plannedEvents.inDays || partition === null || isIn(partition, days),
  );
  const read = new Set(scan.columns);
  const places = table.columns.flatMap(({ name }, at) => (read.has(name) ? [at] : []));
  return sum(objects.map(({ columnBytes }) => sum(places.map((at) => columnBytes[at] ?? 0))));
}

function estimateLake(manifest: LakeManifest, scans: readonly Scan[], days: DaysRead): ScanEstimate {
  const tables = new Set(scans.filter((scan) => !isOfEvents(scan)).map(({ table }) => table));
  const parts = [
    tables.size === 0 ? [] : `the stored ${tables.size === 1 ? 'table' : 'tables'} ${[...tables].sort().join(', ')}`,
    scans.some(({ table }) => table === plannedEvents.all) ? 'the events of all days' : [],
    scans.some(({ table }) => table === plannedEvents.inDays) ? 'the events of the days asked for' : [],
  ].flat();
  return {
    bytes: Math.round(sum(scans.map((scan) => lakeBytes(manifest, scan, days)))),
    basis: `By the lake's manifest: the columns that are read of ${parts.join(' and ')}.`,
    readsAllDays: scans.some(({ table }) => table === plannedEvents.all),
  };
}

/** Texts are taken to be twice as wide as numbers and times. */
const widthOf = (type: string) => (/char|string|text/i.test(type) ? 2 : 1);

/** What part of the table a scan reads: of a row format all of it. */
function shareOf(scan: Scan, { table }: RemoteSource): number {
  if (!/parquet|orc|iceberg|delta|hudi/i.test(table.format ?? '')) return 1;
  const own = table.columns.filter(({ isPartition }) => !isPartition);
  const width = (columns: typeof own) => sum(columns.map(({ type }) => widthOf(type)));
  return width(own.filter(({ name }) => scan.columns.includes(name))) / Math.max(1, width(own));
}

async function estimateTable(
  source: RemoteSource,
  scans: readonly Scan[],
  days: DaysRead,
  measure: Measure,
  signal: AbortSignal,
): Promise<ScanEstimate> {
  const { connection, table } = source;
  const events = scans.filter(isOfEvents);
  const readsAllDays = events.some((scan) => scan.table === plannedEvents.all);
  const place = table.location;
  if (connection.kind !== 'athena' || place === null || !place.startsWith('s3://'))
    return { bytes: null, basis: `${connection.name} does not say how large its tables are.`, readsAllDays };
  const measured = await measure(connection.name, place, { signal }).catch((error: unknown) => {
    // Who may ask Athena need not be allowed to list what the table is made of.
    if (!['access_denied', 'not_found'].includes(EngineError.from(error).code)) throw error;
    return null;
  });
  if (measured === null)
    return { bytes: null, basis: `What lies at ${place} may not be listed with these credentials.`, readsAllDays };
  const inDays = [...measured.byDay].filter(([day]) => isIn(day, days)).map(([, bytes]) => bytes);
  const reach = measured.byDay.size === 0 ? measured.bytes : sum(inDays);
  const bytesOf = (scan: Scan) =>
    shareOf(scan, source) * (scan.table === plannedEvents.inDays ? reach : measured.bytes);
  const times = events.length === 1 ? 'once' : `${events.length} times`;
  const isShared = events.some((scan) => shareOf(scan, source) < 1);
  return {
    bytes: Math.round(sum(events.map(bytesOf))),
    basis: `By what lies at ${place}: the table is read ${times}${
      isShared ? ', each time a part of its columns, whose sizes are not known one by one' : ', whole rows each time'
    }.`,
    readsAllDays,
  };
}

/** Asks nobody but S3. */
export function estimateScans(
  source: RemoteSource,
  scans: readonly Scan[],
  days: DaysRead,
  measure: Measure,
  signal: AbortSignal,
): Promise<ScanEstimate> {
  return source.manifest === null
    ? estimateTable(source, scans, days, measure, signal)
    : Promise.resolve(estimateLake(source.manifest, scans, days));
}
