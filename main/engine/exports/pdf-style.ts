/** The colours of documents: those of the print theme, and a few for paper alone. */
import type { CustomTableLayout } from 'pdfmake/interfaces.js';
import { printTheme } from '../../../charts/theme.js';

export const colours = {
  text: printTheme.text,
  muted: printTheme.mutedText,
  accent: printTheme.accent,
  axis: printTheme.axis,
  line: printTheme.grid,
  head: '#f1f3f5',
} as const;

/** A4 in points, 1/72 of an inch. */
const [widthPt, heightPt, marginPt] = [595.28, 841.89, 40];

export const page = {
  marginPt,
  contentPt: widthPt - 2 * marginPt,
  /** On a page that lies on its side. */
  wideContentPt: heightPt - 2 * marginPt,
} as const;

/** Pairs of title and value, held apart by hair lines. */
export const factsLayout: CustomTableLayout = {
  hLineWidth: () => 0.4,
  hLineColor: () => colours.line,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
};

/** Nothing but the texts, aligned. */
export const figuresLayout: CustomTableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
};
