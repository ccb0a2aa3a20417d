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
import { markUnder, pointAt, pointAway, type Point } from './chart-points.js';
import { MarkTip } from './MarkTip.js';
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

/** An answer stands as soon as it is there; only what is live moves. */
const atOnce = { animation: false };

interface ChartProps {
  readonly chart: ReportChart;
  /** A click on a mark, or Enter on the one that arrows led to. */
  readonly onPick?: (key: MarkKey) => void;
  /** A drag over several marks of an x axis, first and last included. */
  readonly onBrush?: (first: MarkKey, last: MarkKey) => void;
  /** Drawn anew many times a second, always with the same series: only what has changed is, and a tip stays. */
  readonly isLive?: boolean;
}

interface Tip extends Point {
  readonly mark: ChartMark;
}

interface ItemEvent {
  readonly componentType: string;
  readonly seriesIndex?: number;
  readonly dataIndex: number;
  readonly event?: { readonly offsetX: number; readonly offsetY: number };
}

interface PlotEvent {
  readonly offsetX: number;
  readonly offsetY: number;
}

/** Tells of the marks that the pointer is over and clicks; returns how to stop. */
function followPointer(
  drawn: EChartsType,
  chartNow: () => ReportChart,
  onOver: (tip: Tip | null) => void,
  onClick: (mark: ChartMark) => void,
): () => void {
  const zr = drawn.getZr();
  const overPlot = ({ offsetX: x, offsetY: y }: PlotEvent) => {
    const mark = markUnder(drawn, chartNow(), { x, y });
    onOver(mark ? { mark, x, y } : null);
  };
  const clickPlot = ({ offsetX: x, offsetY: y }: PlotEvent) => {
    const mark = markUnder(drawn, chartNow(), { x, y });
    if (mark) onClick(mark);
  };
  const leave = () => onOver(null);
  const itemMark = ({ componentType, seriesIndex, dataIndex }: ItemEvent) =>
    componentType === 'series' ? findMark(chartNow().marks, seriesIndex, dataIndex) : undefined;
  if (chartNow().pick === 'item') {
    drawn.on('mousemove', (event) => {
      const { event: at, ...item } = event as unknown as ItemEvent;
      const mark = itemMark(item);
      onOver(mark && at ? { mark, x: at.offsetX, y: at.offsetY } : null);
    });
    drawn.on('mouseout', leave);
    drawn.on('click', (event) => {
      const mark = itemMark(event as unknown as ItemEvent);
      if (mark) onClick(mark);
    });
  } else {
    zr.on('mousemove', overPlot);
    zr.on('click', clickPlot);
  }
  zr.on('globalout', leave);
  return () => {
    if (drawn.isDisposed()) return;
    for (const name of ['mousemove', 'mouseout', 'click']) drawn.off(name);
    zr.off('mousemove', overPlot);
    zr.off('click', clickPlot);
    zr.off('globalout', leave);
  };
}

/** Draws a chart into its box. Only this file touches echarts at runtime. */
export function Chart({ chart, onPick, onBrush, isLive = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const instance = useRef<EChartsType | null>(null);
  const [isReady, setIsReady] = useState(false);
  const [tip, setTip] = useState<Tip | null>(null);
  const [at, setAt] = useState<MarkAt | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  const current = useRef(chart);
  useEffect(() => {
    current.current = chart;
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
    if (!isReady || drawn === null || !isLive) return;
    return followPointer(
      drawn,
      () => current.current,
      setTip,
      (mark) => pick.current?.(mark.key),
    );
  }, [isLive, isReady]);

  useEffect(() => {
    const drawn = instance.current;
    if (!isReady || drawn === null || chart.option === null) return;
    if (isLive) return drawn.setOption(chart.option, { lazyUpdate: true, silent: true });
    drawn.setOption({ ...chart.option, ...atOnce }, { notMerge: true });
    const stop = followPointer(
      drawn,
      () => chart,
      setTip,
      (mark) => pick.current?.(mark.key),
    );
    return () => {
      stop();
      setTip(null);
      setAt(null);
    };
  }, [chart, isLive, isReady]);

  function leave() {
    if (at === null) return;
    setAt(null);
    setTip(null);
    if (instance.current) pointAway(instance.current);
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
    setTip({ mark, ...pointAt(instance.current, chart, mark) });
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
        onKeyDown={onKeyDown}
        onBlur={leave}
        {...brush.handlers}
      />
      {brush.strip && <div className={classes.brush} style={{ left: brush.strip.left, width: brush.strip.width }} />}
      {tip && !brush.strip && <MarkTip text={tip.mark.text} x={tip.x} y={tip.y} />}
      <div className={classes.announced} aria-live="polite">
        {here?.text}
      </div>
    </div>
  );
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
