/** Rows that belong together are folded under the first of them, in whatever order the table has. */

export interface RowGroups {
  /** Rows of equal text belong together. Keep its identity stable: useCallback or a constant. */
  readonly groupOf: (row: number) => string;
  /** Groups that are unfolded. */
  readonly open: ReadonlySet<string>;
  readonly onToggle: (group: string) => void;
}

/** Where a row stands in its group. */
export interface RowPlace {
  readonly group: string;
  /** The first row of the group. */
  readonly head: number;
  /** Rows of the group but the first; empty where the row is alone. */
  readonly others: readonly number[];
  readonly isOpen: boolean;
}

export interface FoldedRows {
  /** Row numbers in the order shown: of a group the first one, and the others right under it where it is open. */
  readonly rows: Uint32Array;
  readonly places: ReadonlyMap<number, RowPlace>;
}

/** `rows` are row numbers in the order of the table. */
export function foldRows(rows: Uint32Array, groupOf: RowGroups['groupOf'], open: ReadonlySet<string>): FoldedRows {
  const groups = new Map<string, { readonly head: number; readonly others: number[] }>();
  for (const row of rows) {
    const group = groupOf(row);
    const known = groups.get(group);
    if (known) known.others.push(row);
    else groups.set(group, { head: row, others: [] });
  }
  const shown: number[] = [];
  const places = new Map<number, RowPlace>();
  for (const [group, { head, others }] of groups) {
    const place = { group, head, others, isOpen: others.length > 0 && open.has(group) };
    shown.push(head);
    places.set(head, place);
    for (const row of others) {
      places.set(row, place);
      if (place.isOpen) shown.push(row);
    }
  }
  return { rows: Uint32Array.from(shown), places };
}

/** Whether an arrow in the first cell of a row opens or closes its group. */
export function turnsFold(key: string, row: number, place: RowPlace): boolean {
  if (place.others.length === 0) return false;
  return key === 'ArrowRight' ? row === place.head && !place.isOpen : key === 'ArrowLeft' && place.isOpen;
}
