/** What the dataset that is looked at does not have. Of an engine elsewhere only its answers tell, in their notes. */
import type { Field } from '../../preload/layout.js';
import { useDataset } from './datasets.js';
import { useElsewhere } from './engine-choice.js';

/** The first of these fields that no file of the dataset has; null where all are there, or while it is not known. */
export function useAbsentField<Wanted extends Field>(...wanted: readonly Wanted[]): Wanted | null {
  const dataset = useDataset();
  const isElsewhere = useElsewhere() !== null;
  const absent = isElsewhere ? [] : (dataset?.absentFields ?? []);
  return wanted.find((field) => absent.includes(field)) ?? null;
}
