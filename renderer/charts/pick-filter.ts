/** A click on a mark sets the filter that it stands for; a second click on the same takes it away. */
import type { MarkKey } from '../../charts/chart.js';
import { addDays } from '../../charts/format-day.js';
import { changeFilters } from '../state/filters.js';
import type { Filters } from '../state/place.js';

/** The changes of the common filters that a mark asks for; null where it is nothing that they can choose. */
export function filterOfMark(key: MarkKey, filters: Filters): Partial<Filters> | null {
  if (key.from !== undefined && key.to !== undefined) {
    const isChosen = filters.from === key.from && filters.to === key.to;
    return isChosen ? { from: null, to: null } : { from: key.from, to: key.to };
  }
  if (key.category !== undefined) {
    const category = key.category === null ? '' : (key.category.split('.', 1)[0] ?? '');
    return { category: filters.category === category ? null : category };
  }
  if (key.brand !== undefined) {
    const brand = key.brand ?? '';
    return { brand: filters.brand === brand ? null : brand };
  }
  return null;
}

export function pickFilter(key: MarkKey, filters: Filters): void {
  const changes = filterOfMark(key, filters);
  if (changes !== null) changeFilters(changes);
}

/** The range from the first to the last of the marks drawn over. */
export function brushRange(first: MarkKey, last: MarkKey): void {
  if (first.from === undefined || last.from === undefined) return;
  changeFilters({ from: first.from, to: last.to ?? addDays(last.from, 1) });
}
