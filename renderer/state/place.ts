/** Where one is: the screen, the filters and the screen's own parameters, as they stand in the URL's hash. */
import { engineKinds, type EngineKind } from '../../preload/question.js';
import { isZone } from './zones.js';

export const screens = [
  'overview',
  'visitors',
  'carts',
  'categories',
  'brands',
  'live',
  'alerts',
  'rules',
  'quality',
  'load',
  'lake',
  'settings',
] as const;
export type Screen = (typeof screens)[number];

export interface Filters {
  readonly dataset: string | null;
  /** First local day of the range; null: from the first day of the data. */
  readonly from: string | null;
  /** The day after the last one; null: to the last day of the data. */
  readonly to: string | null;
  readonly tz: string;
  /** First-level category; '' chooses the unknown one, null all. */
  readonly category: string | null;
  /** Folded brand; '' chooses the unknown one, null all. */
  readonly brand: string | null;
  readonly excludeFlagged: boolean;
  /** What answers the reports; the engines elsewhere need a connection. */
  readonly engine: EngineKind;
  readonly connection: string | null;
}

export interface Place {
  readonly screen: Screen;
  readonly filters: Filters;
  /** The screen's own parameters, without those at their default. */
  readonly own: Readonly<Record<string, string>>;
}

export const noFilters: Filters = {
  dataset: null,
  from: null,
  to: null,
  tz: 'UTC',
  category: null,
  brand: null,
  excludeFlagged: false,
  engine: 'duckdb',
  connection: null,
};

/** A day that the calendar has: Date.parse takes the 31st of February for the 3rd of March. */
function parseDay(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}

function parseZone(text: string | null): string {
  return text !== null && isZone(text) ? text : 'UTC';
}

/** An engine elsewhere has a connection, this machine has none: what names half of it is read as this machine. */
function parseEngine(text: string | null, connection: string | null): Pick<Filters, 'engine' | 'connection'> {
  const engine = engineKinds.find((kind) => kind === text);
  if (engine === undefined || engine === 'duckdb' || !connection) return { engine: 'duckdb', connection: null };
  return { engine, connection };
}

function isScreen(text: string | undefined): text is Screen {
  return screens.some((screen) => screen === text);
}

/** Reads `#/visitors?dataset=Oct&from=2019-10-01&grain=week`. What does not make sense is read as absent. */
export function parsePlace(hash: string): Place {
  const [path, query] = hash.replace(/^#?\/?/, '').split('?', 2);
  const params = new URLSearchParams(query ?? '');
  const filters: Filters = {
    dataset: params.get('dataset'),
    from: parseDay(params.get('from')),
    to: parseDay(params.get('to')),
    tz: parseZone(params.get('tz')),
    category: params.get('category'),
    brand: params.get('brand'),
    excludeFlagged: params.get('excludeFlagged') === '1',
    ...parseEngine(params.get('engine'), params.get('connection')),
  };
  const isEmpty = filters.from !== null && filters.to !== null && filters.from >= filters.to;
  return {
    screen: isScreen(path) ? path : 'overview',
    filters: isEmpty ? { ...filters, from: null, to: null } : filters,
    own: Object.fromEntries([...params].filter(([name]) => !(name in noFilters))),
  };
}

/** Writes the hash that {@link parsePlace} reads; filters that choose everything are left out. */
export function formatPlace({ screen, filters, own }: Place): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters) as [keyof Filters, string | boolean | null][]) {
    if (value === noFilters[name] || value === null) continue;
    params.set(name, value === true ? '1' : String(value));
  }
  for (const [name, value] of Object.entries(own)) params.set(name, value);
  const query = params.toString();
  return query === '' ? `#/${screen}` : `#/${screen}?${query}`;
}
