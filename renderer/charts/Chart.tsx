import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { findMark, type ChartMark, type MarkKey, type ReportChart } from '../../charts/chart.js';
import type { ChartTheme } from '../../charts/theme.js';
import { framePng, frameSvg, type PictureWords } from './chart-picture.js';
import { markAt, moveMark, type MarkAt } from './move-mark.js';
import { useBrush } from './use-brush.js';
import classes from './Chart.module.css';

register([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  LabelLayout,
  CanvasRenderer,
  SVGRenderer,
]);

/** ECharts keeps the widths of texts that it measured: the font has to be there before the first one. */
const fontIsReady = Promise.race([
  document.fonts.load('12px "Inter Variable"'),
  new Promise((resolve) => setTimeout(resolve, 1000)),
]);

interface ChartProps {
  readonly chart: ReportChart;
  /** A click on a mark, or Enter on the one that arrows led to. */
  readonly onPick?: (key: MarkKey) => void;
  /** A drag over several marks of an x axis, first and last included. */
  readonly onBrush?: (first: MarkKey, last: MarkKey) => void;
}

/** Draws a chart into its box. Only this file touches echarts at runtime. */
export function Chart({ chart, onPick, onBrush }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const instance = useRef<EChartsType | null>(null);
  const [isReady, setIsReady] = useState(false);
  const [at, setAt] = useState<MarkAt | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  const brush = useBrush(instance, chart, onBrush);
  const here = at === null ? undefined : markAt(chart.marks, at);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let isGone = false;
    const observer = new ResizeObserver(() => instance.current?.resize());
    void fontIsReady.then(() => {
      if (isGone) return;
      instance.current = init(element, null, { renderer: 'canvas' });
      observer.observe(element);
      setIsReady(true);
    });
    return () => {
      isGone = true;
      observer.disconnect();
      instance.current?.dispose();
      instance.current = null;
      setIsReady(false);
    };
  }, []);

  useEffect(() => {
    const drawn = instance.current;
    if (!isReady || drawn === null || chart.option === null) return;
    drawn.setOption(chart.option, { notMerge: true });
    const zr = drawn.getZr();
    const onClick = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      const mark = markUnder(drawn, chart, offsetX, offsetY);
      if (mark) pick.current?.(mark.key);
    };
    const onItem = ({ seriesIndex, dataIndex, componentType }: ItemEvent) => {
      if (componentType !== 'series' || chart.pick !== 'item') return;
      const mark = findMark(chart.marks, seriesIndex, dataIndex);
      if (mark) pick.current?.(mark.key);
    };
    if (chart.pick === 'item') drawn.on('click', (event) => onItem(event as ItemEvent));
    else zr.on('click', onClick);
    return () => {
      if (drawn.isDisposed()) return;
      drawn.off('click');
      zr.off('click', onClick);
    };
  }, [chart, isReady]);

  function leave() {
    if (at === null) return;
    setAt(null);
    instance.current?.dispatchAction({ type: 'hideTip' });
    instance.current?.dispatchAction({ type: 'downplay' });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && at !== null) {
      event.preventDefault();
      return leave();
    }
    if (event.key === 'Enter' && here) return onPick?.(here.key);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveMark(chart.marks, at, event.key);
    const mark = next && markAt(chart.marks, next);
    if (!mark || instance.current === null) return;
    event.preventDefault();
    setAt(next);
    pointAt(instance.current, chart, mark);
  }

  return (
    <div className={classes.frame} style={{ height: chart.heightPx }}>
      <div
        ref={box}
        className={classes.canvas}
        role="img"
        aria-label={`${chart.title}. ${chart.description}`}
        tabIndex={0}
        data-chart={chart.id}
        data-pickable={(onPick && chart.pick !== 'item') || undefined}
        onKeyDown={onKeyDown}
        onBlur={leave}
        {...brush.handlers}
      />
      {brush.strip && <div className={classes.brush} style={{ left: brush.strip.left, width: brush.strip.width }} />}
      <div className={classes.announced} aria-live="polite">
        {here?.text}
      </div>
    </div>
  );
}

interface ItemEvent {
  readonly componentType: string;
  readonly seriesIndex?: number;
  readonly dataIndex: number;
}

/** The mark whose column (or row) of the plot holds this point. */
function markUnder(drawn: EChartsType, { pick, marks }: ReportChart, x: number, y: number): ChartMark | undefined {
  if (!drawn.containPixel('grid', [x, y])) return undefined;
  const index =
    pick === 'x' ? drawn.convertFromPixel({ xAxisIndex: 0 }, x) : drawn.convertFromPixel({ yAxisIndex: 0 }, y);
  return typeof index === 'number' ? findMark(marks, undefined, Math.round(index)) : undefined;
}

/** Shows a mark as the pointer would. */
function pointAt(drawn: EChartsType, { pick }: ReportChart, { seriesIndex, dataIndex }: ChartMark): void {
  drawn.dispatchAction({ type: 'downplay' });
  if (pick === 'item') {
    drawn.dispatchAction({ type: 'highlight', seriesIndex: seriesIndex ?? 0, dataIndex });
    drawn.dispatchAction({ type: 'showTip', seriesIndex: seriesIndex ?? 0, dataIndex });
    return;
  }
  const middle = { x: drawn.getWidth() / 2, y: drawn.getHeight() / 2 };
  const along = pick === 'x' ? { xAxisIndex: 0 } : { yAxisIndex: 0 };
  const place = drawn.convertToPixel(along, dataIndex) as unknown as number;
  const point = pick === 'x' ? { x: place, y: middle.y } : { x: middle.x, y: place };
  drawn.dispatchAction({ type: 'showTip', ...point });
}

const pictureWidth = 1000;
const pngPixelRatio = 2;

/** The chart with its words as SVG, its texts as texts. */
export function drawSvg(chart: ReportChart, words: PictureWords, theme: ChartTheme): string {
  const size = { width: pictureWidth, height: chart.heightPx };
  const drawn = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawn.setOption({ ...chart.option, animation: false });
    return frameSvg(drawn.renderToSVGString(), size, words, theme);
  } finally {
    drawn.dispose();
  }
}

/** The chart with its words as PNG, twice as fine as the screen. */
export async function drawPng(chart: ReportChart, words: PictureWords, theme: ChartTheme): Promise<Uint8Array> {
  const size = { width: pictureWidth, height: chart.heightPx };
  const drawn = init(document.createElement('div'), null, { renderer: 'canvas', ...size });
  try {
    drawn.setOption({ ...chart.option, animation: false });
    const canvas = drawn.renderToCanvas({ pixelRatio: pngPixelRatio });
    return await framePng(canvas, size, words, theme, pngPixelRatio);
  } finally {
    drawn.dispose();
  }
}
