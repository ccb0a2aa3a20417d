/** Dragging over the marks of an x axis chooses them. */
import { useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { MarkKey, ReportChart } from '../../charts/chart.js';
import type { Drawn } from './chart-points.js';

interface Strip {
  readonly first: number;
  readonly last: number;
  readonly left: number;
  readonly width: number;
}

type Handler = (event: PointerEvent<HTMLDivElement>) => void;

interface Brush {
  /** The chosen strip, while it is being drawn. */
  readonly strip: Strip | null;
  readonly handlers: {
    readonly onPointerDown?: Handler;
    readonly onPointerMove?: Handler;
    readonly onPointerUp?: Handler;
  };
}

function placeOf(event: PointerEvent<HTMLDivElement>): { readonly x: number; readonly y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function indexAt(drawn: Drawn, x: number, count: number): number {
  const value = drawn.convertFromPixel({ xAxisIndex: 0 }, x);
  const index = typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0;
  return Math.max(0, Math.min(count - 1, index));
}

function stripOf(drawn: Drawn, a: number, b: number): Strip {
  const [first, last] = [Math.min(a, b), Math.max(a, b)];
  const centre = (index: number) => Number(drawn.convertToPixel({ xAxisIndex: 0 }, index));
  const half = Math.abs(centre(1) - centre(0)) / 2;
  return { first, last, left: centre(first) - half, width: centre(last) - centre(first) + 2 * half };
}

export function useBrush(
  instance: RefObject<Drawn | null>,
  chart: ReportChart,
  onBrush: ((first: MarkKey, last: MarkKey) => void) | undefined,
): Brush {
  const start = useRef<number | null>(null);
  const [strip, setStrip] = useState<Strip | null>(null);
  const marks = chart.marks[0] ?? [];
  if (onBrush === undefined || chart.option === null) return { strip: null, handlers: {} };

  return {
    strip,
    handlers: {
      onPointerDown(event) {
        const drawn = instance.current;
        const { x, y } = placeOf(event);
        if (event.button === 0 && drawn?.containPixel('grid', [x, y])) start.current = indexAt(drawn, x, marks.length);
      },
      onPointerMove(event) {
        const drawn = instance.current;
        if (start.current === null || !drawn) return;
        const end = indexAt(drawn, placeOf(event).x, marks.length);
        if (strip === null && end === start.current) return;
        // Not before the first move: a captured pointer would keep plain clicks from the chart.
        event.currentTarget.setPointerCapture(event.pointerId);
        setStrip(stripOf(drawn, start.current, end));
      },
      onPointerUp() {
        start.current = null;
        if (strip === null) return;
        setStrip(null);
        const [first, last] = [marks[strip.first], marks[strip.last]];
        if (first && last) onBrush(first.key, last.key);
      },
    },
  };
}
