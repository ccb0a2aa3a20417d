/** A question becomes the values of its report's parameters, all resolved and in the order of its `?`. */
import { EngineError, type ReportQuestion } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { ReportFile } from '../query-files.js';

export type Value = string | number | boolean;

export interface ResolvedQuestion {
  /** As shown to people: null stands for "all". */
  readonly params: Readonly<Record<string, Value | null>>;
  /** One for each `?` of the report's text. */
  readonly values: readonly Value[];
}

const dayMs = 86_400_000;

/** A day so many days later, as `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

function checkDay(name: string, day: string): void {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
    throw new EngineError('bad_params', `${name}: ${day} is not a day of the calendar.`);
}

export interface LocalDays {
  readonly first: string;
  readonly last: string;
}

/** Throws EngineError `bad_params` for an unknown zone. */
export async function checkZone(connection: Connection, tz: string): Promise<void> {
  if ((await connection.number('SELECT count(*) FROM pg_timezone_names() WHERE name = ?', [tz])) === 0)
    throw new EngineError('bad_params', `“${tz}” is not a known time zone.`, {
      wayOut: 'Use a name of the IANA database, such as Europe/Lisbon or UTC.',
    });
}

/**
 * First and last local day that has events; null without rows. `range` gives `first_event_at` and `last_event_at` (UTC):
 * the dataset's own table, or a query of its own with `values`.
 */
export async function readLocalDays(
  connection: Connection,
  tz: string,
  range = 'data_range',
  values: readonly string[] = [],
): Promise<LocalDays | null> {
  const [row] = await connection.rows(
    `SELECT CAST(timezone($1, timezone('UTC', first_event_at)) AS date) AS first,
      CAST(timezone($1, timezone('UTC', last_event_at)) AS date) AS last
    FROM ${range}`,
    [tz, ...values],
  );
  return typeof row?.['first'] === 'string' && typeof row['last'] === 'string'
    ? { first: row['first'], last: row['last'] }
    : null;
}

function ownValue(parameter: ReportFile['parameters'][number], given: string | number | undefined): string | number {
  if (given === undefined) return parameter.default;
  if (parameter.type === 'choice') {
    if (parameter.choices.includes(String(given)))
      return typeof parameter.default === 'number' ? Number(given) : String(given);
    throw new EngineError('bad_params', `${parameter.name}: “${given}” is none of ${parameter.choices.join(', ')}.`);
  }
  const value = Number(given);
  if (String(given).trim() !== '' && Number.isInteger(value) && value >= parameter.min && value <= parameter.max)
    return value;
  throw new EngineError(
    'bad_params',
    `${parameter.name}: “${given}” is not a whole number from ${parameter.min} to ${parameter.max}.`,
  );
}

/**
 * Fills in the defaults: the whole data, UTC, no filter. `readDays` gives the first and last local day that has events
 * (null without any); it is asked where the question leaves an end of the range out. Throws EngineError `bad_params`.
 */
export async function resolveQuestion(
  report: ReportFile,
  question: ReportQuestion,
  readDays: () => Promise<LocalDays | null>,
): Promise<ResolvedQuestion> {
  const own = question.own ?? {};
  const unknown = Object.keys(own).find((name) => !report.parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined)
    throw new EngineError('bad_params', `The report ${report.id} has no parameter “${unknown}”.`);

  const tz = question.tz ?? 'UTC';
  const days = question.from === undefined || question.to === undefined ? await readDays() : null;
  const from = question.from ?? days?.first ?? '1970-01-01';
  const to = question.to ?? (days === null ? addDays(from, 1) : addDays(days.last, 1));
  checkDay('from', from);
  checkDay('to', to);
  if (from >= to)
    throw new EngineError('bad_params', `The range from ${from} up to ${to} holds no day.`, {
      wayOut: 'The range ends before “to”: choose a later day.',
    });

  const ownValues = Object.fromEntries(
    report.parameters.map((parameter) => [parameter.name, ownValue(parameter, own[parameter.name])]),
  );
  const params = {
    from,
    to,
    tz,
    category: question.category ?? null,
    brand: question.brand ?? null,
    exclude_flagged: question.excludeFlagged ?? false,
    ...ownValues,
  };
  const bound: Record<string, Value> = {
    ...ownValues,
    tz,
    from,
    to,
    all_categories: question.category === undefined,
    category: question.category ?? '',
    all_brands: question.brand === undefined,
    brand: question.brand ?? '',
    exclude_flagged: params.exclude_flagged,
  };
  const values = report.values.map((name) => {
    const value = bound[name];
    if (value === undefined) throw new EngineError('internal', `${report.id}: nothing is bound to ${name}.`);
    return value;
  });
  return { params, values };
}
