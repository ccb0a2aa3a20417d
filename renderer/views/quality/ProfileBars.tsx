import type { ColumnProfile, ProfileBar } from '../../../preload/shapes.js';
import { describeBars } from './show-profile-value.js';
import classes from './ProfileBars.module.css';

interface ProfileBarsProps {
  readonly bars: readonly ProfileBar[];
  readonly column: ColumnProfile;
  readonly isLarge?: boolean;
}

const height = 100;

/** From zero; a bar with rows is never without height, as it would look empty. */
const barHeight = (rows: number, most: number) => (rows === 0 ? 0 : Math.max((rows / most) * height, 3));

/** A small histogram. Each bar says its span and rows when pointed at, the large one also what its ends are; a screen reader hears where most rows are. */
export function ProfileBars({ bars, column, isLarge = false }: ProfileBarsProps) {
  if (bars.length < 2) return null;
  const said = describeBars(bars, column);
  const most = Math.max(...bars.map(({ rows }) => rows));
  const fullest = bars.findIndex(({ rows }) => rows === most);
  const drawn = (
    <svg
      className={classes.bars}
      data-large={isLarge || undefined}
      viewBox={`0 0 ${bars.length} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Distribution of ${column.field} in ${bars.length} bars; most rows at ${said[fullest] ?? ''}`}
    >
      {bars.map(({ from, rows }, at) => (
        <g key={String(from)} className={classes.bar}>
          <title>{said[at]}</title>
          <rect className={classes.reach} x={at} y={0} width={1} height={height} />
          <rect
            className={classes.rows}
            x={at + 0.08}
            y={height - barHeight(rows, most)}
            width={0.84}
            height={barHeight(rows, most)}
          />
        </g>
      ))}
    </svg>
  );
  if (!isLarge) return drawn;
  return (
    <figure className={classes.figure}>
      {drawn}
      <figcaption className={classes.ends}>
        <span>{said[0]}</span>
        <span>{said.at(-1)}</span>
      </figcaption>
    </figure>
  );
}
