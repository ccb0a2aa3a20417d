import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { Table } from '../../preload/shapes.js';
import { copyText } from './copy-text.js';
import { foldRows, turnsFold, type RowGroups, type RowPlace } from './fold-rows.js';
import { moveCell, type CellAt } from './move-cell.js';
import { nextSort, sortRows, type SortBy } from './sort-rows.js';
import { isNumeric, layOutColumns, plainCell, type CellFormats } from './table-columns.js';
import { TableBar } from './TableBar.js';
import { TableHead } from './TableHead.js';
import { TableRow } from './TableRow.js';
import classes from './DataTable.module.css';

interface DataTableProps {
  readonly table: Table;
  /** Read by screen readers, and shown over the table. */
  readonly label: string;
  /** Names of the columns to show, in this order; all where absent. */
  readonly columns?: readonly string[];
  readonly initialSort?: SortBy;
  /** Keep its identity stable: a constant or useMemo. */
  readonly formats?: CellFormats;
  /** What a cell shows instead of its text; its text is still what is measured and copied. */
  readonly renderCell?: (column: string, row: number, place?: RowPlace) => ReactNode | undefined;
  /** Rows to fold; in the first column the right and left arrows open and close a group. Count and copy are of all rows. */
  readonly groups?: RowGroups;
  /** A click or Enter on a row; `row` is the row's number in the table as it came. */
  readonly onRowActivate?: (row: number) => void;
  readonly isRowActive?: (row: number) => boolean;
  readonly maxHeightPx?: number;
  /** Where `renderCell` writes more than a line. */
  readonly rowHeightPx?: number;
  /** Said beside the number of rows. */
  readonly note?: ReactNode;
  /** Buttons at the head's end. */
  readonly actions?: ReactNode;
}

const usualRowHeightPx = 28;
const headHeight = 32;
const noFormats: CellFormats = {};

/**
 * A table over columns: only the rows in sight are in the page, sorting moves row numbers alone. Arrows, Home, End and
 * Page keys move the cell, Ctrl/⌘ C copies it, Enter activates its row, or sorts where the cell is a head.
 */
export function DataTable(props: DataTableProps) {
  const { table, label, initialSort, formats = noFormats, renderCell, onRowActivate, isRowActive, groups } = props;
  const rowHeight = props.rowHeightPx ?? usualRowHeightPx;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<SortBy | null>(initialSort ?? null);
  const [chosen, setChosen] = useState<CellAt>({ line: 0, at: 0 });
  const [isFocused, setIsFocused] = useState(false);

  const names = props.columns?.join('\n');
  const columns = useMemo(() => {
    if (names === undefined) return table.columns;
    return names.split('\n').flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
  }, [table, names]);
  const sorted = useMemo(() => sortRows(table.columns, table.rowCount, sort), [table, sort]);
  const { groupOf, open } = groups ?? {};
  const folded = useMemo(() => groupOf && open && foldRows(sorted, groupOf, open), [sorted, groupOf, open]);
  const rows = folded?.rows ?? sorted;
  const layout = useMemo(() => layOutColumns(columns, table.rowCount, formats), [columns, table, formats]);
  // eslint-disable-next-line react-hooks/incompatible-library -- the page is not compiled by React Compiler
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    overscan: 12,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const here: CellAt = {
    line: Math.min(chosen.line, rows.length - 1),
    at: Math.min(chosen.at, Math.max(0, columns.length - 1)),
  };

  function changeSort(name: string) {
    const first = columns.some((column) => column.name === name && isNumeric(column)) ? 'descending' : 'ascending';
    setSort((now) => nextSort(now, name, first));
  }

  function goToCell(cell: CellAt) {
    setChosen(cell);
    if (cell.line >= 0) virtualizer.scrollToIndex(cell.line);
    const head = document.getElementById(`${id}--1-${cell.at}`);
    const box = scroller.current;
    if (!head || !box) return;
    const right = head.offsetLeft + head.offsetWidth;
    if (head.offsetLeft < box.scrollLeft) box.scrollLeft = head.offsetLeft;
    else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const column = columns[here.at];
    const row = rows[here.line];
    if (!column || event.target !== event.currentTarget) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && getSelection()?.isCollapsed !== false) {
      copyText(row === undefined ? column.name : plainCell(column, row));
      return event.preventDefault();
    }
    if (event.key === 'Enter') return row === undefined ? changeSort(column.name) : onRowActivate?.(row);
    const place = row === undefined || here.at > 0 ? undefined : folded?.places.get(row);
    if (row !== undefined && place && turnsFold(event.key, row, place)) {
      event.preventDefault();
      groups?.onToggle(place.group);
      return goToCell({ line: rows.indexOf(place.head), at: 0 });
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = moveCell(here, event, { lines: rows.length, columns: columns.length, page });
    if (next === null) return;
    event.preventDefault();
    goToCell(next);
  }

  return (
    <section className={classes.frame} aria-label={label}>
      <TableBar label={label} note={props.note} actions={props.actions} columns={columns} rows={sorted} />
      <div
        ref={scroller}
        className={classes.scroller}
        style={
          {
            '--columns': layout.template,
            '--row-height': `${rowHeight}px`,
            maxHeight: props.maxHeightPx ?? 480,
          } as CSSProperties
        }
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={isFocused ? `${id}-${here.line}-${here.at}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => setIsFocused(event.target === event.currentTarget)}
        onBlur={() => setIsFocused(false)}
      >
        <div
          className={classes.body}
          style={{ height: virtualizer.getTotalSize() + headHeight, minWidth: layout.minWidthPx }}
        >
          <TableHead
            id={id}
            columns={columns}
            sort={sort}
            onSort={changeSort}
            here={isFocused && here.line === -1 ? here.at : null}
          />
          {virtualizer.getVirtualItems().map(({ index: line, start }) => {
            const row = rows[line] ?? 0;
            const place = folded?.places.get(row);
            const isActive =
              isRowActive?.(row) || (place?.isOpen === false && place.others.some((other) => isRowActive?.(other)));
            return (
              <TableRow
                key={line}
                id={id}
                line={line}
                row={row}
                startPx={start}
                columns={columns}
                formats={formats}
                here={isFocused && here.line === line ? here.at : null}
                isActive={isActive}
                place={place}
                renderCell={renderCell}
                onChoose={(at) => setChosen({ line, at })}
                onActivate={onRowActivate}
              />
            );
          })}
        </div>
      </div>
    </section>
  );
}
