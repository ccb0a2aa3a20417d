/** Made-up results of every report, the same at every run: for tests, and for looking at charts without an engine. */
import type { Column, ColumnMeta, ReportResult } from '../preload/shapes.js';
import { addDays, nextPeriod, type Grain } from './format-day.js';

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

/** `name:type:unit`, the way the examples write a column. */
function toMeta(text: string): ColumnMeta {
  const [name = '', type = 'text', unit = ''] = text.split(':');
  return { name, title: name.replaceAll('_', ' '), type: type as ColumnMeta['type'], unit };
}

function toColumn(meta: ColumnMeta, rows: readonly Row[]): Column {
  const cells = rows.map((row) => row[meta.name] ?? null);
  if (meta.type === 'integer' || meta.type === 'number')
    return {
      ...meta,
      type: meta.type,
      values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))),
    };
  return { ...meta, type: meta.type, values: cells.map((cell) => (cell === null ? null : String(cell))) };
}

/** A result around rows that the caller writes. `columns` are texts `name:type:unit`. */
export function makeResult(
  report: string,
  params: ReportResult['params'],
  columns: readonly string[],
  rows: readonly Row[],
  summary: ReportResult['summary'] = {},
): ReportResult {
  return {
    report,
    title: report.replaceAll('-', ' '),
    meaning: 'An example.',
    dataset: 'example',
    params: {
      from: '2019-10-01',
      to: '2019-11-01',
      tz: 'UTC',
      category: null,
      brand: null,
      exclude_flagged: false,
      ...params,
    },
    summary,
    summaryColumns: Object.keys(summary).map((name) => toMeta(`${name}:number:`)),
    table: { rowCount: rows.length, columns: columns.map((text) => toColumn(toMeta(text), rows)) },
    notes: [],
    sql: 'SELECT 1',
    values: [],
    elapsedMs: 12,
    engine: 'DuckDB',
    datasetRows: 300_000,
    datasetRejected: 0,
  };
}

/** Mulberry32: small, seeded, good enough for pictures. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** How busy an hour is: quiet at night, high at noon and in the evening. */
function dayRhythm(hour: number): number {
  return 0.15 + Math.exp(-((hour - 10) ** 2) / 18) + 0.9 * Math.exp(-((hour - 18) ** 2) / 10);
}

export function exampleVisitors(grain: Grain = 'day'): ReportResult {
  const random = seededRandom(1);
  const count = { day: 31, week: 5, month: 3 }[grain];
  const scale = { day: 1, week: 4.5, month: 13 }[grain];
  let period = { day: '2019-10-01', week: '2019-09-30', month: '2019-10-01' }[grain];
  const rows = range(count).map((at) => {
    const visitors = Math.round(scale * (3000 + 500 * Math.sin(at / 1.1) + 400 * random()));
    const fresh = Math.round(visitors * (at === 0 ? 1 : 0.25 + 0.6 * Math.exp(-at / 6)));
    const row = {
      period,
      visitors,
      new_visitors: fresh,
      returning_visitors: visitors - fresh,
      sessions: Math.round(visitors * (1.3 + 0.1 * random())),
      events: Math.round(visitors * 7.2),
    };
    period = nextPeriod(period, grain);
    return row;
  });
  return makeResult(
    'unique-visitors',
    { grain },
    [
      'period:date:',
      'visitors:integer:visitors',
      'new_visitors:integer:visitors',
      'returning_visitors:integer:visitors',
      'sessions:integer:sessions',
      'events:integer:events',
    ],
    rows,
    { visitors: 42_318, sessions: 98_120, events: 702_114, stickiness: 0.0712 },
  );
}

const cartMeasures = [
  'cart_lines:integer:lines',
  'bought:integer:lines',
  'removed:integer:lines',
  'undecided:integer:lines',
  'undecided_bought:integer:lines',
  'abandoned:integer:lines',
  'abandonment_rate:number:share',
  'value_left:number:money',
];

function cartRow(lines: number, rate: number, price: number, undecidedShare: number): Row {
  const undecided = Math.round(lines * undecidedShare);
  const removed = Math.round(lines * 0.06 * (1 - undecidedShare));
  const decided = lines - undecided - removed;
  const abandoned = Math.round(decided * rate);
  return {
    cart_lines: lines,
    bought: decided - abandoned,
    removed,
    undecided,
    undecided_bought: Math.round(undecided * 0.3),
    abandoned,
    abandonment_rate: decided > 0 ? abandoned / decided : null,
    value_left: abandoned * price,
  };
}

export const exampleCategoryNames = [
  'electronics.smartphone',
  'electronics.audio.headphone',
  'computers.notebook',
  'appliances.kitchen.washer',
  'appliances.environment.vacuum',
  'electronics.video.tv',
  'electronics.clocks',
  'apparel.shoes',
  'apparel.shoes.keds',
  'furniture.living_room.sofa',
  'kids.carriage',
  'auto.accessories.player',
  'construction.tools.drill',
  'sport.bicycle',
  'accessories.bag',
  'country_yard.lawn_mower',
  'medicine.tools.tonometer',
  'stationery.cartrige',
] as const;

const cartKeys: Readonly<Record<string, readonly string[]>> = {
  day: ['day:date:'],
  hour: ['hour:integer:'],
  weekday_hour: ['weekday:integer:', 'hour:integer:'],
  category: ['category:text:'],
  brand: ['brand:text:'],
  product: ['product_id:id:'],
};

function cartKeyRows(by: string): readonly Row[] {
  if (by === 'day') return range(31).map((at) => ({ day: addDays('2019-10-01', at) }));
  if (by === 'hour') return range(24).map((hour) => ({ hour }));
  if (by === 'weekday_hour')
    return range(168)
      .filter((at) => at !== 100) // one slot without cart lines
      .map((at) => ({ weekday: Math.floor(at / 24) + 1, hour: at % 24 }));
  if (by === 'product') return range(400).map((at) => ({ product_id: String(1_003_461 + at * 37) }));
  const names: readonly (string | null)[] =
    by === 'category'
      ? exampleCategoryNames
      : range(60).map((at) => `brand ${String.fromCharCode(97 + (at % 26))}${at}`);
  return [...names, null].map((name) => ({ [by]: name }));
}

export function exampleCarts(by = 'day'): ReportResult {
  const random = seededRandom(2);
  const keys = cartKeyRows(by);
  const rows = keys.map((key, at) => {
    const size = by.includes('hour') ? 60 * dayRhythm(Number(key['hour'])) : by === 'day' ? 300 : 4000 / (at + 4);
    const rate = by.includes('hour') ? 0.62 - 0.12 * dayRhythm(Number(key['hour'])) : 0.5 + 0.08 * Math.sin(at);
    const undecidedShare = by === 'day' && at === 30 ? 1 : by === 'day' && at === 29 ? 0.3 : 0.01;
    return {
      ...key,
      ...cartRow(
        Math.round(size * (0.8 + 0.4 * random())),
        rate + 0.05 * random(),
        40 + 400 * random(),
        undecidedShare,
      ),
    };
  });
  return makeResult('cart-abandonment', { by, window_hours: 24 }, [...(cartKeys[by] ?? []), ...cartMeasures], rows, {
    ...(cartRow(9214, 0.56, 212.4, 0.03) as Record<string, number>),
    session_abandonment_rate: 0.481,
    median_minutes_to_purchase: 4.2,
    p90_minutes_to_purchase: 96,
  });
}

export function examplePurchaseTimes(): ReportResult {
  const edges = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];
  const lines = [420, 610, 890, 520, 310, 160, 190, 120, 90, 70, 55, 48];
  return makeResult(
    'time-to-purchase',
    { window_hours: 24 },
    ['from_minutes:number:minutes', 'to_minutes:number:minutes', 'lines:integer:lines'],
    lines.map((count, at) => ({ from_minutes: edges[at] ?? null, to_minutes: edges[at + 1] ?? null, lines: count })),
    { lines: lines.reduce((sum, count) => sum + count, 0) },
  );
}

export function exampleCategories(by = 'weekday_hour', measure = 'views', depth = 2): ReportResult {
  const random = seededRandom(3);
  const names: readonly (string | null)[] = [...exampleCategoryNames.slice(0, 14), null];
  const slots = { weekday_hour: range(168), hour: range(24), weekday: range(7).map((at) => at * 24) }[by] ?? [];
  const cells = slots.flatMap((slot) =>
    names.map((category, at) => {
      const weekday = Math.floor(slot / 24) + 1;
      const hour = slot % 24;
      const taste = 1 + 0.5 * Math.sin((hour + at * 3) / 4) + (weekday > 5 ? 0.2 * Math.cos(at) : 0);
      const rhythm = by === 'weekday' ? 10 : dayRhythm(hour);
      return { weekday, hour, category, n: Math.round((220 / (at + 1)) * rhythm * taste * (0.85 + 0.3 * random())) };
    }),
  );
  const total = cells.reduce((sum, cell) => sum + cell.n, 0);
  const keyOf = (cell: { weekday: number; hour: number }) =>
    by === 'hour' ? cell.hour : by === 'weekday' ? cell.weekday : cell.weekday * 24 + cell.hour;
  const slotSums = new Map<number, number>();
  const categorySums = new Map<string | null, number>();
  for (const cell of cells) {
    slotSums.set(keyOf(cell), (slotSums.get(keyOf(cell)) ?? 0) + cell.n);
    categorySums.set(cell.category, (categorySums.get(cell.category) ?? 0) + cell.n);
  }
  const rows = cells
    .filter((cell) => cell.n > 0)
    .map((cell) => {
      const slotSum = slotSums.get(keyOf(cell)) ?? 1;
      const categorySum = categorySums.get(cell.category) ?? 1;
      const lift = cell.n / slotSum / (categorySum / total);
      const spread = Math.sqrt(Math.max(0, 1 / cell.n - 1 / slotSum + 1 / categorySum - 1 / total));
      const known = cell.category !== null && measure !== 'conversion';
      const conversion = 0.01 + 0.03 * random();
      return {
        ...cell,
        n: measure === 'conversion' ? conversion : cell.n,
        rate: measure === 'conversion' ? conversion : cell.n / (by === 'hour' ? 31 : 4.4),
        lift: known ? lift : null,
        lift_low: known && measure !== 'revenue' ? Math.exp(Math.log(lift) - 1.96 * spread) : null,
      };
    });
  const keys = {
    weekday_hour: ['weekday:integer:', 'hour:integer:'],
    hour: ['hour:integer:'],
    weekday: ['weekday:integer:'],
  };
  const unit = measure === 'conversion' ? 'share' : measure === 'revenue' ? 'money' : 'events';
  return makeResult(
    'top-categories',
    { by, measure, depth },
    [
      ...(keys[by as keyof typeof keys] ?? []),
      'category:text:',
      `n:number:${unit}`,
      `rate:number:${unit}`,
      'lift:number:lift',
      'lift_low:number:lift',
    ],
    rows,
    { n: total, slots: slots.length, unknown_share: (categorySums.get(null) ?? 0) / total },
  );
}

export function exampleBrands(count = 80): ReportResult {
  const random = seededRandom(4);
  const median = 0.0041;
  const rows = range(count).map((at) => {
    const sessions = Math.round(500 + 90_000 / (at + 1) ** 1.1);
    const expected = sessions * (0.03 + 0.04 * random());
    const bought = Math.round(expected * (0.4 + 1.3 * random()));
    const index = (100 * (bought + 10)) / (expected + 10);
    const spread = 1.96 / Math.sqrt(bought + 1);
    const interest = median * Math.exp((count / 2 - at) / 14 + 0.6 * (random() - 0.5));
    const segment =
      index >= 100 ? (interest < median ? 'under_exposed' : 'star') : interest < median ? 'niche' : 'leaky';
    const stake =
      segment === 'leaky'
        ? (expected - bought) * 180
        : segment === 'under_exposed'
          ? (median / interest - 1) * bought * 140
          : null;
    return {
      brand: `brand ${String.fromCharCode(97 + (at % 26))}${at}`,
      sessions,
      purchase_sessions: bought,
      expected_purchase_sessions: expected,
      conv_index: index,
      conv_index_low: index * Math.exp(-spread),
      conv_index_high: index * Math.exp(spread),
      interest_share: interest,
      purchase_share: (interest * index) / 100,
      gap: (interest * index) / 100 - interest,
      revenue: bought * 160,
      segment,
      stake,
    };
  });
  const certain = (row: (typeof rows)[number]) =>
    row.stake !== null && (row.conv_index_low > 100 || row.conv_index_high < 100) ? row.stake : -1;
  rows.sort((a, b) => certain(b) - certain(a) || b.sessions - a.sessions);
  return makeResult(
    'brand-opportunities',
    { min_sessions: 500 },
    [
      'brand:text:',
      'sessions:integer:sessions',
      'purchase_sessions:integer:sessions',
      'expected_purchase_sessions:number:sessions',
      'conv_index:number:index',
      'conv_index_low:number:index',
      'conv_index_high:number:index',
      'interest_share:number:share',
      'purchase_share:number:share',
      'gap:number:share',
      'revenue:number:money',
      'segment:text:',
      'stake:number:money',
    ],
    rows,
    { eligible_brands: count, median_interest_share: median, unknown_brand_share: 0.137 },
  );
}

export function exampleShopDays(days = 31): ReportResult {
  const random = seededRandom(5);
  const rows = range(days).map((at) => {
    const views = Math.round(9000 + 1500 * Math.sin(at / 1.1) + 1200 * random());
    const purchases = at === 14 ? 0 : Math.round(views * (0.016 + 0.004 * random()));
    return {
      day: addDays('2019-10-01', at),
      events: Math.round(views * 1.04),
      views,
      carts: Math.round(views * 0.024),
      removes: 0,
      purchases,
      revenue: purchases * 309.6,
      conversion: purchases / views,
    };
  });
  return makeResult(
    'shop-days',
    {},
    [
      'day:date:',
      'events:integer:events',
      'views:integer:events',
      'carts:integer:events',
      'removes:integer:events',
      'purchases:integer:events',
      'revenue:number:money',
      'conversion:number:share',
    ],
    rows,
    { events: rows.reduce((sum, row) => sum + row.events, 0) },
  );
}
