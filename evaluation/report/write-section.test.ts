import { expect, test } from 'vitest';
import { putBetweenMarks } from './write-section.js';

test('what people wrote stays, what was between the marks goes', () => {
  const document = 'Before\n<!-- figures -->\nold\n<!-- end of figures -->\nAfter\n';
  const once = putBetweenMarks(document, 'new');
  expect(once).toBe('Before\n<!-- figures -->\n\nnew\n\n<!-- end of figures -->\nAfter\n');
  expect(putBetweenMarks(once, 'new')).toBe(once);
});

test('a document without marks is refused', () => {
  expect(() => putBetweenMarks('nothing', 'new')).toThrow('<!-- figures -->');
});
