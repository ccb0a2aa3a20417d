/** The filters that apply to every screen. They live in the URL: back and forward are undo and redo. */
import { useSyncExternalStore } from 'react';
import type { ReportQuestion } from '../../preload/contract.js';
import { formatPlace, noFilters, parsePlace, type Filters, type Place, type Screen } from './place.js';

const listeners = new Set<() => void>();
/** What each screen was last asked, so that coming back finds it as it was left. */
const ownOfScreen = new Map<Screen, Place['own']>();
let place = parsePlace(globalThis.location?.hash ?? '');

function moveTo(next: Place, how: 'push' | 'replace'): void {
  const hash = formatPlace(next);
  if (hash === formatPlace(place) && hash === location.hash) return;
  if (how === 'push') history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
  arrive(next);
}

function arrive(next: Place): void {
  place = next;
  ownOfScreen.set(next.screen, next.own);
  for (const listener of listeners) listener();
}

globalThis.addEventListener?.('popstate', () => arrive(parsePlace(location.hash)));

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlace(): Place {
  return useSyncExternalStore(listen, () => place);
}

export function useScreen(): Screen {
  return usePlace().screen;
}

/** For what happens outside a component. */
export function currentScreen(): Screen {
  return place.screen;
}

export function currentDataset(): string | null {
  return place.filters.dataset;
}

/** The filters, and the function that changes some of them. Another dataset starts with its whole range and no filter. */
export function useFilters(): readonly [Filters, (changes: Partial<Filters>) => void] {
  return [usePlace().filters, changeFilters];
}

function withChanges(filters: Filters, changes: Partial<Filters>): Filters {
  const isOtherData = changes.dataset !== undefined && changes.dataset !== filters.dataset;
  return { ...filters, ...(isOtherData && { ...noFilters, tz: filters.tz }), ...changes };
}

/** `replace` is for what the program chooses by itself: it leaves no step to go back to. */
export function changeFilters(changes: Partial<Filters>, how: 'push' | 'replace' = 'push'): void {
  moveTo({ ...place, filters: withChanges(place.filters, changes) }, how);
}

/** A parameter of this screen alone; at its default it is not written down. A value that is no choice counts as the default. */
export function useOwnParam<Value extends string>(
  name: string,
  byDefault: Value,
  choices?: readonly Value[],
): readonly [Value, (value: Value) => void] {
  const text = usePlace().own[name];
  const value = text === undefined || (choices && !choices.includes(text as Value)) ? byDefault : (text as Value);
  return [value, (next) => changeOwn({ [name]: next === byDefault ? null : next })];
}

/** Several own parameters in one step; null removes one. */
export function changeOwn(changes: Readonly<Record<string, string | null>>): void {
  const own = Object.entries({ ...place.own, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  moveTo({ ...place, own: Object.fromEntries(own) }, 'push');
}

function placeOf(screen: Screen, changes: Partial<Filters>, own?: Place['own']): Place {
  return { screen, filters: withChanges(place.filters, changes), own: own ?? ownOfScreen.get(screen) ?? {} };
}

/** Shows a screen, as it was left unless `own` says otherwise. */
export function goTo(screen: Screen, changes: Partial<Filters> = {}, own?: Place['own']): void {
  moveTo(placeOf(screen, changes, own), 'push');
}

/** The URL that {@link goTo} would show, for real links. */
export function linkTo(screen: Screen, changes: Partial<Filters> = {}, own?: Place['own']): string {
  return formatPlace(placeOf(screen, changes, own));
}

/**
 * The params of `reports.run` for the filters as they stand; null while there is no dataset. `own` holds the report's
 * own parameters (of {@link useOwnParam}, or fixed by the screen).
 */
export function useReportQuestion(report: string, own: ReportQuestion['own'] = {}): ReportQuestion | null {
  const { filters } = usePlace();
  return questionOf(report, filters, own);
}

export function questionOf(report: string, filters: Filters, own: ReportQuestion['own'] = {}): ReportQuestion | null {
  // Where there is no dataset on this machine, a lake elsewhere is asked under its connection's name.
  const dataset = filters.dataset ?? filters.connection;
  if (dataset === null) return null;
  return {
    report,
    dataset,
    from: filters.from ?? undefined,
    to: filters.to ?? undefined,
    tz: filters.tz,
    category: filters.category ?? undefined,
    brand: filters.brand ?? undefined,
    excludeFlagged: filters.excludeFlagged || undefined,
    own: Object.keys(own).length > 0 ? own : undefined,
  };
}
