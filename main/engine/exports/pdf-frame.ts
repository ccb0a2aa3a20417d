/** What all documents have in common: page, title, running head and foot, facts, and what is said of a long table. */
import type { Content, ContentTable, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { formatValue } from '../../../charts/format-value.js';
import { colours, page } from './pdf-style.js';
import { maxPrintedRows } from './pdf-table.js';

/** Replaces what the font cannot draw; applied to every text that comes from data. */
export type Draw = (text: string) => string;

export interface Heading {
  readonly title: string;
  /** Which data: under the title, and at the head of the pages after the first. */
  readonly subtitle: string;
  readonly version: string;
  readonly madeAt: Date;
}

export function section(title: string): ContentText {
  return { text: title, fontSize: 11, bold: true, margin: [0, 12, 0, 4] };
}

/** Pairs of title and value, two beside each other. */
export function buildFacts(given: readonly (readonly [title: string, value: string])[], draw: Draw): Content {
  const pairs = given.length % 2 === 1 ? [...given, ['', ''] as const] : given;
  const cell = (text: string, color: string): Content => ({ text: draw(text), color });
  const body = Array.from({ length: pairs.length / 2 }, (_, row) =>
    pairs
      .slice(2 * row, 2 * row + 2)
      .flatMap(([title, value]) => [cell(title, colours.muted), cell(value, colours.text)]),
  );
  const table: ContentTable = { table: { widths: [100, '*', 100, '*'], body }, layout: 'facts', fontSize: 8.5 };
  return table;
}

/** What of the table is not as in the data. */
export function tableNotes(rowCount: number, isSubstituted: boolean): Content[] {
  const notes: string[] = [];
  if (rowCount > maxPrintedRows)
    notes.push(
      `The first ${formatValue(maxPrintedRows, '')} rows are printed; ${formatValue(rowCount - maxPrintedRows, '')} are left out. The CSV export holds all ${formatValue(rowCount, '')}.`,
    );
  if (isSubstituted)
    notes.push(
      'Characters that this document’s font lacks (such as Chinese, Arabic or Hebrew letters and emoji) are drawn as \ufffd. The CSV export holds them.',
    );
  return notes.map((text) => ({
    text,
    fontSize: 8.5,
    color: colours.muted,
    margin: [0, 0, 0, 4],
  }));
}

/** The title of the table, its notes, the table's head and first rows. */
const tableStartPt = 130;

/**
 * The table's title never ends a page: it goes to the next with the table. By the room that is left, because pdfmake
 * tells of a table's first rows the page on which they did not fit. Charts are unbreakable, their titles with them.
 */
const breakBeforeTable: TDocumentDefinitions['pageBreakBefore'] = ({ headlineLevel, startPosition }) =>
  headlineLevel !== undefined && (1 - startPosition.verticalRatio) * startPosition.pageInnerHeight < tableStartPt;

/** `2026-03-01 09:30 UTC`. */
function momentText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The document: its title and a line under it, then `content`. */
export function frameDocument(
  { title, subtitle, version, madeAt }: Heading,
  draw: Draw,
  content: readonly Content[],
): TDocumentDefinitions {
  return {
    pageSize: 'A4',
    pageOrientation: 'portrait',
    pageMargins: [page.marginPt, 44, page.marginPt, 44],
    info: {
      title: `${title}: ${subtitle}`,
      creator: `Vitrine ${version}`,
      producer: `Vitrine ${version} (pdfmake)`,
      creationDate: madeAt,
    },
    language: 'en',
    displayTitle: true,
    defaultStyle: { font: 'Roboto', fontSize: 9, color: colours.text, lineHeight: 1.15 },
    header: (current) =>
      current === 1
        ? null
        : {
            columns: [
              { text: draw(title), bold: true },
              { text: draw(subtitle), alignment: 'right', width: 'auto' },
            ],
            fontSize: 8,
            color: colours.muted,
            margin: [page.marginPt, 22, page.marginPt, 0],
          },
    footer: (current, count) => ({
      columns: [
        { text: `Made ${momentText(madeAt)} by Vitrine ${version}` },
        { text: `page ${current} of ${count}`, alignment: 'right', width: 'auto' },
      ],
      fontSize: 8,
      color: colours.muted,
      margin: [page.marginPt, 14, page.marginPt, 0],
    }),
    pageBreakBefore: breakBeforeTable,
    content: [
      { text: draw(title), fontSize: 22, bold: true },
      { text: draw(subtitle), fontSize: 10.5, color: colours.muted, margin: [0, 0, 0, 8] },
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: page.contentPt, y2: 0, lineWidth: 1.2, lineColor: colours.accent }],
      },
      ...content,
    ],
  };
}
