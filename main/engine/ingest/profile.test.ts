/** The profile of made events, stored and as a sample, against a plain count of the same values. */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields, type ColumnProfile, type Field } from '../../../preload/contract.js';
import { Database, type Connection } from '../database.js';
import { profiledFields } from './profile-fields.js';
import { measureProfile, profileSample } from './profile.js';

let database: Database;
beforeAll(async () => {
  database = await Database.open({
    prelude: await readFile(join(import.meta.dirname, '../../../queries/duckdb-prelude.sql'), 'utf8'),
    tempDirectory: join(tmpdir(), 'vitrine-spill'),
    memoryLimitBytes: 2 ** 28,
    threads: 2,
  });
});
afterAll(() => database.close());

/** The nine fields as texts; times as `2019-10-01 00:00:00`. */
type Event = Readonly<Record<Field, string | null>>;

const sound: Event = {
  event_time: '2019-10-01 00:00:00',
  event_type: 'view',
  product_id: '1',
  category_id: '10',
  category_code: 'a.b',
  brand: 'c',
  price: '1.00',
  user_id: '1',
  user_session: 's1',
};

const literal = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
const isWhole = (value: string) => /^(0|[1-9]\d{0,18})$/.test(value) && BigInt(value) < 2n ** 63n;

/** The tables of a loaded dataset, for this connection alone: ids as codes, texts as ENUMs. */
async function store(connection: Connection, events: readonly Event[]): Promise<void> {
  const list = events.map((event) => `(${fields.map((field) => literal(event[field])).join(', ')})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE texts (${fields.map((field) => `${field} VARCHAR`).join(', ')})`);
  if (list.length > 0) await connection.run(`INSERT INTO texts VALUES ${list.join(', ')}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE written AS SELECT * REPLACE (
    CAST(event_time AS TIMESTAMP) AS event_time, CAST(price AS DECIMAL(18,4)) AS price) FROM texts`);
  for (const name of ['product', 'category', 'user'] as const) {
    const words = [...new Set(events.map((event) => event[`${name}_id`]))].filter((id) => id !== null && !isWhole(id));
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${name}_words (code BIGINT, word VARCHAR)`);
    for (const [at, word] of words.entries())
      await connection.run(`INSERT INTO ${name}_words VALUES (${-1 - at}, ${literal(word)})`);
  }
  const code = (name: string) =>
    `coalesce((SELECT code FROM ${name}_words WHERE word = ${name}_id), TRY_CAST(${name}_id AS BIGINT)) AS ${name}_id`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE stored_events AS SELECT event_time,
    CAST(event_type AS ENUM ('view', 'cart', 'remove_from_cart', 'purchase')) AS event_type, ${code('product')},
    ${code('category')}, category_code, brand, price, ${code('user')} FROM written`);
  await connection.run('CREATE OR REPLACE TEMP VIEW events AS FROM stored_events');
  await connection.run(`CREATE OR REPLACE TEMP TABLE sessions AS
    SELECT user_session, count(*) AS events FROM written WHERE user_session IS NOT NULL GROUP BY user_session
    UNION ALL SELECT NULL, count(*) FROM written WHERE user_session IS NULL GROUP BY user_id`);
}

const nothingAbsent = { absentFields: [], sessionGapMinutes: null };

async function profileBoth(events: readonly Event[], facts: Parameters<typeof measureProfile>[1] = nothingAbsent) {
  return database.withConnection({}, async (connection) => {
    await store(connection, events);
    return {
      stored: await measureProfile(connection, facts),
      sample: await profileSample(connection, '(SELECT * FROM written WHERE price IS NULL OR price < ?)', [1e9]),
    };
  });
}

function find(columns: readonly ColumnProfile[], field: Field): ColumnProfile {
  const found = columns.find((column) => column.field === field);
  if (found === undefined) throw new Error(`no ${field}`);
  return found;
}

const shownTime = (text: string) => `${text.replace(' ', 'T')}Z`;
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What a person would count with pencil and paper. */
function count(events: readonly Event[], field: Field, type: ColumnProfile['type']) {
  const known = events.flatMap((event) => event[field] ?? []);
  const values = known.map((value) =>
    type === 'time' ? shownTime(value) : type === 'money' ? Number(value).toFixed(2) : value,
  );
  const asNumber = (value: string) => (type === 'money' ? Number(value) : Number(isWhole(value) ? value : Infinity));
  const isNumeric = type === 'money' || type === 'id';
  const compare = (a: string, b: string) =>
    (isNumeric && asNumber(a) !== asNumber(b) ? (asNumber(a) < asNumber(b) ? -1 : 1) : 0) || byCodePoint(a, b);
  const rows = new Map<string, number>();
  for (const value of values) rows.set(value, (rows.get(value) ?? 0) + 1);
  const isAllNumbers = type === 'money' || (type === 'id' && values.every(isWhole));
  const ranged = [...rows.keys()].sort(isAllNumbers ? compare : byCodePoint);
  return {
    field,
    type,
    rows: events.length,
    nulls: events.length - values.length,
    distinct: rows.size,
    min: ranged[0] ?? null,
    max: ranged.at(-1) ?? null,
    top: [...rows]
      .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || compare(a, b))
      .slice(0, 10)
      .map(([value, found]) => ({ value, rows: found, share: found / events.length })),
    note: null,
  };
}

const id = fc.oneof(
  fc.constantFrom('0', '7', '10', '9', '007', 'u1', 'ü', 'U1', '9223372036854775808'),
  fc.nat(30).map(String),
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 });
const anyEvent: fc.Arbitrary<Event> = fc.record({
  event_time: fc
    .integer({ min: 0, max: 40 * 86_400 })
    .map((seconds) => new Date(1_569_888_000_000 + 1000 * seconds).toISOString().slice(0, 19).replace('T', ' ')),
  event_type: fc.constantFrom('view', 'cart', 'remove_from_cart', 'purchase'),
  product_id: id,
  category_id: orNull(id),
  category_code: orNull(fc.constantFrom('a', 'a.b', 'b', 'ä', '')),
  brand: orNull(fc.constantFrom('x', 'y', 'Z', "o'clock", '𝒳', '～')),
  price: orNull(
    fc
      .oneof(fc.integer({ min: -500, max: 9999 }), fc.integer({ min: 0, max: 10_000_000 }))
      .map((cents) => (cents / 100).toFixed(2)),
  ),
  user_id: id,
  user_session: orNull(fc.constantFrom('s1', 's2', '11', '9')),
});

describe('a profile', () => {
  it('counts what a plain count counts, stored and as a sample', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 60 }), async (events) => {
        const { stored, sample } = await profileBoth(events);
        expect(stored.rows).toBe(events.length);
        expect(stored.columns).toEqual(sample);
        const counted = stored.columns.map((column) => ({ ...column, histogram: undefined }));
        expect(counted).toEqual(profiledFields.map(({ field, type }) => count(events, field, type)));
      }),
      { numRuns: 25 },
    );
  });

  it('has bars of equal width that hold every value once, those beyond in the outermost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 120 }), async (events) => {
        const { stored } = await profileBoth(events);
        for (const field of ['event_time', 'price'] as const) {
          const toNumber = (value: string | number) => (field === 'price' ? Number(value) : Date.parse(String(value)));
          const values = events.flatMap((event) => event[field] ?? []);
          const numbers = values.map((value) => toNumber(field === 'price' ? value : shownTime(value)));
          const bars = find(stored.columns, field).histogram.map(({ from, to, rows }) => ({
            from: toNumber(from),
            to: toNumber(to),
            rows,
          }));
          expect(bars.length).toBeLessThanOrEqual(31);
          expect(bars.length > 0).toBe(values.length > 0);
          if (bars.length < 2) continue;
          const width = (bars[0]?.to ?? 0) - (bars[0]?.from ?? 0);
          bars.forEach((bar, at) => {
            expect(bar.to - bar.from).toBeCloseTo(width, 6);
            const isIn = (number: number) =>
              (at === 0 || number >= bar.from) && (at === bars.length - 1 || number < bar.to);
            expect(bar.rows).toBe(numbers.filter(isIn).length);
          });
          const [from, to] = [bars[0]?.from ?? 0, bars.at(-1)?.to ?? 0];
          const inside = numbers.filter((number) => number >= from && number < to).length;
          expect(inside).toBeGreaterThanOrEqual(0.98 * numbers.length);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('lets an outlier neither stretch the bars nor fall out of them', async () => {
    const prices = [...Array.from({ length: 400 }, (_, at) => (at % 100).toFixed(2)), '99999999999.9999'];
    const { stored } = await profileBoth(prices.map((price) => ({ ...sound, price })));
    const price = find(stored.columns, 'price');
    expect(price.max).toBe('99999999999.9999');
    expect(price.histogram).toHaveLength(20);
    expect(price.histogram[0]).toEqual({ from: 0, to: 5, rows: 20 });
    expect(price.histogram.at(-1)).toEqual({ from: 95, to: 100, rows: 21 });
  });

  it('counts times beyond the calendar among the outermost', async () => {
    const times = ['infinity', '-infinity', '2019-10-01 00:00:00'];
    const { stored } = await profileBoth(times.map((event_time) => ({ ...sound, event_time })));
    const bars = find(stored.columns, 'event_time').histogram;
    expect(bars.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
  });

  it('has a bar a day for a month, and one without width for a single value', async () => {
    const days = Array.from({ length: 31 }, (_, day) => `2019-10-${String(day + 1).padStart(2, '0')} 23:59:59`);
    const { stored } = await profileBoth(days.map((event_time) => ({ ...sound, event_time })));
    const bars = find(stored.columns, 'event_time').histogram;
    expect(bars).toHaveLength(31);
    expect(bars[30]).toEqual({ from: '2019-10-31T00:00:00Z', to: '2019-11-01T00:00:00Z', rows: 1 });
    expect(find(stored.columns, 'price').histogram).toEqual([{ from: 1, to: 1, rows: 31 }]);
  });

  it('shows amounts with their decimals and ids as they were written', async () => {
    const prices = ['0', '5.1', '5.125', '5.1234'];
    const { stored } = await profileBoth(
      prices.map((price, at) => ({ ...sound, price, product_id: `P-00${at}`, user_id: '9007199254740993' })),
    );
    expect(find(stored.columns, 'price').top.map(({ value }) => value)).toEqual(['0.00', '5.10', '5.1234', '5.125']);
    expect(find(stored.columns, 'product_id')).toMatchObject({ min: 'P-000', max: 'P-003', distinct: 4 });
    expect(find(stored.columns, 'user_id')).toMatchObject({ min: '9007199254740993', max: '9007199254740993' });
  });

  it('says which columns no file has and how sessions were made', async () => {
    const events = [1, 2].map((user) => ({ ...sound, user_id: String(user), user_session: null, brand: null }));
    const { stored } = await profileBoth(events, { absentFields: ['brand', 'user_session'], sessionGapMinutes: 30 });
    expect(find(stored.columns, 'brand')).toMatchObject({
      rows: 2,
      nulls: 2,
      distinct: 0,
      min: null,
      top: [],
      note: 'No file has this column.',
    });
    expect(find(stored.columns, 'user_session')).toMatchObject({
      nulls: 2,
      note: 'Made: a new session after 30 minutes without an event. 2 sessions.',
    });
    expect(find(stored.columns, 'price').note).toBeNull();
  });
});
