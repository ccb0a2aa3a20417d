/** Horizontal bars, largest first; what is unknown stands below them in grey, never ranked. */
import { finishChart, type ChartMark, type MarkKey, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip, valueAxis } from './chart-parts.js';
import { formatShort, formatValue } from './format-value.js';
import type { ChartTheme } from './theme.js';

export interface RankedRow {
  readonly name: string;
  /** Lines of the tooltip below the name. */
  readonly lines: readonly string[];
  readonly key: MarkKey;
}

export interface Ranking {
  readonly id: string;
  readonly title: string;
  /** What a bar is: `category`. */
  readonly noun: string;
  readonly plural: string;
  readonly valueTitle: string;
  readonly unit: string;
  readonly color: string;
  /** Of the rows, by their number; there may be a million. */
  readonly values: readonly (number | null)[];
  readonly isUnknown: (row: number) => boolean;
  /** Asked of the rows that are drawn alone. */
  readonly describe: (row: number) => RankedRow;
  readonly top: number;
  /** Said where there is no bar. */
  readonly whyEmpty?: string;
}

const barPx = 22;

interface ChosenRows {
  /** The `top` largest of the known rows, then the unknown ones; none of nothing. */
  readonly rows: readonly number[];
  readonly knownCount: number;
}

function chooseRows({ values, isUnknown, top }: Ranking): ChosenRows {
  const valueOf = (row: number | undefined) => (row === undefined ? 0 : (values[row] ?? 0));
  const largest: number[] = [];
  const unknown: number[] = [];
  let knownCount = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = valueOf(row);
    if (isUnknown(row)) {
      if (value > 0) unknown.push(row);
      continue;
    }
    knownCount += 1;
    if (!(value > 0) || (largest.length >= top && value <= valueOf(largest.at(-1)))) continue;
    let at = largest.length;
    while (at > 0 && valueOf(largest[at - 1]) < value) at -= 1;
    largest.splice(at, 0, row);
    if (largest.length > top) largest.pop();
  }
  return { rows: [...largest, ...unknown], knownCount };
}

export function rankingChart(ranking: Ranking, theme: ChartTheme): ReportChart {
  const { id, title, noun, plural, valueTitle, unit, whyEmpty } = ranking;
  const { rows, knownCount } = chooseRows(ranking);
  const shown = rows.map((row) => ({
    ...ranking.describe(row),
    value: ranking.values[row] ?? 0,
    isUnknown: ranking.isUnknown(row),
  }));
  const left = Math.max(0, knownCount - ranking.top);
  const count = (value: number) => formatValue(value, '', theme.locale);
  const short = (value: number) => formatShort(value, unit, theme.locale);
  const marks = shown.map((row, at): ChartMark => ({
    seriesIndex: null,
    dataIndex: at,
    key: row.key,
    text: [row.name, ...row.lines].join('\n'),
  }));
  const [first] = shown;

  const chart: ReportChart = {
    id,
    title,
    description: first
      ? `${title}: ${first.name} leads with ${short(first.value)}; ${count(shown.length)} of ${count(ranking.values.length)} ${plural} are drawn.`
      : '',
    heightPx: 56 + barPx * shown.length,
    tableNote:
      left > 0 ? `The ${ranking.top} largest of ${count(knownCount)} ${plural}; all are in the table.` : undefined,
    marks: marks.map((mark) => [mark]),
    pick: 'y',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 56, top: 4, bottom: 8 },
      tooltip: tooltip(theme, 'y'),
      xAxis: valueAxis(theme, { title: valueTitle, unit }),
      yAxis: {
        ...categoryAxis(theme, { title: noun, labels: shown.map((row) => row.name) }),
        name: '',
        inverse: true,
        axisLine: { show: false },
        axisLabel: { color: theme.text, width: 200, overflow: 'truncate', interval: 0 },
      },
      series: [
        {
          type: 'bar',
          name: valueTitle,
          barWidth: 14,
          color: ranking.color,
          data: shown.map((row) => ({
            value: row.value,
            itemStyle: { color: row.isUnknown ? theme.other : ranking.color, borderRadius: [0, 2, 2, 0] },
          })),
          label: {
            show: true,
            position: 'right',
            color: theme.mutedText,
            formatter: ({ dataIndex }) => short(shown[dataIndex]?.value ?? NaN),
          },
        },
      ],
    },
  };
  return finishChart(chart, { whyEmpty });
}
