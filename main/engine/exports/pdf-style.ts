/** The colours of documents: those of the print theme, and a few for paper alone. */
import { printTheme } from '../../../charts/theme.js';

export const colours = {
  text: printTheme.text,
  muted: printTheme.mutedText,
  accent: printTheme.accent,
  axis: printTheme.axis,
  line: printTheme.grid,
  head: '#f1f3f5',
} as const;

/** Millimetres are for printers; a point is 1/72 inch. A4 upright. */
export const page = { widthPt: 595.28, heightPt: 841.89, marginPt: 40 } as const;
