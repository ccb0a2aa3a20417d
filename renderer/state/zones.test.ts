import { expect, test } from 'vitest';
import { isZone, listZones, offsetOf } from './zones.js';

test('UTC comes first, no zone twice, and each can be computed with', () => {
  const { own, names } = listZones();
  expect(names[0]).toBe('UTC');
  expect(names).toContain(own);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !isZone(name))).toEqual([]);
});

test('zones go by the names they have today', () => {
  const { names } = listZones();
  expect(names).toEqual(expect.arrayContaining(['Asia/Kathmandu', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires']));
  expect(names).not.toContain('Asia/Katmandu');
});

test('offsets tell quarter hours', () => {
  expect(offsetOf('Asia/Kathmandu')).toBe('GMT+5:45');
  expect(isZone('Mars/Olympus')).toBe(false);
});
