import { Tooltip } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatChange, formatHeadline, formatNumber, notKnown } from './format-number.js';
import { Meaning } from './Meaning.js';
import classes from './Headline.module.css';

interface HeadlineProps {
  readonly label: string;
  readonly value: number | null | undefined;
  /** Unit of the column (`visitors`, `share`, `money`, `minutes`, `index` …). */
  readonly unit: string;
  /** The same number in the period before; null where there is no such period. */
  readonly before?: number | null;
  /** Which period that is, for the tooltip: `24 – 30 Sep 2019`. */
  readonly beforeLabel?: string;
  /** The same number with flagged users, where they are left out. */
  readonly withFlagged?: number | null;
  /** Its definition, one click away. */
  readonly meaning?: string;
  /** One line under the number. */
  readonly note?: ReactNode;
  /** The one or two numbers that the screen is about. */
  readonly size?: 'normal' | 'large';
  /** A small chart beside the number. */
  readonly children?: ReactNode;
}

const unitsInNumber = new Set(['', 'share', 'money', 'minutes', 'index', 'lift']);

function exactFigure(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || Number.isNaN(value))
    return 'Not known: there is nothing to compute it from.';
  if (unit === 'share') return `${(value * 100).toLocaleString(undefined, { maximumFractionDigits: 6 })} %`;
  const exact =
    unit === 'money' ? formatNumber(value, 'money') : value.toLocaleString(undefined, { maximumFractionDigits: 6 });
  return unitsInNumber.has(unit) && unit !== 'minutes' ? exact : `${exact} ${unit}`;
}

/** One number in three significant digits, the exact figure in its tooltip, and its change against the period before. */
export function Headline(props: HeadlineProps) {
  const { label, value, unit, before, beforeLabel, withFlagged, note, size = 'normal', meaning, children } = props;
  const change = before === undefined ? null : formatChange(value, before, unit);
  const isUp = (value ?? 0) >= (before ?? 0);
  const Arrow = isUp ? IconArrowUpRight : IconArrowDownRight;
  return (
    <div className={classes.headline} data-size={size} role="group" aria-label={label}>
      <div className={classes.label}>
        {label}
        {meaning !== undefined && <Meaning of={label} text={meaning} />}
      </div>
      <div className={classes.row}>
        <Tooltip label={exactFigure(value, unit)}>
          <span className={classes.value} tabIndex={0}>
            {formatHeadline(value, unit)}
          </span>
        </Tooltip>
        {change !== null && change !== notKnown && (
          <Tooltip label={`${formatHeadline(before, unit)} before${beforeLabel ? `, ${beforeLabel}` : ''}`}>
            <span className={classes.change}>
              <Arrow size={14} stroke={1.75} aria-hidden />
              {change}
            </span>
          </Tooltip>
        )}
        {children && <div className={classes.aside}>{children}</div>}
      </div>
      {note && <div className={classes.note}>{note}</div>}
      {withFlagged !== undefined && (
        <Tooltip label={exactFigure(withFlagged, unit)}>
          <div className={classes.note}>with flagged users {formatNumber(withFlagged, unit)}</div>
        </Tooltip>
      )}
    </div>
  );
}

/** Headlines side by side, as many in a row as fit. */
export function Headlines({ children }: { readonly children: ReactNode }) {
  return <div className={classes.headlines}>{children}</div>;
}
