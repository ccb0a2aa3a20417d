/** Where the keys of a grid lead. */
export interface CellAt {
  /** Line as shown, from 0; −1 is the head. */
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
  const last = size.lines - 1;
  const moves: Readonly<Record<string, CellAt>> = {
    ArrowUp: { line: far ? 0 : line - 1, at },
    ArrowDown: { line: far ? last : line + 1, at },
    ArrowLeft: { line, at: far ? 0 : at - 1 },
    ArrowRight: { line, at: far ? size.columns - 1 : at + 1 },
    PageUp: { line: Math.max(0, line - size.page), at },
    PageDown: { line: line + size.page, at },
    Home: { line: far ? 0 : line, at: 0 },
    End: { line: far ? last : line, at: size.columns - 1 },
  };
  const next = moves[key];
  if (!next) return null;
  return {
    line: Math.min(Math.max(next.line, -1), last),
    at: Math.min(Math.max(next.at, 0), size.columns - 1),
  };
}
