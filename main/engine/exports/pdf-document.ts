/** A report as a document one hands to somebody: what, of which data, the numbers, the charts, the whole table. */
import type { Content, ContentTable, ContentText, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { describeColumn } from '../../../charts/describe-column.js';
import { formatShort, formatValue } from '../../../charts/format-value.js';
import { reportCharts } from '../../../charts/report-charts.js';
import { printTheme } from '../../../charts/theme.js';
import { parameterTexts, rangeText } from './cell-text.js';
import { drawChart } from './draw-chart.js';
import type { PdfRequest } from './pdf-request.js';
import { colours, page } from './pdf-style.js';
import { buildTable, maxPrintedRows, measureTable } from './pdf-table.js';

/** Charts are laid out in pixels of this size, so that their 12 px type is printed in about 8 points. */
const pointsPerPx = 0.68;
const chartWidthPx = Math.round(page.contentPt / pointsPerPx);
const figuresPerRow = 4;

type Draw = (text: string) => string;

/** The headline numbers, four beside each other, each under its title. */
function headline({ result }: PdfRequest, draw: Draw): Content {
  const figures = result.summaryColumns.map((meta) => {
    const { name, title, unit } = describeColumn(meta, result.params);
    const value = result.summary[name] ?? null;
    const isLong = unit === 'money' && value !== null && Math.abs(value) >= 1e7;
    return { title: draw(title), value: isLong ? formatShort(value, unit) : formatValue(value, unit) };
  });
  const body: TableCell[][] = [];
  for (let at = 0; at < figures.length; at += figuresPerRow) {
    const row = Array.from({ length: figuresPerRow }, (_, column) => figures[at + column]);
    body.push(row.map((figure) => ({ text: figure?.title ?? '', fontSize: 8, color: colours.muted })));
    body.push(row.map((figure) => ({ text: figure?.value ?? '', fontSize: 16, bold: true, margin: [0, 0, 0, 8] })));
  }
  const table: ContentTable = {
    table: { widths: Array.from({ length: figuresPerRow }, () => '*'), body },
    layout: 'figures',
    margin: [0, 12, 0, 2],
  };
  return figures.length === 0 ? [] : table;
}

/** What the dataset lacks for these numbers, one line each. */
function notes({ result }: PdfRequest, draw: Draw): Content[] {
  return result.notes.map((note) => ({ text: draw(note), margin: [0, 0, 0, 6] }));
}

function section(title: string): ContentText {
  return { text: title, fontSize: 11, bold: true, margin: [0, 12, 0, 4] };
}

/** The title of the table, its notes, the table's head and first rows. */
const tableStartPt = 130;

/**
 * The table's title never ends a page: it goes to the next with the table. By the room that is left, because pdfmake
 * tells of a table's first rows the page on which they did not fit. Charts are unbreakable, their titles with them.
 */
const breakBeforeTable: TDocumentDefinitions['pageBreakBefore'] = ({ headlineLevel, startPosition }) =>
  headlineLevel !== undefined && (1 - startPosition.verticalRatio) * startPosition.pageInnerHeight < tableStartPt;

/** What the numbers are of: the data, the range, the filters. Two pairs beside each other. */
function facts({ result, parameters }: PdfRequest, draw: Draw): Content {
  const { params, datasetRows, datasetRejected } = result;
  const pairs: (readonly [string, string])[] = [
    ['Dataset', result.dataset],
    ['Rows loaded', formatValue(datasetRows, '')],
    ['Days', rangeText(params)],
    ['Rows rejected', formatValue(datasetRejected, '')],
    ['Time zone', String(params['tz'] ?? 'UTC')],
    ...parameterTexts(params, parameters),
  ];
  if (pairs.length % 2 === 1) pairs.push(['', '']);
  const cell = (text: string, color: string): Content => ({ text: draw(text), color });
  const body = Array.from({ length: pairs.length / 2 }, (_, row) =>
    pairs
      .slice(2 * row, 2 * row + 2)
      .flatMap(([title, value]) => [cell(title, colours.muted), cell(value, colours.text)]),
  );
  const table: ContentTable = { table: { widths: [100, '*', 100, '*'], body }, layout: 'facts', fontSize: 8.5 };
  return table;
}

/** What pdfmake hands to its SVG renderer, though its types do not say so. A chart is drawn right or not at all. */
const svgOptions = {
  options: {
    warningCallback(warning: string) {
      throw new Error(`A chart could not be drawn: ${warning}`);
    },
  },
};

function charts({ result }: PdfRequest, draw: Draw): Content[] {
  return reportCharts(result, printTheme).map(({ title, description, option, heightPx, tableNote }) => {
    const drawn: Content =
      option === null
        ? { text: draw(description), fontSize: 9 }
        : { svg: draw(drawChart(option, chartWidthPx, heightPx)), width: page.contentPt, ...svgOptions };
    const note: Content[] = tableNote ? [{ text: draw(tableNote), fontSize: 8, color: colours.muted }] : [];
    return { stack: [section(draw(title)), drawn, ...note], unbreakable: true };
  });
}

function tableNotes(rowCount: number, isSubstituted: boolean): Content[] {
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

/** Where the data lack something the notes say why there is no row, else no event fits. */
function sayEmpty({ notes }: PdfRequest['result']): string {
  return notes.length > 0 ? 'The table is empty.' : 'No event fits this question: the table is empty.';
}

/** `2026-03-01 09:30 UTC`. */
function momentText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * The document's definition for pdfmake. `substitution` replaces what the font cannot draw; it is applied to every text
 * that comes from data, and to the charts.
 */
export function buildDocument(
  request: PdfRequest,
  substitution: { readonly apply: Draw; readonly wasNeeded: () => boolean },
): TDocumentDefinitions {
  const { result, version, madeAt } = request;
  const draw = substitution.apply;
  const measured = measureTable(result);
  const { rowCount } = result.table;
  const subtitle = `${result.dataset} · ${rangeText(result.params)} · ${String(result.params['tz'] ?? 'UTC')}`;
  const chartNodes = charts(request, draw);
  const tableNode: Content = rowCount === 0 ? { text: sayEmpty(result) } : buildTable(result, measured, draw);
  const heading: ContentText = {
    ...section(rowCount > maxPrintedRows ? 'The table' : `The whole table: ${formatValue(rowCount, '')} rows`),
    headlineLevel: 1,
  };

  return {
    pageSize: 'A4',
    pageOrientation: 'portrait',
    pageMargins: [page.marginPt, 44, page.marginPt, 44],
    info: {
      title: `${result.title}: ${subtitle}`,
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
              { text: draw(result.title), bold: true },
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
      { text: draw(result.title), fontSize: 22, bold: true },
      { text: draw(subtitle), fontSize: 10.5, color: colours.muted, margin: [0, 0, 0, 8] },
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: page.contentPt, y2: 0, lineWidth: 1.2, lineColor: colours.accent }],
      },
      headline(request, draw),
      ...notes(request, draw),
      { text: draw(result.meaning), italics: true, color: colours.muted, margin: [0, 0, 0, 10] },
      facts(request, draw),
      ...chartNodes,
      measured.isWide ? { ...heading, pageBreak: 'before', pageOrientation: 'landscape' } : heading,
      ...tableNotes(rowCount, substitution.wasNeeded()),
      tableNode,
    ],
  };
}
