/** The common scale of the small intervals in the brand table: 0 to a round number over most upper ends. */
import type { BrandRow } from '../../../charts/brand-rows.js';

const leastTop = 200;

/** The upper end: three of four intervals fit, the others end at the edge. */
export function findScaleTop(rows: readonly BrandRow[]): number {
  const highs = rows.map(({ high }) => high).sort((a, b) => a - b);
  const high = highs[Math.floor(highs.length * 0.75)] ?? leastTop;
  return Math.max(leastTop, Math.ceil(high / 50) * 50);
}

/** A value's place as a percentage of the scale, kept within it. */
export function placeOnScale(value: number, top: number): number {
  return Math.max(0, Math.min(100, (100 * value) / top));
}
