import { expect, it } from 'vitest';
import { formatSlotParam, parseSlotParam } from './slot-param.js';

it('reads what it writes', () => {
  for (const slot of [
    { weekday: 3, hour: 18 },
    { weekday: null, hour: 0 },
    { weekday: 7, hour: 23 },
  ])
    expect(parseSlotParam(formatSlotParam(slot))).toEqual(slot);
});

it('takes nothing else for a slot', () => {
  for (const text of ['', '8-1', '0-1', '1-24', '1-', 'all-all', '1-1-1']) expect(parseSlotParam(text)).toBeNull();
});
