/** The SQL that judges texts, against a second opinion in another language. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../database.js';
import { fields } from './layout.js';
import { kaggleLayout } from './kaggle-layout.js';
import { selectBadRows, selectSoundRows } from './row-checks.js';
import { openSource } from './sources.js';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ prelude: '', tempDirectory: '', memoryLimitBytes: 2 ** 28, threads: 2 });
});
afterAll(() => database.close());

type Row = Readonly<Record<(typeof fields)[number], string>>;

const source = openSource({ sql: 'texts', values: [], rowNumber: 'row_number' }, kaggleLayout);

const timeForm =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?: ?(?:UTC|GMT|Z|([+-])(0\d|1[0-4])(?::?([0-5]\d))?))?$/;

/** Microseconds since 1970 in UTC; null where the text is no time. DuckDB takes 24:00:00 for the next midnight. */
function readTime(text: string): bigint | null {
  const match = timeForm.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  const isMidnight = hour === '24' && minute === '00' && second === '00' && Number(fraction) === 0;
  if (Number(minute) > 59 || Number(second) > 59 || (Number(hour) > 23 && !isMidnight)) return null;
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes));
  const seconds =
    BigInt(date.getTime() / 1000) + BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset * 60);
  return seconds * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

function readId(text: string): bigint | null {
  return /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n ? BigInt(text) : null;
}

/** Ten-thousandths. */
function readPrice(text: string): bigint | null {
  const match = /^([+-]?)(\d*)(?:\.(\d{0,4}))?$/.exec(text);
  if (match === null || !/\d/.test(text)) return null;
  const [, sign, whole = '', decimals = ''] = match;
  const value = BigInt(whole + decimals.padEnd(4, '0'));
  return value < 10n ** 18n ? (sign === '-' ? -value : value) : null;
}

function readRow(row: Row): string | null {
  const time = readTime(row.event_time);
  const type = row.event_type.trim().toLowerCase();
  const isKnown = ['view', 'cart', 'remove_from_cart', 'purchase'].includes(type);
  const [product, user, price] = [readId(row.product_id), readId(row.user_id), readPrice(row.price)];
  const category = row.category_id === '' ? '' : readId(row.category_id);
  if (!isKnown || [time, product, user, price, category].includes(null)) return null;
  return [time, type, product, category, user, price].join(' ');
}

/** What SQL makes of rows: the same text as {@link readRow}, and for refused rows null and a reason. */
async function ask(rows: readonly Row[]): Promise<readonly (string | null)[]> {
  return database.withConnection({}, async (connection) => {
    const columns = fields.map((field) => `nullif(row ->> '${field}', '') AS ${field}`).join(', ');
    await connection.run(
      `CREATE TEMP TABLE texts AS SELECT ${columns}, position AS row_number
      FROM (SELECT unnest(CAST(? AS JSON[])) AS row, generate_subscripts(CAST(? AS JSON[]), 1) AS position)`,
      [JSON.stringify(rows), JSON.stringify(rows)],
    );
    const sound = await connection.rows(
      `SELECT user_session AS at, replace(CAST(price AS VARCHAR), '.', '') AS ten_thousandths,
        concat_ws(' ', epoch_us(event_time), event_type, product_id, coalesce(CAST(category_id AS VARCHAR), ''), user_id) AS others
      FROM (${selectSoundRows(source, 0)})`,
      source.values,
    );
    const bad = await connection.rows(selectBadRows(source), source.values);
    const answers = new Map<number, string | null>(
      sound.map((one) => [Number(one.at), `${String(one.others)} ${BigInt(String(one.ten_thousandths))}`]),
    );
    for (const { row_number: number, reason } of bad) {
      expect(answers.has(Number(number) - 1)).toBe(false);
      expect(String(reason).length).toBeGreaterThan(10);
      answers.set(Number(number) - 1, null);
    }
    expect(answers.size).toBe(rows.length);
    return rows.map((_, at) => answers.get(at) ?? null);
  });
}

const usual = '2019-10-01 00:00:00 UTC';
const mangle = (text: string, alphabet: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.constantFrom(...alphabet.split(''), ''), fc.integer({ min: 0, max: 2 })), {
      maxLength: 2,
    })
    .map((changes) =>
      changes.reduce((made, [at, part, drop]) => made.slice(0, at) + part + made.slice(at + drop), text),
    );

const time = fc.oneof(
  mangle(usual, '0129 -:TZ+.'),
  fc
    .tuple(
      fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }),
      fc.constantFrom(' ', 'T'),
      fc.constantFrom('', '.5', '.123456', '.1234567', '.'),
      fc.constantFrom(
        '',
        ' UTC',
        'UTC',
        'Z',
        ' Z',
        ' GMT',
        '+00:00',
        ' +00:00',
        '+02',
        '-0730',
        ' -07:30',
        '+14:59',
        '+15:00',
        ' CET',
        ' utc',
      ),
    )
    .map(
      ([date, separator, fraction, zone]) => date.toISOString().slice(0, 19).replace('T', separator) + fraction + zone,
    ),
  fc.constantFrom(
    '',
    '2020-02-29 23:59:59 UTC',
    '2019-02-29 00:00:00 UTC',
    '2019-10-01 24:00:00 UTC',
    '2019-10-01 23:60:00 UTC',
    'now',
    'infinity',
    '0000-01-01 00:00:00 UTC',
  ),
);
const digits = fc.oneof(
  mangle('44600062', '0129-+_ex. '),
  fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
  fc.constantFrom('', '007', '9223372036854775807', '9223372036854775808', '0'),
);
const price = fc.oneof(
  mangle('489.0700', '0129-+_e., '),
  fc.constantFrom(
    '',
    '.5',
    '5.',
    '.',
    '-',
    '99999999999999.9999',
    '100000000000000',
    '0.00001',
    '-1.5',
    '1e5',
    'inf',
    'nan',
  ),
);
const row: fc.Arbitrary<Row> = fc.record({
  event_time: fc.oneof({ weight: 1, arbitrary: time }, { weight: 2, arbitrary: fc.constant(usual) }),
  event_type: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('', 'View', 'view ', 'buy') },
    { weight: 9, arbitrary: fc.constantFrom('view', 'cart', 'remove_from_cart', 'purchase') },
  ),
  product_id: fc.oneof({ weight: 1, arbitrary: digits }, { weight: 2, arbitrary: fc.constant('1') }),
  category_id: fc.oneof(
    { weight: 1, arbitrary: digits },
    { weight: 2, arbitrary: fc.constantFrom('', '2053013555631882655') },
  ),
  category_code: fc.constant('a.b'),
  brand: fc.constant(''),
  price: fc.oneof({ weight: 1, arbitrary: price }, { weight: 2, arbitrary: fc.constant('1.00') }),
  user_id: fc.oneof({ weight: 1, arbitrary: digits }, { weight: 2, arbitrary: fc.constant('2') }),
  user_session: fc.constant(''),
});

it('keeps a row with exactly the values of its texts, or gives a reason', async () => {
  const property = fc.asyncProperty(fc.array(row, { minLength: 100, maxLength: 100 }), async (rows) => {
    const numbered = rows.map((one, at) => ({ ...one, user_session: String(at) }));
    const answers = await ask(numbered);
    for (const [at, one] of numbered.entries()) expect({ one, kept: answers[at] }).toEqual({ one, kept: readRow(one) });
  });
  await fc.assert(property, { numRuns: 40, endOnFailure: true });
});
