import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCheck, IconCopy } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { Table } from '../../preload/shapes.js';
import { copyText, useCopied } from './copy-text.js';
import { formatCount } from './format-number.js';
import { moveCell, type CellAt } from './move-cell.js';
import { sortRows, type SortBy } from './sort-rows.js';
import { cellText, gridTemplate, isNumeric, plainCell, plainTable, type CellFormats } from './table-columns.js';
import classes from './DataTable.module.css';

interface DataTableProps {
  readonly table: Table;
  /** Read by screen readers, and shown over the table. */
  readonly label: string;
  /** Names of the columns to show, in this order; all where absent. */
  readonly columns?: readonly string[];
  readonly initialSort?: SortBy;
  readonly formats?: CellFormats;
  /** What a cell shows instead of its text; its text is still what is measured and copied. */
  readonly renderCell?: (column: string, row: number) => ReactNode | undefined;
  /** A click or Enter on a row; `row` is the row's number in the table as it came. */
  readonly onRowActivate?: (row: number) => void;
  readonly isRowActive?: (row: number) => boolean;
  readonly maxHeightPx?: number;
  readonly note?: ReactNode;
  /** Buttons at the head's end. */
  readonly actions?: ReactNode;
}

const rowHeight = 28;
const headHeight = 32;
const noFormats: CellFormats = {};
/** A clipboard with more text than this makes the receiving program stall. */
const mostCopiedRows = 200_000;

/**
 * A table over columns: only the rows in sight are in the page, sorting moves row numbers alone. Arrows, Home, End and
 * Page keys move the cell, Ctrl/⌘ C copies it, Enter activates its row.
 */
export function DataTable(props: DataTableProps) {
  const {
    table,
    label,
    initialSort,
    formats = noFormats,
    renderCell,
    onRowActivate,
    isRowActive,
    note,
    actions,
  } = props;
  const { maxHeightPx = 480 } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<SortBy | null>(initialSort ?? null);
  const [cell, setCell] = useState<CellAt>({ line: 0, at: 0 });
  const [isFocused, setIsFocused] = useState(false);
  const [isCopied, showCopied] = useCopied();

  const names = props.columns?.join('\n');
  const columns = useMemo(() => {
    if (names === undefined) return table.columns;
    return names.split('\n').flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
  }, [table, names]);
  const rows = useMemo(() => sortRows(table.columns, table.rowCount, sort), [table, sort]);
  const template = useMemo(() => gridTemplate(columns, table.rowCount, formats), [columns, table, formats]);
  // eslint-disable-next-line react-hooks/incompatible-library -- the page is not compiled by React Compiler
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    overscan: 12,
  });
  const grid = { '--columns': template } as CSSProperties;

  function changeSort(column: string) {
    const first = columns.some((other) => other.name === column && isNumeric(other)) ? 'descending' : 'ascending';
    setSort((now) => {
      if (now?.column !== column) return { column, direction: first };
      if (now.direction === first) return { column, direction: first === 'ascending' ? 'descending' : 'ascending' };
      return null;
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const column = columns[cell.at];
    const row = rows[cell.line];
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && getSelection()?.isCollapsed !== false) {
      if (column && row !== undefined) copyText(plainCell(column, row));
      return event.preventDefault();
    }
    if (event.key === 'Enter' && row !== undefined) return onRowActivate?.(row);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = moveCell(cell, event, { lines: rows.length, columns: columns.length, page });
    if (next === null) return;
    event.preventDefault();
    setCell(next);
    virtualizer.scrollToIndex(next.line);
  }

  return (
    <section className={classes.frame} aria-label={label}>
      <header className={classes.bar}>
        <span className={classes.label}>{label}</span>
        <span className={classes.count}>{formatCount(table.rowCount, 'row')}</span>
        {note && <span className={classes.note}>{note}</span>}
        <span className={classes.actions}>
          {actions}
          <Tooltip label={table.rowCount > mostCopiedRows ? 'Too long for the clipboard: export it' : 'Copy the table'}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label="Copy the table"
              disabled={table.rowCount > mostCopiedRows}
              onClick={() => {
                copyText(plainTable(columns, rows));
                showCopied();
              }}
            >
              {isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        </span>
      </header>
      <div
        ref={scroller}
        className={classes.scroller}
        style={{ ...grid, maxHeight: maxHeightPx }}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={isFocused && rows.length > 0 ? `${id}-${cell.line}-${cell.at}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => setIsFocused(event.target === event.currentTarget)}
        onBlur={() => setIsFocused(false)}
      >
        <div className={classes.body} style={{ height: virtualizer.getTotalSize() + headHeight }}>
          <div className={classes.head} role="row" aria-rowindex={1}>
            {columns.map((column) => {
              const sorted = sort?.column === column.name ? sort.direction : 'none';
              const Arrow = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
              return (
                <div
                  key={column.name}
                  role="columnheader"
                  aria-sort={sorted}
                  className={classes.headCell}
                  data-numeric={isNumeric(column) || undefined}
                >
                  <button type="button" onClick={() => changeSort(column.name)} title={column.title} tabIndex={-1}>
                    <span className={classes.headText}>{column.title}</span>
                    <Arrow size={12} stroke={2} data-shown={sorted !== 'none' || undefined} aria-hidden />
                  </button>
                </div>
              );
            })}
          </div>
          {virtualizer.getVirtualItems().map(({ index: line, start }) => {
            const row = rows[line] ?? 0;
            return (
              <div
                key={line}
                className={classes.row}
                style={{ transform: `translateY(${start}px)` }}
                role="row"
                aria-rowindex={line + 2}
                aria-selected={isRowActive?.(row)}
                data-clickable={onRowActivate ? true : undefined}
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
                      data-here={(isFocused && cell.line === line && cell.at === at) || undefined}
                      title={text.length > 24 ? text : undefined}
                      onMouseDown={() => setCell({ line, at })}
                      onClick={() => onRowActivate?.(row)}
                    >
                      {renderCell?.(column.name, row) ?? text}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
