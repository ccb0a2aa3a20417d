/** A report as a document one hands to somebody: what, of which data, the numbers, the charts, the whole table. */
import type { Content, ContentTable, ContentText, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { describeColumn } from '../../../charts/describe-column.js';
import { formatShort, formatValue } from '../../../charts/format-value.js';
import { reportCharts } from '../../../charts/report-charts.js';
import { printTheme } from '../../../charts/theme.js';
import { engineText, parameterTexts, rangeText } from './cell-text.js';
import { drawChart } from './draw-chart.js';
import type { PdfRequest } from './pdf-request.js';
import { buildFacts, frameDocument, section, tableNotes, type Draw } from './pdf-frame.js';
import { colours, page } from './pdf-style.js';
import { buildTable, maxPrintedRows, measureTable } from './pdf-table.js';

/** Charts are laid out in pixels of this size, so that their 12 px type is printed in about 8 points. */
const pointsPerPx = 0.68;
const chartWidthPx = Math.round(page.contentPt / pointsPerPx);
const figuresPerRow = 4;

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
    ...(result.remote === undefined ? [] : [['Answered by', engineText(result)] as const]),
  ];
  return buildFacts(pairs, draw);
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

/** Where the data lack something the notes say why there is no row, else no event fits. */
function sayEmpty({ notes }: PdfRequest['result']): string {
  return notes.length > 0 ? 'The table is empty.' : 'No event fits this question: the table is empty.';
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

  return frameDocument({ title: result.title, subtitle, version, madeAt }, draw, [
    headline(request, draw),
    ...notes(request, draw),
    { text: draw(result.meaning), italics: true, color: colours.muted, margin: [0, 0, 0, 10] },
    facts(request, draw),
    ...chartNodes,
    measured.isWide ? { ...heading, pageBreak: 'before', pageOrientation: 'landscape' } : heading,
    ...tableNotes(rowCount, substitution.wasNeeded()),
    tableNode,
  ]);
}
