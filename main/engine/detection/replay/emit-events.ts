/** The events of a dataset as they were written, one JSON object a line, at a pace: what other systems can feed on. */
import type { Connection } from '../../database.js';
import type { Job } from '../../serve.js';
import { openEventSource, type EventRange } from './event-source.js';
import { requireAllRows } from './run-replay.js';

export interface EmitRequest extends EventRange {
  readonly dataset: string;
  /** Seconds of event time a second; null for as fast as they are taken. */
  readonly speed: number | null;
}

/** Takes lines, each with its end; the next ones come when it is through. */
export type TakeLines = (lines: readonly string[]) => Promise<void>;

export type EmitEvents = (request: EmitRequest, take: TakeLines, job: Job) => Promise<{ readonly rows: number }>;

const rangeRows = 65_536;
const tickMs = 50;

// As the published files write them; fractions of a second only where there are some.
const eventText = `json_object('event_time', CAST(event_time AS VARCHAR) || ' UTC', 'event_type', event_type,
  'product_id', product_id, 'category_id', category_id, 'category_code', category_code, 'brand', brand,
  'price', CASE WHEN price IS NULL THEN NULL ELSE CAST(CAST(price AS DOUBLE) AS JSON) END, 'user_id', user_id,
  'user_session', user_session)`;

/** Resolves after so long, or at once where the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timeout = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** Throws EngineError `mismatch` where not all events came, `cancelled`, and what `take` throws. */
export async function emitEvents(
  connection: Connection,
  { speed, ...range }: EventRange & { readonly speed: number | null },
  take: TakeLines,
  { signal, onProgress }: Job,
): Promise<{ readonly rows: number }> {
  const { rows, firstRow, lastRow, first } = await openEventSource(connection, range);
  const startedAt = performance.now();
  let sent = 0;

  /** Sends lines as their times fall due. */
  async function send(lines: readonly string[], times: Float64Array): Promise<void> {
    let from = 0;
    while (from < lines.length) {
      signal.throwIfAborted();
      const due = speed === null ? Infinity : (first as number) + (performance.now() - startedAt) * speed;
      let to = from;
      while (to < lines.length && (times[to] as number) <= due) to++;
      if (to > from) {
        await take(lines.slice(from, to));
        sent += to - from;
        onProgress({ phase: 'Sending', done: sent, total: rows, unit: 'rows' });
      } else await wait(tickMs, signal);
      from = to;
    }
  }

  for (let start = firstRow; rows > 0 && start <= lastRow; start += rangeRows) {
    const columns = await connection.columns(
      `SELECT CAST(epoch_ms(event_time) AS DOUBLE) AS time, CAST(${eventText} AS VARCHAR) AS event
      FROM written_events WHERE event_no >= ? AND event_no < ? ORDER BY event_no`,
      [start, Math.min(start + rangeRows, lastRow + 1)],
    );
    const [times, events] = columns.map(({ values }) => values) as [Float64Array, readonly string[]];
    await send(
      events.map((event) => `${event}\n`),
      times,
    );
  }
  requireAllRows(sent, rows);
  return { rows };
}
