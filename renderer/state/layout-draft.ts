/** A layout while a person works on it: fields may still be without a column. Pure functions. */
import {
  fields,
  fileLayout,
  neededFields,
  type EventType,
  type Field,
  type FileLayout,
} from '../../preload/contract.js';
import type { FileInspection } from '../../preload/shapes.js';

type Column = FileLayout['columns']['event_time'];

export interface LayoutDraft extends Omit<FileLayout, 'columns'> {
  readonly columns: Readonly<Partial<Record<Field, Column>>>;
}

/** A column of a file as it can be chosen. */
export interface ColumnChoice {
  readonly key: string;
  readonly label: string;
  /** How a layout says it: by its name, or by its 1-based position where it has none or shares it. */
  readonly column: string | number;
  readonly name: string;
  readonly position: number;
}

/** What a person reads instead of the field's name. */
export const fieldWords: Readonly<Record<Field, string>> = {
  event_time: 'Time',
  event_type: 'Event type',
  product_id: 'Product',
  category_id: 'Category id',
  category_code: 'Category',
  brand: 'Brand',
  price: 'Price',
  user_id: 'User',
  user_session: 'Session',
};

function fold(text: string): string {
  return text.trim().toLowerCase();
}

/** The file's own form of names: NDJSON and Parquet have names whether or not they have a header. */
function hasNames({ hasHeader, kind }: FileInspection): boolean {
  return hasHeader || kind === 'parquet' || kind.startsWith('ndjson');
}

export function listColumns(file: FileInspection): readonly ColumnChoice[] {
  const names = file.columns.map(({ name }) => (hasNames(file) ? name.trim() : ''));
  return names.map((name, at): ColumnChoice => {
    const position = at + 1;
    const isAlone = name !== '' && names.every((other, index) => index === at || fold(other) !== fold(name));
    const label = isAlone ? name : name === '' ? `Column ${position}` : `${name} (column ${position})`;
    return { key: String(position), label, column: isAlone ? name : position, name, position };
  });
}

function findChoice(column: string | number, choices: readonly ColumnChoice[]): ColumnChoice | undefined {
  if (typeof column === 'number') return choices.find(({ position }) => position === column);
  return choices.find(({ name }) => name !== '' && fold(name) === fold(column));
}

/** Which of the choices a field has: of several names the first that is there. Null: none of them. */
export function chosenKey(draft: LayoutDraft, field: Field, choices: readonly ColumnChoice[]): string | null {
  const column = draft.columns[field];
  if (column === undefined) return null;
  for (const one of Array.isArray(column) ? column : [column]) {
    const choice = findChoice(one, choices);
    if (choice) return choice.key;
  }
  return null;
}

/** An empty layout for a file of which nothing is known. */
function blankDraft(file: FileInspection): LayoutDraft {
  const defaults = fileLayout.parse({
    name: 'My shop',
    format: file.kind.startsWith('ndjson') ? 'ndjson' : 'csv',
    columns: { event_time: 1, event_type: 2, product_id: 3, user_id: 4 },
    words: {},
  });
  return { ...defaults, columns: {} };
}

/**
 * Where the work begins: the layout that the file was looked at through. What it only guessed about the header is
 * written down, so that another choice of columns does not change it.
 */
export function startDraft(file: FileInspection): LayoutDraft {
  const draft: LayoutDraft = file.layout ?? blankDraft(file);
  const isGuessed = file.layoutFrom !== 'recognised' && file.layoutFrom !== 'given';
  return isGuessed && draft.header === 'auto' ? { ...draft, header: file.hasHeader ? 'yes' : 'no' } : draft;
}

/** Whether a person has to look at the mapping before the file can be loaded. */
export function isToMap({ layoutFrom }: FileInspection): boolean {
  return layoutFrom === 'proposed';
}

/** The file that a mapping is best begun with; undefined where none has columns. */
export function fileToMap(files: readonly FileInspection[]): FileInspection | undefined {
  const readable = files.filter(({ columns }) => columns.length > 0);
  return readable.find(isToMap) ?? readable.find(({ problem }) => problem !== null) ?? readable[0];
}

/** Null where no mapping is needed: some file can be loaded as it is, and no other waits for one. */
export function draftFor(files: readonly FileInspection[]): LayoutDraft | null {
  const first = fileToMap(files);
  const isNeeded = files.some(isToMap) || files.every(({ problem }) => problem !== null);
  return first && isNeeded ? startDraft(first) : null;
}

/** Null: the field is absent. A column fills one field. */
export function setColumn(draft: LayoutDraft, field: Field, choice: ColumnChoice | null): LayoutDraft {
  const isTaken = (column: Column) =>
    choice !== null && !Array.isArray(column) && findChoice(column, [choice]) !== undefined;
  const others = Object.entries(draft.columns).filter(([name, column]) => name !== field && !isTaken(column));
  const columns = Object.fromEntries(choice ? [...others, [field, choice.column]] : others);
  const required = draft.required.filter((name) => columns[name] !== undefined);
  return { ...draft, columns, required };
}

/** With positions in place of names, for a first line that is no header. */
export function placeColumns(draft: LayoutDraft, choices: readonly ColumnChoice[]): LayoutDraft {
  const placed = fields.flatMap((field) => {
    const key = chosenKey(draft, field, choices);
    return key === null ? [] : [[field, Number(key)]];
  });
  return { ...draft, columns: Object.fromEntries(placed) };
}

/** Null: the word is none of an event that counts. */
export function setWord(draft: LayoutDraft, word: string, meaning: EventType | null): LayoutDraft {
  const others = Object.entries(draft.words).filter(([known]) => fold(known) !== fold(word));
  return { ...draft, words: Object.fromEntries(meaning ? [...others, [word.trim(), meaning]] : others) };
}

export function meaningOf(draft: LayoutDraft, word: string): EventType | null {
  return Object.entries(draft.words).find(([known]) => fold(known) === fold(word))?.[1] ?? null;
}

/** Needed fields that have none of these columns yet. */
export function missingNeeded(draft: LayoutDraft, choices: readonly ColumnChoice[]): readonly Field[] {
  return neededFields.filter((field) => chosenKey(draft, field, choices) === null);
}

/** Without the columns that none of the files has: what is shown as absent is absent. */
export function fitDraft(draft: LayoutDraft, choices: readonly ColumnChoice[]): LayoutDraft {
  const there = Object.entries(draft.columns).filter(([field]) => chosenKey(draft, field as Field, choices) !== null);
  const columns: LayoutDraft['columns'] = Object.fromEntries(there);
  return { ...draft, columns, required: draft.required.filter((field) => columns[field] !== undefined) };
}

/** The layout where it can be used, else null. */
export function finishDraft(draft: LayoutDraft): FileLayout | null {
  const parsed = fileLayout.safeParse(draft);
  return parsed.success ? parsed.data : null;
}

/**
 * A layout to look at a file's columns through while fields are still without one: those stand under their own names.
 * Where the header is said, no column of the draft matters, so that choosing one asks nothing anew; and a pattern of
 * times that is half typed must not hide the columns.
 */
export function fillDraft(draft: LayoutDraft): FileLayout | null {
  const own = Object.fromEntries(neededFields.map((field) => [field, field]));
  const columns = draft.header === 'auto' ? { ...own, ...draft.columns } : own;
  return finishDraft({ ...draft, columns, time: { form: 'text', zone: 'UTC' }, words: {}, required: [] });
}

/** How the file itself is written: when one of these changes, its columns have to be looked at anew. */
export function formOf({ format, delimiter, quote, header, encoding }: LayoutDraft): string {
  return JSON.stringify([format, delimiter, quote, header, encoding]);
}

/** As it is saved: what is at its default or only guessed is written too, so that nothing is left to guess. */
export function writeLayout(layout: FileLayout): string {
  const columns = Object.fromEntries(
    fields.flatMap((field) => (layout.columns[field] === undefined ? [] : [[field, layout.columns[field]]])),
  );
  return `${JSON.stringify({ ...layout, columns }, null, 2)}\n`;
}

/** Reads a saved layout. Throws an Error that says in a sentence what does not fit. */
export function readLayout(text: string): FileLayout {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw new Error('The file is no JSON.');
  }
  const parsed = fileLayout.safeParse(written);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new Error(`The file is no mapping: ${where ? `${where}: ` : ''}${issue?.message ?? 'it does not fit'}.`);
}
