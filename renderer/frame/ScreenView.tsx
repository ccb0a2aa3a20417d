import { useMissingDataset } from '../state/datasets.js';
import { useElsewhere } from '../state/engine-choice.js';
import type { Screen } from '../state/place.js';
import { ErrorNote } from '../ui/ErrorNote.js';
import { NoSuchDataset } from './NoSuchDataset.js';
import { useScreenComponent } from './screen-components.js';
import { screenEntries } from './screens.js';

export function ScreenView({ screen }: { readonly screen: Screen }) {
  const missing = useMissingDataset();
  const isElsewhere = useElsewhere() !== null;
  const { component: View, error } = useScreenComponent(screen);
  if (missing !== null && !isElsewhere && screenEntries.some((entry) => entry.screen === screen && entry.needsDataset))
    return <NoSuchDataset name={missing} />;
  if (error)
    return (
      <ErrorNote
        error={error}
        meaning="This screen could not be opened."
        onRetry={() => globalThis.location.reload()}
      />
    );
  return View ? <View /> : <div aria-busy />;
}
