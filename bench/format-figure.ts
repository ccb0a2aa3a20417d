/** Figures in words. */
import type { Figure, Unit } from './subject.js';

const writers: Readonly<Record<Unit, (value: number) => string>> = {
  s: (value) => `${value.toFixed(value < 10 ? 2 : 1)} s`,
  ms: (value) => `${value.toFixed(0)} ms`,
  bytes: (value) =>
    value < 1e7
      ? `${(value / 1e3).toFixed(0)} kB`
      : value < 1e9
        ? `${(value / 1e6).toFixed(0)} MB`
        : `${(value / 1e9).toFixed(2)} GB`,
  '×': (value) => `${value.toFixed(2)} ×`,
  'rows/s': (value) => `${(value / 1e6).toFixed(2)} M/s`,
  'frames/s': (value) => `${value.toFixed(0)} frames/s`,
  count: (value) => value.toLocaleString('en-US'),
};

export function formatValue(value: number, unit: Unit): string {
  return Number.isFinite(value) ? writers[unit](value) : '–';
}

export function formatFigure({ value, unit }: Figure): string {
  return value === null ? 'not measured' : formatValue(value, unit);
}

export function formatRows(rows: number): string {
  return `${(rows / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} M`;
}
