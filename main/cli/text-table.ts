/** A table for people in a terminal: columns aligned by two spaces, numbers to the right, a rule under the heads. */

export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u;
const control = /[\x00-\x1f\x7f-\x9f]/g;

/** Width in a terminal's cells. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return Array.from(segmenter.segment(text)).reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}

/** Texts of files may hold anything: a terminal must not be steered by them. */
export function stripControls(text: string): string {
  return text.replace(control, '�');
}

function pad(text: string, width: number, align: TextColumn['align']): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? space + text : text + space;
}

/** The lines of the table, each with its line end. */
export function* tableLines(columns: readonly TextColumn[]): Generator<string> {
  const clean = columns.map((column) => ({ ...column, cells: column.cells.map(stripControls) }));
  const widths = clean.map(({ title, cells }) =>
    cells.reduce((width, cell) => Math.max(width, textWidth(cell)), textWidth(title)),
  );
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, at) => pad(text, widths[at] ?? 0, clean[at]?.align ?? 'left'))
      .join('  ')
      .trimEnd()}\n`;
  yield line(clean.map(({ title }) => title));
  yield line(widths.map((width) => '─'.repeat(width)));
  const rowCount = clean[0]?.cells.length ?? 0;
  for (let row = 0; row < rowCount; row++) yield line(clean.map(({ cells }) => cells[row] ?? ''));
}
