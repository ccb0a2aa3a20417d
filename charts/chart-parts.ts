/** The parts that all charts share: base, axes, legend, tooltip. */
import type {
  EChartsOption,
  LegendComponentOption,
  TooltipComponentOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts';
import type { ReportChart } from './chart.js';
import { formatTick } from './format-value.js';
import type { ChartTheme } from './theme.js';

export function baseOption(theme: ChartTheme): EChartsOption {
  return {
    animation: theme.animationMs > 0,
    animationDuration: theme.animationMs,
    animationDurationUpdate: theme.animationMs,
    stateAnimation: { duration: theme.animationMs },
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.fontFamily, fontSize: theme.fontSizePx, color: theme.text },
    color: [...theme.categorical],
  };
}

interface AxisWords {
  readonly title: string;
  readonly labels: readonly string[];
}

/** A panel above or below others: all begin at the same place, whatever their labels. */
export const fixedPanel = { left: 64, right: 16, outerBoundsMode: 'none' } as const;

/** An axis of names. Its title says what they are and, for hours, in which zone. */
export function categoryAxis(
  theme: ChartTheme,
  { title, labels }: AxisWords,
): XAXisComponentOption & YAXisComponentOption {
  return {
    type: 'category',
    data: [...labels],
    name: title,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: theme.mutedText },
    axisLine: { lineStyle: { color: theme.axis } },
    axisTick: { show: false },
    axisLabel: { color: theme.mutedText, hideOverlap: true },
    splitLine: { show: false },
  } as XAXisComponentOption & YAXisComponentOption;
}

/** For an axis of few names: none is left out, unless two would lie over each other. */
export function withAllLabels<Axis extends { axisLabel?: object }>(axis: Axis): Axis {
  return { ...axis, axisLabel: { ...axis.axisLabel, interval: 0, lineHeight: 14 } };
}

interface ValueAxisWords {
  readonly title: string;
  readonly unit: string;
}

/** An axis of numbers, from zero unless the caller says otherwise. */
export function valueAxis(
  theme: ChartTheme,
  { title, unit }: ValueAxisWords,
): XAXisComponentOption & YAXisComponentOption {
  return {
    type: 'value',
    min: 0,
    name: title,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: theme.mutedText },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: theme.mutedText, formatter: (value: number) => formatTick(value, unit, theme.locale) },
    splitNumber: 4,
    splitLine: { lineStyle: { color: theme.grid } },
  } as XAXisComponentOption & YAXisComponentOption;
}

export function legend(theme: ChartTheme, names: readonly string[]): LegendComponentOption {
  return {
    data: [...names],
    top: 0,
    left: 0,
    padding: 0,
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 16,
    icon: 'roundRect',
    textStyle: { color: theme.text },
    inactiveColor: theme.axis,
  };
}

/**
 * What follows the pointer: the shade behind a column or row. The words of a mark are shown by whoever draws the chart;
 * ECharts' own tooltip would write inline styles, which a strict CSP forbids.
 */
export function tooltip(theme: ChartTheme, pick: ReportChart['pick']): TooltipComponentOption {
  return {
    show: theme.name !== 'print',
    showContent: false,
    renderMode: 'html', // the other mode fails where it has shown nothing yet
    trigger: pick === 'item' ? 'item' : 'axis',
    transitionDuration: 0,
    axisPointer: { type: 'shadow', shadowStyle: { color: theme.pointerShade } },
  };
}

/** Markers only where there are few points to mark. */
export function lineLook(points: number): {
  readonly showSymbol: boolean;
  readonly symbol: string;
  readonly symbolSize: number;
} {
  return { showSymbol: points <= 40, symbol: 'circle', symbolSize: 5 };
}

/** What ECharts takes for “no value here”. */
export function toGap(value: number | null | undefined): number | '-' {
  return value ?? '-';
}
