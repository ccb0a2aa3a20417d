/** Horizontal bars, largest first; what is unknown stands below them in grey, never ranked. */
import { finishChart, type ChartMark, type MarkKey, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip, valueAxis } from './chart-parts.js';
import { formatShort, formatValue } from './format-value.js';
import type { ChartTheme } from './theme.js';

export interface RankedRow {
  readonly name: string;
  readonly isUnknown: boolean;
  readonly value: number;
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
  readonly rows: readonly RankedRow[];
  readonly top: number;
  /** Said where there is no bar. */
  readonly whyEmpty?: string;
}

const barPx = 22;

/** The `top` largest of the known rows, then the unknown one; none of nothing. */
function chooseRows({ rows, top }: Ranking): readonly RankedRow[] {
  const some = rows.filter((row) => row.value > 0);
  const known = some.filter((row) => !row.isUnknown).sort((a, b) => b.value - a.value);
  return [...known.slice(0, top), ...some.filter((row) => row.isUnknown)];
}

export function rankingChart(ranking: Ranking, theme: ChartTheme): ReportChart {
  const { id, title, noun, plural, valueTitle, unit, whyEmpty } = ranking;
  const shown = chooseRows(ranking);
  const knownCount = ranking.rows.filter((row) => !row.isUnknown).length;
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
      ? `${title}: ${first.name} leads with ${short(first.value)}; ${count(shown.length)} of ${count(ranking.rows.length)} ${plural} are drawn.`
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
