/** The datasets of the workspace, the one that is looked at, and what is done with them. */
import type { DatasetInfo } from '../../preload/shapes.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';
import { changeFilters, currentDataset, goTo, useFilters } from './filters.js';
import { chosenRange, dataRange, type DayRange } from './range.js';
import { runTask } from './tasks.js';

export function useDatasets(): CallState<readonly DatasetInfo[]> {
  return useCall('datasets.list', {});
}

/** The dataset that the filters name; undefined while it is not known, or where there is none of that name. */
export function useDataset(): DatasetInfo | undefined {
  const [{ dataset }] = useFilters();
  return useDatasets().data?.find(({ name }) => name === dataset);
}

/** The dataset that the filters name where the workspace has none of that name; null while that is not known. */
export function useMissingDataset(): string | null {
  const [{ dataset }] = useFilters();
  const { data, loading } = useDatasets();
  return loading || !data || data.some(({ name }) => name === dataset) ? null : dataset;
}

/** The local days that are looked at and those there are, in the zone of the filters; null for a dataset without events. */
export function useRange(): { readonly range: DayRange; readonly whole: DayRange } | null {
  const [filters] = useFilters();
  const dataset = useDataset();
  const whole = dataset ? dataRange(dataset, filters.tz) : null;
  return whole && { whole, range: chosenRange(whole, filters) };
}

/** After a load or a removal: asks again for everything that comes from datasets. */
export function refreshDatasets(): void {
  refreshCalls(
    'datasets.list',
    'datasets.broken',
    'datasets.get',
    'datasets.facets',
    'datasets.rejects',
    'quality.get',
    'profile.get',
    'reports.run',
    'settings.get',
  );
}

/** Makes the sample where it is not there yet, and shows it. */
export async function openSample(): Promise<void> {
  const info = await runTask(
    'Opening the sample',
    (options) => callEngine('sample.open', {}, options),
    () => null,
  );
  if (info === null) return;
  refreshDatasets();
  goTo('overview', { dataset: info.name });
}

/** Removes a dataset. Where it was the one that is looked at, another one is then. */
export async function removeDataset(name: string): Promise<void> {
  await runTask(
    `Removing ${name}`,
    (options) => callEngine('datasets.remove', { dataset: name }, options),
    () => null,
  );
  refreshDatasets();
  if (currentDataset() !== name) return;
  const left = await callEngine('datasets.list', {}).catch(() => null);
  if (left && !left.some((dataset) => dataset.name === name)) showDataset(chooseDataset(left, null));
}

/** The dataset to look at when the URL names none: the last one, else the newest. */
export function chooseDataset(datasets: readonly DatasetInfo[], last: string | null): string | null {
  if (datasets.some(({ name }) => name === last)) return last;
  const newest = [...datasets].sort((a, b) => (a.loadedAt < b.loadedAt ? 1 : -1));
  return newest[0]?.name ?? null;
}

export function showDataset(name: string | null): void {
  changeFilters({ dataset: name }, 'replace');
}
