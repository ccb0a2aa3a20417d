import type { BrandRow } from '../../../charts/brand-rows.js';
import { formatNumber } from '../../ui/format-number.js';
import { placeOnScale } from './interval-scale.js';
import classes from './IntervalBar.module.css';

interface IntervalBarProps {
  readonly row: BrandRow;
  readonly color: string;
  readonly top: number;
}

/** A brand's conversion index with its 95 % interval, on the scale of the whole table; the thin line is 100. */
export function IntervalBar({ row, color, top }: IntervalBarProps) {
  const [low, high, index] = [row.low, row.high, row.index].map((value) => placeOnScale(value, top));
  const middle = placeOnScale(100, top);
  return (
    <span className={classes.cell}>
      <svg className={classes.bar} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden>
        <line className={classes.middle} x1={middle} x2={middle} y1={0} y2={12} vectorEffect="non-scaling-stroke" />
        <line
          x1={low}
          x2={high}
          y1={6}
          y2={6}
          stroke={color}
          strokeOpacity={0.4}
          strokeWidth={5}
          vectorEffect="non-scaling-stroke"
        />
        <line x1={index} x2={index} y1={2} y2={10} stroke={color} strokeWidth={3} vectorEffect="non-scaling-stroke" />
      </svg>
      <span className={classes.number}>{formatNumber(row.index, 'index')}</span>
    </span>
  );
}
