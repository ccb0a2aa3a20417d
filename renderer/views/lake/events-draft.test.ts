import { expect, test } from 'vitest';
import { eventsMapping } from '../../../preload/remote/connection.js';
import { setField, setPartition, setWord } from './events-draft.js';

const bare = { table: 'clicks', columns: {} };

test('a field gets a column, another one, and none', () => {
  const first = setField(bare, 'event_time', 'ts', 'epoch_millis');
  expect(first.columns).toEqual({ event_time: { column: 'ts', form: 'epoch_millis' } });
  expect(setField(first, 'event_time', 'at').columns).toEqual({ event_time: { column: 'at', form: 'as_is' } });
  expect(setField(first, 'event_time', null).columns).toEqual({});
});

test('words and the partition come and go, and what is left is a mapping that the engine takes', () => {
  const full = setPartition(setWord(setWord(bare, 'order', 'purchase'), 'look', 'view'), 'dt', 'compact_text');
  expect(full).toMatchObject({ words: { order: 'purchase', look: 'view' }, partition: { column: 'dt' } });
  const empty = setPartition(setWord(setWord(full, 'order', null), 'look', null), null, 'date');
  expect(empty).toEqual(bare);
  for (const mapping of [full, empty]) expect(eventsMapping.parse(mapping)).toEqual(mapping);
});
