/** The events that an alert rests on. */
import type { Alert, Table } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { conditionOf, keepChosen, readPage, type Condition } from './written-events.js';

/** So many alternatives are written out; of more, a table is made. */
const writtenRanges = 50;

function whole(value: number): string {
  return String(Math.trunc(value));
}

function inRanges(ranges: Alert['evidence']['ranges']): Condition {
  if (ranges.length === 0) return { sql: 'false' };
  const first = Math.min(...ranges.map(([from]) => from));
  const last = Math.max(...ranges.map(([, to]) => to));
  const between = `e.event_no BETWEEN ${whole(first)} AND ${whole(last)}`;
  if (ranges.length === 1) return { sql: between };
  if (ranges.length <= writtenRanges) {
    const each = ranges.map(([from, to]) => `e.event_no BETWEEN ${whole(from)} AND ${whole(to)}`);
    return { sql: `${between} AND (${each.join(' OR ')})` };
  }
  const values = ranges.map(([from, to]) => `(${whole(from)}, ${whole(to)})`).join(', ');
  return {
    sql: `${between} AND EXISTS (SELECT 1 FROM (VALUES ${values}) r(first, last)
      WHERE e.event_no BETWEEN r.first AND r.last)`,
  };
}

/** ISO 8601 of our own making, as DuckDB takes it. */
const timestamp = (iso: string) => `TIMESTAMP '${new Date(iso).toISOString().replace('T', ' ').replace('Z', '')}'`;

/** Where the dataset has changed since the run, places have moved: then by the times, which the alert has in whole seconds. */
function inTimes({ firstEventAt, lastEventAt }: Alert): Condition {
  return { sql: `e.event_time BETWEEN ${timestamp(firstEventAt)} AND ${timestamp(lastEventAt)}` };
}

/**
 * A page of the alert's events, in order. `isCurrent`: the run was of the dataset as it is. Where it was not, all events
 * of the entity and types from the alert's first event to its last are given, and the title of the times says so.
 */
export async function readEvidence(
  connection: Connection,
  alert: Alert,
  isCurrent: boolean,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Table> {
  const { types, ranges } = alert.evidence;
  const ofTypes: Condition = {
    sql: types.length === 0 ? 'true' : `e.event_type IN (${types.map((type) => `'${type}'`).join(', ')})`,
  };
  const place = isCurrent ? inRanges(ranges) : inTimes(alert);
  await keepChosen(connection, [await conditionOf(connection, alert.entity), ofTypes, place]);
  const table = await readPage(connection, offset, limit);
  if (isCurrent) return table;
  const note = ' (the data have changed since: by time)';
  const [time, ...others] = table.columns;
  return time === undefined ? table : { ...table, columns: [{ ...time, title: `${time.title}${note}` }, ...others] };
}
