import { IconChevronRight } from '@tabler/icons-react';
import { Fragment, useId, useState } from 'react';
import type { ColumnProfile } from '../../../preload/shapes.js';
import { formatNumber, notKnown } from '../../ui/format-number.js';
import { ProfileBars } from './ProfileBars.js';
import { TopValues } from './TopValues.js';
import { showProfileValue } from './show-profile-value.js';
import classes from './ColumnProfileTable.module.css';

const heads = [
  { title: 'Column' },
  { title: 'Type' },
  { title: 'Empty', isNumber: true },
  { title: 'Distinct', isNumber: true },
  { title: 'Range' },
  { title: 'Most frequent' },
  { title: 'Distribution' },
] as const;

interface ColumnProfileTableProps {
  readonly columns: readonly ColumnProfile[];
  /** Where the columns are not of the whole data, of what they are: “From the first 10,000 rows”. */
  readonly sampleNote?: string | undefined;
}

/** What each column holds; a row opens to all of its most frequent values and its distribution, large. */
export function ColumnProfileTable({ columns, sampleNote }: ColumnProfileTableProps) {
  return (
    <>
      {sampleNote && <p className={classes.sample}>{sampleNote}</p>}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head.title} scope="col" data-number={'isNumber' in head || undefined}>
                  {head.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <ProfileRow key={column.field} column={column} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** In the row itself. */
const fewValues = 3;

function ProfileRow({ column }: { readonly column: ColumnProfile }) {
  const { field, type, rows, nulls, distinct, min, max, top, histogram, note } = column;
  const [isOpen, setOpen] = useState(false);
  const openedId = useId();
  return (
    <Fragment>
      <tr>
        <th scope="row">
          {top.length === 0 ? (
            <span className={classes.plainField}>{field}</span>
          ) : (
            <button
              type="button"
              className={classes.field}
              aria-expanded={isOpen}
              aria-controls={openedId}
              onClick={() => setOpen(!isOpen)}
            >
              <IconChevronRight size={14} stroke={1.75} className={classes.chevron} aria-hidden />
              {field}
            </button>
          )}
        </th>
        <td className={classes.type}>{type}</td>
        <td data-number>
          {formatNumber(nulls)}
          <span className={classes.share}>{formatNumber(rows === 0 ? null : nulls / rows, 'share')}</span>
        </td>
        <td data-number>{formatNumber(distinct)}</td>
        <td className={classes.range}>
          {min === null || max === null ? notKnown : <Range type={type} min={min} max={max} />}
        </td>
        <td className={classes.top}>
          {note && <p className={classes.note}>{note}</p>}
          <TopValues values={top.slice(0, fewValues)} type={type} />
        </td>
        <td className={classes.distribution}>
          <ProfileBars bars={histogram} column={column} />
        </td>
      </tr>
      {isOpen && (
        <tr className={classes.opened} id={openedId}>
          <td colSpan={heads.length}>
            <div className={classes.openedParts}>
              <div>
                <TopValues values={top} type={type} showsRows />
              </div>
              {histogram.length > 0 && (
                <div>
                  <ProfileBars bars={histogram} column={column} isLarge />
                </div>
              )}
            </div>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Range({
  type,
  min,
  max,
}: {
  readonly type: ColumnProfile['type'];
  readonly min: string;
  readonly max: string;
}) {
  const [from, to] = [showProfileValue(type, min), showProfileValue(type, max)];
  return (
    <>
      <span title={from}>{from}</span>
      {from !== to && <span title={to}>– {to}</span>}
    </>
  );
}
