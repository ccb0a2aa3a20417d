/** What the dataset that is looked at does not have. */
import type { Field } from '../../preload/layout.js';
import { useDataset } from './datasets.js';

/** The first of these fields that no file of the dataset has; null where all are there, or while it is not known. */
export function useAbsentField<Wanted extends Field>(...wanted: readonly Wanted[]): Wanted | null {
  const absent = useDataset()?.absentFields ?? [];
  return wanted.find((field) => absent.includes(field)) ?? null;
}
