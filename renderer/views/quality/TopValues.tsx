import type { ColumnProfile, ProfileValue } from '../../../preload/shapes.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { showProfileValue } from './show-profile-value.js';
import classes from './TopValues.module.css';

interface TopValuesProps {
  readonly values: readonly ProfileValue[];
  readonly type: ColumnProfile['type'];
  readonly showsRows?: boolean;
}

/** The most frequent values with their share of all rows, as a number and as a bar. */
export function TopValues({ values, type, showsRows = false }: TopValuesProps) {
  if (values.length === 0) return null;
  return (
    <ol className={classes.list} data-rows={showsRows || undefined}>
      {values.map(({ value, rows, share }) => {
        const shown = showProfileValue(type, value);
        return (
          <li key={value} className={classes.value} title={`${shown}: ${formatCount(rows, 'row')}`}>
            <span className={classes.text}>{shown}</span>
            <span className={classes.track} aria-hidden>
              <span className={classes.bar} style={{ width: `${100 * share}%` }} />
            </span>
            {showsRows && <span className={classes.rows}>{formatNumber(rows)}</span>}
            <span className={classes.share}>{formatNumber(share, 'share')}</span>
          </li>
        );
      })}
    </ol>
  );
}
