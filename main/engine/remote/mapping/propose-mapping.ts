/** How a table of somebody else could be read as events, guessed from names and types: for a person to confirm. */
import {
  neededFields,
  type CatalogColumn,
  type CatalogTable,
  type ColumnMapping,
  type EventsMapping,
  type Field,
  type ProposedMapping,
} from '../../../../preload/contract.js';
import { plainName, rankName } from '../../column-names.js';
import { kindOf, type ColumnKind } from './column-kind.js';

/** Names of columns by which days are parted, the likeliest first. */
const dayNames = [
  'event_date',
  'dt',
  'date',
  'day',
  'ds',
  'event_day',
  'partition_date',
  'log_date',
  'ymd',
  'data',
  'fecha',
  'dia',
];

/** What values of a field may be stored as. */
const fits: Readonly<Record<Field, readonly ColumnKind[]>> = {
  event_time: ['timestamp', 'zoned', 'text', 'integer', 'number', 'date'],
  event_type: ['text'],
  product_id: ['integer', 'text', 'number'],
  category_id: ['integer', 'text', 'number'],
  category_code: ['text'],
  brand: ['text'],
  price: ['number', 'integer', 'text'],
  user_id: ['integer', 'text', 'number'],
  user_session: ['text', 'integer'],
};

/** In this order columns are given away: what every event needs comes first. */
const order: readonly Field[] = [...neededFields, 'user_session', 'category_id', 'price', 'brand', 'category_code'];

/** What shops write for the event types besides their own words. */
const usualWords: NonNullable<EventsMapping['words']> = {
  page_view: 'view',
  pageview: 'view',
  product_view: 'view',
  view_item: 'view',
  click: 'view',
  add_to_cart: 'cart',
  addtocart: 'cart',
  add: 'cart',
  removefromcart: 'remove_from_cart',
  remove: 'remove_from_cart',
  buy: 'purchase',
  order: 'purchase',
  transaction: 'purchase',
};

const what: Readonly<Record<(typeof neededFields)[number], string>> = {
  event_time: 'the time of an event',
  event_type: 'its type',
  product_id: 'the product',
  user_id: 'the user',
};

/** `partitions` are some names of partitions, such as `dt=20191001`: they tell how a text says the day. */
function findPartition(table: CatalogTable, partitions: readonly string[]): EventsMapping['partition'] {
  const column = table.columns
    .filter(({ isPartition, name }) => isPartition || plainName(name) === 'event_date')
    .map((one) => ({ one, rank: dayNames.indexOf(plainName(one.name)) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => Number(b.one.isPartition) - Number(a.one.isPartition) || a.rank - b.rank)[0]?.one;
  if (column === undefined) return undefined;
  const kind = kindOf(column);
  if (kind === 'date') return { column: column.name, form: 'date' };
  if (kind === 'integer') return { column: column.name, form: 'compact_text' };
  if (kind !== 'text') return undefined;
  const prefix = `${column.name.toLowerCase()}=`;
  const values = partitions.flatMap((name) =>
    name
      .split('/')
      .filter((part) => part.toLowerCase().startsWith(prefix))
      .map((part) => part.slice(prefix.length)),
  );
  const isCompact = values.length > 0 && values.every((value) => /^\d{8}$/.test(value));
  return { column: column.name, form: isCompact ? 'compact_text' : 'iso_text' };
}

function timeForm(column: CatalogColumn): ColumnMapping['form'] {
  const kind = kindOf(column);
  if (kind === 'text') return 'text_utc';
  if (kind !== 'integer' && kind !== 'number') return 'as_is';
  const name = plainName(column.name);
  if (/(^|_)(ms|millis|milliseconds)($|_)/.test(name)) return 'epoch_millis';
  if (/unix|epoch|second/.test(name) || column.type.toLowerCase() !== 'bigint') return 'epoch_seconds';
  return 'epoch_millis';
}

/** `ts_ms` is a `ts`. */
function rankOf(field: Field, name: string): number | null {
  const bare = plainName(name).replace(/_(ms|millis|milliseconds|s|sec|seconds|unix|epoch|utc)$/, '');
  return rankName(field, name) ?? (field === 'event_time' ? rankName(field, bare) : null);
}

function bestColumn(field: Field, free: readonly CatalogColumn[]): CatalogColumn | undefined {
  return free
    .flatMap((column) => {
      const rank = rankOf(field, column.name);
      const fit = fits[field].indexOf(kindOf(column));
      // a day is no time as long as there is any other
      const isDay = field === 'event_time' && (kindOf(column) === 'date' || column.isPartition);
      return rank === null || fit < 0 ? [] : [{ column, rank: rank + (isDay ? 1000 : 0) }];
    })
    .sort((a, b) => a.rank - b.rank)[0]?.column;
}

function describe(columns: EventsMapping['columns'], table: CatalogTable, mapping: EventsMapping): readonly string[] {
  const lacks = (field: Field) => columns[field] === undefined;
  const notes: string[] = [];
  const time = columns.event_time;
  if (time?.form === 'epoch_seconds' || time?.form === 'epoch_millis')
    notes.push(
      `“${time.column}” is read as ${time.form === 'epoch_millis' ? 'milliseconds' : 'seconds'} since 1970: look whether that is right.`,
    );
  if (lacks('user_session')) notes.push('No session was found: each user is one session.');
  if (lacks('price')) notes.push('No price was found: there is no revenue.');
  if (lacks('brand')) notes.push('No brand was found: every brand is unknown.');
  if (lacks('category_code')) notes.push('No category was found: every category is unknown.');
  if (mapping.partition === undefined)
    notes.push(`No column parts ${table.name} by days: every question reads the whole table.`);
  return notes;
}

/**
 * `problem` says which of the four fields that every event needs has no column. `partitions` are some names of the
 * table's partitions, where they are known.
 */
export function proposeMapping(table: CatalogTable, partitions: readonly string[] = []): ProposedMapping {
  const partition = findPartition(table, partitions);
  const taken = new Set<string>();
  const columns: Partial<Record<Field, ColumnMapping>> = {};
  for (const field of order) {
    const free = table.columns.filter(
      ({ name }) => !taken.has(name) && (field === 'event_time' || name !== partition?.column),
    );
    const column = bestColumn(field, free);
    if (column === undefined) continue;
    taken.add(column.name);
    columns[field] = { column: column.name, form: field === 'event_time' ? timeForm(column) : 'as_is' };
  }
  const isUsual = columns.event_type?.column.toLowerCase() === 'event_type';
  const mapping: EventsMapping = {
    database: table.database,
    table: table.name,
    columns,
    ...(columns.event_type !== undefined && !isUsual && { words: usualWords }),
    ...(partition !== undefined && { partition }),
  };
  const missing = neededFields.filter((field) => columns[field] === undefined);
  return {
    mapping,
    notes: describe(columns, table, mapping),
    problem:
      missing.length === 0
        ? null
        : `No column was found for ${missing.map((field) => `${what[field]} (${field})`).join(', ')}: an event has all four.`,
  };
}
