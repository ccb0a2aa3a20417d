/** Which characters a TrueType font can draw, and a visible substitute for those it cannot. */

/** Reads the `cmap` table's segments (format 4, the basic plane: all that our fonts have) as pairs of first and last code. */
function readRanges(font: Uint8Array): readonly (readonly [number, number])[] {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tableCount = view.getUint16(4);
  for (let table = 0; table < tableCount; table++) {
    const record = 12 + 16 * table;
    if (view.getUint32(record) !== 0x636d6170) continue; // 'cmap'
    const cmap = view.getUint32(record + 8);
    const subtableCount = view.getUint16(cmap + 2);
    for (let subtable = 0; subtable < subtableCount; subtable++) {
      const start = cmap + view.getUint32(cmap + 4 + 8 * subtable + 4);
      if (view.getUint16(start) === 4) return readSegments(view, start);
    }
  }
  throw new Error('The font has no character map of format 4.');
}

function readSegments(view: DataView, start: number): readonly (readonly [number, number])[] {
  const segments = view.getUint16(start + 6) / 2;
  return Array.from({ length: segments }, (_, at) => {
    const last = view.getUint16(start + 14 + 2 * at);
    const first = view.getUint16(start + 16 + 2 * segments + 2 * at);
    return [first, last] as const;
  });
}

/** Answers for code points: does the font have a glyph? */
export function readCoverage(font: Uint8Array): (codePoint: number) => boolean {
  const covered = new Set<number>();
  for (const [first, last] of readRanges(font))
    for (let code = first; code <= last && code < 0xffff; code++) covered.add(code);
  return (codePoint) => covered.has(codePoint);
}

/** Unicode's own character for what cannot be shown. Roboto has it; a box it has not (PDFKit gives its "no glyph" a wrong width). */
export const substitute = '\ufffd';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * `apply` puts {@link substitute} in the place of each character (grapheme) that the font cannot draw whole, and a space
 * in that of a control character. `wasNeeded` tells whether the former ever happened.
 */
export function createSubstitution(hasGlyph: (codePoint: number) => boolean): {
  readonly apply: (text: string) => string;
  readonly wasNeeded: () => boolean;
} {
  let needed = false;
  function draw(grapheme: string): string {
    for (const character of grapheme) {
      if (hasGlyph(character.codePointAt(0) ?? 0)) continue;
      needed = true;
      return substitute;
    }
    return grapheme;
  }
  return {
    apply(text) {
      const plain = text.normalize('NFC').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ' ');
      return plain.replace(/[^\x00-\x7f]+/g, (run) =>
        Array.from(graphemes.segment(run), ({ segment }) => draw(segment)).join(''),
      );
    },
    wasNeeded: () => needed,
  };
}
