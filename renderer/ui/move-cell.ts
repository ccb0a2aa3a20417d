/** Where the keys of a grid lead. */
export interface CellAt {
  /** Line as shown, from 0. */
  readonly line: number;
  /** Column as shown, from 0. */
  readonly at: number;
}

interface GridSize {
  readonly lines: number;
  readonly columns: number;
  /** Lines of a page. */
  readonly page: number;
}

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The cell after this key, kept inside the grid; null where the key is none of the grid's. */
export function moveCell({ line, at }: CellAt, { key, ctrlKey, metaKey }: Key, size: GridSize): CellAt | null {
  const far = ctrlKey || metaKey;
  const moves: Readonly<Record<string, CellAt>> = {
    ArrowUp: { line: far ? 0 : line - 1, at },
    ArrowDown: { line: far ? size.lines - 1 : line + 1, at },
    ArrowLeft: { line, at: far ? 0 : at - 1 },
    ArrowRight: { line, at: far ? size.columns - 1 : at + 1 },
    PageUp: { line: line - size.page, at },
    PageDown: { line: line + size.page, at },
    Home: { line: far ? 0 : line, at: 0 },
    End: { line: far ? size.lines - 1 : line, at: size.columns - 1 },
  };
  const next = moves[key];
  if (!next || size.lines === 0) return null;
  const keep = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
  return { line: keep(next.line, size.lines), at: keep(next.at, size.columns) };
}
