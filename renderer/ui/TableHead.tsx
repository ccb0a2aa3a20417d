import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column } from '../../preload/shapes.js';
import type { SortBy } from './sort-rows.js';
import { isNumeric } from './table-columns.js';
import classes from './DataTable.module.css';

interface TableHeadProps {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly sort: SortBy | null;
  readonly onSort: (column: string) => void;
  /** The head that the keys have led to. */
  readonly here: number | null;
}

export function TableHead({ id, columns, sort, onSort, here }: TableHeadProps) {
  return (
    <div className={classes.head} role="row" aria-rowindex={1}>
      {columns.map((column, at) => {
        const sorted = sort?.column === column.name ? sort.direction : 'none';
        const Arrow = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
        return (
          <div
            key={column.name}
            id={`${id}--1-${at}`}
            role="columnheader"
            aria-sort={sorted}
            className={classes.headCell}
            data-numeric={isNumeric(column) || undefined}
            data-here={here === at || undefined}
          >
            <button type="button" onClick={() => onSort(column.name)} title={column.title} tabIndex={-1}>
              <span className={classes.headText}>{column.title}</span>
              <Arrow size={12} stroke={2} data-shown={sorted !== 'none' || undefined} aria-hidden />
            </button>
          </div>
        );
      })}
    </div>
  );
}
