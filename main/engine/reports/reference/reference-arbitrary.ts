/** Small random event sets and questions, made so that collisions are common: few of everything, times near edges. */
import fc from 'fast-check';
import type { ShopEvent } from './reference-events.js';
import type { FixtureQuestion } from './reference-fixtures.js';

const userIds = ['1', '2', '3', '9007199254740993', '9223372036854775807'] as const;

/** Midnights, quarter hours, changes of clocks, ends of months and weeks; UTC. */
const edges = [
  '2019-10-01T00:00:00Z',
  '2019-10-06T18:15:00Z', // midnight in Kathmandu, a Monday begins
  '2019-10-07T18:30:00Z', // midnight in Kolkata
  '2019-10-26T22:00:00Z', // Berlin's day of 25 hours
  '2019-10-27T01:00:00Z',
  '2019-10-27T23:00:00Z',
  '2019-10-31T23:00:00Z', // Berlin's November
  '2019-11-01T04:00:00Z', // New York's November
  '2019-11-03T06:00:00Z', // New York's clocks go back
  '2019-11-04T05:00:00Z',
] as const;

const hourSeconds = 3600;
const steps = [0, 0, 0, 1, 899, 900, hourSeconds - 1, hourSeconds, 24 * hourSeconds, 7 * 24 * hourSeconds] as const;

const arbitraryTime = fc
  .record({ step: fc.constantFrom(...steps), sign: fc.constantFrom(-1, 1), drift: fc.constantFrom(-1, 0, 0, 0, 1) })
  .map(({ step, sign, drift }) => sign * step + drift);

const arbitraryCode = fc.constantFrom(
  'electronics.audio.headphone',
  'electronics.audio',
  'electronics',
  'apparel.shoes',
  'Auto',
  null,
);
const arbitraryBrand = fc.constantFrom('zeta', ' Zeta', 'ZETA', 'alpha', 'Alpha ', 'über', '～', '😀', null, '  ');

const arbitraryEvent = (edge: string, other: string) =>
  fc
    .record({
      time: arbitraryTime,
      edge: fc.constantFrom(edge, edge, edge, other),
      eventType: fc.constantFrom('view', 'view', 'cart', 'cart', 'remove_from_cart', 'purchase', 'purchase'),
      productId: fc.constantFrom('9', '10', '9223372036854775806'),
      categoryId: fc.constantFrom('2053013555631882655', '1'),
      categoryCode: arbitraryCode,
      brand: arbitraryBrand,
      price: fc.constantFrom('0', '0.0001', '1.25', '10.00', '99.99', '1234567.8901', '-3.50'),
      userId: fc.constantFrom(...userIds),
      userSession: fc.constantFrom('s1', 's1', 's2', 's3', '1', null, null),
    })
    .map(({ time, edge: at, ...event }): ShopEvent => {
      const eventTime = new Date(Date.parse(at) + time * 1000).toISOString().slice(0, 19).replace('T', ' ');
      return { eventTime, ...event };
    });

/** Up to 40 events in order of time; those of one second in any order. At least one. */
export const arbitraryEvents: fc.Arbitrary<readonly ShopEvent[]> = fc
  .record({ edge: fc.constantFrom(...edges), other: fc.constantFrom(...edges) })
  .chain(({ edge, other }) => fc.array(arbitraryEvent(edge, other), { minLength: 1, maxLength: 40, size: 'max' }))
  .map((events) => [...events].sort((a, b) => (a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0)));

export const arbitraryFlaggedUsers: fc.Arbitrary<ReadonlySet<string>> = fc
  .subarray([...userIds], { maxLength: 2 })
  .map((users) => new Set(users));

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
] as const;

const arbitraryRange = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc
      .record({ first: fc.integer({ min: -3, max: 40 }), days: fc.integer({ min: 1, max: 36 }) })
      .map(({ first, days }) => ({ from: dayAt(first), to: dayAt(first + days) })),
  },
);

function dayAt(offset: number): string {
  return new Date(Date.UTC(2019, 9, 1 + offset)).toISOString().slice(0, 10);
}

const ownParameters = {
  'unique-visitors': fc.record({ grain: fc.constantFrom('day', 'week', 'month') }),
  'cart-abandonment': fc.record({
    by: fc.constantFrom('day', 'hour', 'weekday_hour', 'category', 'brand', 'product'),
    'window-hours': fc.constantFrom(1, 24, 168),
  }),
  'top-categories': fc.record({
    measure: fc.constantFrom('views', 'carts', 'purchases', 'revenue', 'conversion'),
    depth: fc.constantFrom(1, 2, 3),
    by: fc.constantFrom('weekday_hour', 'hour', 'weekday'),
  }),
  'shop-days': fc.constant({}),
  'time-to-purchase': fc.record({ 'window-hours': fc.constantFrom(1, 24, 168) }),
  'brand-opportunities': fc.record({ 'min-sessions': fc.constantFrom(1, 1, 2, 3) }),
} as const;

/** The reports' ids. */
export const reportIds = Object.keys(ownParameters) as readonly (keyof typeof ownParameters)[];

/** A question for a report with any of its parameters and filters. */
export function arbitraryQuestion(report: keyof typeof ownParameters): fc.Arbitrary<FixtureQuestion> {
  const sometimes = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 1 });
  return fc
    .record({
      range: arbitraryRange,
      tz: fc.constantFrom(...zones),
      category: sometimes(fc.constantFrom('electronics', 'apparel', 'Auto', 'nowhere', '')),
      brand: sometimes(fc.constantFrom('zeta', 'alpha', 'ALPHA', '😀', '')),
      excludeFlagged: fc.boolean(),
      own: ownParameters[report] as fc.Arbitrary<Readonly<Record<string, string | number>>>,
    })
    .map(({ range, ...question }) => ({ ...range, ...question }));
}
