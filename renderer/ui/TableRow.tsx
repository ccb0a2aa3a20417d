import type { ReactNode } from 'react';
import type { Column } from '../../preload/shapes.js';
import type { RowPlace } from './fold-rows.js';
import { cellText, isNumeric, type CellFormats } from './table-columns.js';
import classes from './DataTable.module.css';

interface TableRowProps {
  readonly id: string;
  /** Place in the order shown. */
  readonly line: number;
  /** Number in the table as it came. */
  readonly row: number;
  readonly startPx: number;
  readonly columns: readonly Column[];
  readonly formats: CellFormats;
  /** The cell that the keys have led to, where it is in this row. */
  readonly here: number | null;
  readonly isActive?: boolean;
  readonly place?: RowPlace;
  readonly renderCell?: (column: string, row: number, place?: RowPlace) => ReactNode | undefined;
  readonly onChoose: (at: number) => void;
  readonly onActivate?: (row: number) => void;
}

/** Longer texts may be cut off: they are also said in a tooltip. */
const longText = 24;

export function TableRow(props: TableRowProps) {
  const { id, line, row, startPx, columns, formats, here, isActive, place, renderCell, onChoose, onActivate } = props;
  return (
    <div
      className={classes.row}
      style={{ transform: `translateY(${startPx}px)` }}
      role="row"
      aria-rowindex={line + 2}
      aria-selected={isActive}
      data-clickable={onActivate ? true : undefined}
      onClick={() => onActivate?.(row)}
    >
      {columns.map((column, at) => {
        const text = cellText(column, row, formats);
        return (
          <div
            key={column.name}
            id={`${id}-${line}-${at}`}
            role="gridcell"
            className={classes.cell}
            data-numeric={isNumeric(column) || undefined}
            data-figures={isNumeric(column) || column.type === 'id' || undefined}
            data-here={here === at || undefined}
            title={text.length > longText ? text : undefined}
            onMouseDown={() => onChoose(at)}
          >
            {renderCell?.(column.name, row, place) ?? text}
          </div>
        );
      })}
    </div>
  );
}
