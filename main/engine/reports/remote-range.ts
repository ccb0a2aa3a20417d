/** The first and the last event of the whole data: out of a manifest, or asked for once and kept until the app ends. */
import type { RemoteAnswer } from '../elsewhere.js';
import type { RemoteSource } from './remote-source.js';

export interface EventRange {
  /** Times in UTC that DuckDB reads; null without events. */
  readonly first: string | null;
  readonly last: string | null;
  readonly events: number;
}

export interface Ranges {
  /** Null while nobody has asked. */
  known(source: RemoteSource): EventRange | null;
  /** `ask` sends the text of data_range. */
  get(source: RemoteSource, ask: () => Promise<RemoteAnswer>): Promise<EventRange>;
}

function readAnswer({ columns }: RemoteAnswer): EventRange {
  const value = (name: string) => columns.find((column) => column.name === name)?.values[0] ?? null;
  const text = (name: string) => {
    const found = value(name);
    return found === null ? null : String(found);
  };
  return { first: text('first_event_at'), last: text('last_event_at'), events: Number(value('events') ?? 0) };
}

export function createRanges(): Ranges {
  const found = new Map<string, EventRange>();
  const keyOf = ({ connection, table, mapping }: RemoteSource) =>
    JSON.stringify([connection.name, table.database, table.name, table.location, mapping]);
  const known: Ranges['known'] = (source) => {
    const { manifest } = source;
    if (manifest !== null) return { first: manifest.from, last: manifest.to, events: manifest.rows };
    return found.get(keyOf(source)) ?? null;
  };
  return {
    known,
    async get(source, ask) {
      const range = known(source) ?? readAnswer(await ask());
      if (source.manifest === null) found.set(keyOf(source), range);
      return range;
    },
  };
}
