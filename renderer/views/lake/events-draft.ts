/** Somebody else's table as events, while a person says which column is which. Pure functions. */
import type { EventsMapping, EventType, Field } from '../../../preload/contract.js';

type TimeForm = NonNullable<EventsMapping['columns']['event_time']>['form'];
type PartitionForm = NonNullable<EventsMapping['partition']>['form'];

export const timeForms: readonly { readonly value: TimeForm; readonly label: string }[] = [
  { value: 'as_is', label: 'Time, or date and time' },
  { value: 'text_utc', label: 'Text, times in UTC' },
  { value: 'epoch_seconds', label: 'Seconds since 1970' },
  { value: 'epoch_millis', label: 'Milliseconds since 1970' },
];

export const partitionForms: readonly { readonly value: PartitionForm; readonly label: string }[] = [
  { value: 'iso_text', label: 'Text 2019-10-01' },
  { value: 'compact_text', label: 'Text 20191001' },
  { value: 'date', label: 'Date' },
];

export function setField(
  mapping: EventsMapping,
  field: Field,
  column: string | null,
  form: TimeForm = 'as_is',
): EventsMapping {
  const others = Object.entries(mapping.columns).filter(([other]) => other !== field);
  const columns = column === null ? others : [...others, [field, { column, form }] as const];
  return { ...mapping, columns: Object.fromEntries(columns) };
}

export function setPartition(mapping: EventsMapping, column: string | null, form: PartitionForm): EventsMapping {
  if (column !== null) return { ...mapping, partition: { column, form } };
  const next: { partition?: EventsMapping['partition'] } & EventsMapping = { ...mapping };
  delete next.partition;
  return next;
}

/** What a word of the table counts as; null: the word is not translated. The last word that goes takes the list with it. */
export function setWord(mapping: EventsMapping, word: string, meaning: EventType | null): EventsMapping {
  const { words = {}, ...others } = mapping;
  const left = Object.entries(words).filter(([other]) => other !== word);
  const next = meaning === null ? left : [...left, [word, meaning] as const];
  return next.length === 0 ? others : { ...others, words: Object.fromEntries(next) };
}
