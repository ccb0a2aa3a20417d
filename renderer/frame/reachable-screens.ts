import { useDatasets } from '../state/datasets.js';
import { chosenElsewhere, isRemoteScreen } from '../state/engine-choice.js';
import { useFilters } from '../state/filters.js';
import { screenEntries, type ScreenEntry } from './screens.js';

/** The screens that have something to show: without a dataset on this machine, the reports only where a lake answers them. */
export function useReachableScreens(): readonly ScreenEntry[] {
  const [filters] = useFilters();
  const hasData = (useDatasets().data?.length ?? 0) > 0;
  const isElsewhere = chosenElsewhere(filters) !== null;
  return screenEntries.filter(
    ({ needsDataset, screen }) => hasData || !needsDataset || (isElsewhere && isRemoteScreen(screen)),
  );
}
