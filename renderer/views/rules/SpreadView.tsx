import { countBeyond, type SpreadLayout } from '../../../charts/signal-bars.js';
import type { SignalSpread } from '../../../preload/contract.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import classes from './SpreadView.module.css';

interface SpreadViewProps {
  readonly title: string;
  readonly unit: string;
  readonly direction: 'above' | 'below';
  readonly spread: SignalSpread | undefined;
  readonly layout: SpreadLayout;
  /** As the slider has it now. */
  readonly threshold: number;
}

const box = { width: 1000, height: 100 };
const gap = 0.8;

/** The highest value that each entity reached in the data, with the threshold moving over it. Both scales are logarithmic. */
export function SpreadView({ title, unit, direction, spread, layout, threshold }: SpreadViewProps) {
  if (spread === undefined)
    return <p className={classes.caption}>Simulate to see how “{title.toLowerCase()}” is spread in these data.</p>;
  const all = spread.bars.reduce((sum, { entities }) => sum + entities, 0);
  if (all === 0) return <p className={classes.caption}>Nobody in these data has a value of “{title.toLowerCase()}”.</p>;
  const beyond = countBeyond({ bars: spread.bars, direction }, threshold);
  const isBeyond = (from: number, to: number) => (direction === 'above' ? to > threshold : from < threshold);
  const said = `${title}: about ${formatNumber(beyond)} of ${formatCount(all, 'entity', 'entities')} ${direction} ${formatNumber(threshold)} ${unit}`;
  return (
    <figure className={classes.spread} aria-label={said}>
      <figcaption className={classes.caption}>
        <span>{title}, highest of each</span>
        <span>
          about {formatNumber(beyond)} of {formatNumber(all)} {direction} {formatNumber(threshold)} {unit}
        </span>
      </figcaption>
      <div className={classes.bars}>
        <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none" aria-hidden>
          {layout.bars.map(({ left, right, height, from, to, entities }) => (
            <rect
              key={from}
              className={classes.bar}
              data-beyond={isBeyond(from, to) || undefined}
              x={left * box.width + gap}
              y={box.height * (1 - height)}
              width={Math.max(1, (right - left) * box.width - 2 * gap)}
              height={box.height * height}
            >
              <title>{`${formatNumber(from)} to ${formatNumber(to)} ${unit}: ${formatNumber(entities)}`}</title>
            </rect>
          ))}
        </svg>
        <div className={classes.line} style={{ left: `${100 * layout.placeOf(threshold)}%` }} />
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{formatNumber(layout.least)}</span>
        <span>{formatNumber(layout.most)}</span>
      </div>
    </figure>
  );
}
