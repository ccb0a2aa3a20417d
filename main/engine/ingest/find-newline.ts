/** Searches in CSV bytes. A newline is LF, CRLF or CR. */
export const LF = 10;
export const CR = 13;

/** The first newline at or after `start`; −1 where there is none. */
export function findNewline(data: Buffer, start: number): number {
  for (let at = start; at < data.length; at++) if (data[at] === LF || data[at] === CR) return at;
  return -1;
}

/** The first byte behind the newline at `at`. */
export function passNewline(data: Buffer, at: number): number {
  return data[at] === CR && data[at + 1] === LF ? at + 2 : at + 1;
}

export function countNewlines(data: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (data[at] === LF || (data[at] === CR && data[at + 1] !== LF)) count++;
  return count;
}

/** The byte behind the quote that closes the field whose content begins at `start`; −1 where none does. */
export function findAfterQuoted(data: Buffer, start: number, quote: number): number {
  let at = start;
  for (;;) {
    const found = data.indexOf(quote, at);
    if (found < 0) return -1;
    if (data[found + 1] !== quote) return found + 1;
    at = found + 2;
  }
}
