import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSubstitution, readCoverage, substitute } from './font-coverage.js';

let hasGlyph: (codePoint: number) => boolean;

beforeAll(async () => {
  const font = fileURLToPath(new URL('../../../resources/fonts/Roboto-Regular.ttf', import.meta.url));
  hasGlyph = readCoverage(await readFile(font));
});

describe('the font’s coverage', () => {
  it.each([...`AzÀßşčЯяΩω–—×÷≥≤…·•€${substitute}`])('has %s', (character) => {
    expect(hasGlyph(character.codePointAt(0) ?? 0)).toBe(true);
  });

  it.each([...'漢あ한שع👍□'])('lacks %s', (character) => {
    expect(hasGlyph(character.codePointAt(0) ?? 0)).toBe(false);
  });
});

describe('what is drawn in the place of missing characters', () => {
  it('is one box for each character, and never nothing', () => {
    const { apply, wasNeeded } = createSubstitution(hasGlyph);
    expect(apply('小米 Xiaomi')).toBe(`${substitute}${substitute} Xiaomi`);
    expect(apply('👨‍👩‍👧 ok')).toBe(`${substitute} ok`);
    expect(apply('שלום')).toBe(substitute.repeat(4));
    expect(wasNeeded()).toBe(true);
  });

  it('leaves what the font has, letters with loose accents too', () => {
    const { apply, wasNeeded } = createSubstitution(hasGlyph);
    expect(apply('Bjo\u0308rn – Яндекс')).toBe('Björn – Яндекс');
    expect(wasNeeded()).toBe(false);
  });

  it('takes control characters out', () => {
    expect(createSubstitution(hasGlyph).apply('a\u0000b\u001bc')).toBe('a b c');
  });
});
