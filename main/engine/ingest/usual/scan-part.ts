/** Reads a part of a file of usual rows: whole seconds at a time, so that copies of a row are seen together. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { SlotRows } from './slot-counts.js';
import { UsualRows, type ShortRow } from './usual-rows.js';

const LF = 10;
const firstBufferBytes = 2 ** 22;
/** A second with more than this is not worth being read so. */
const mostBufferBytes = 2 ** 28;
/** Length of `2019-10-01 00:00:00`. */
const secondBytes = 19;

export interface FilePart {
  readonly path: string;
  /** The part's first byte, which begins a row. */
  readonly from: number;
  /** The byte behind its last; it ends a row, or the file. */
  readonly to: number;
  /** The file that gets the names of its sessions, a line each; one may be there twice. */
  readonly names: string;
}

export interface PartScan {
  readonly rows: number;
  readonly shortRows: readonly ShortRow[];
  /** Whether its last row has a newline at its end. */
  readonly isEnded: boolean;
  readonly hasOnlyUuids: boolean;
  /** Seconds since 1970; NaN where there are no rows. */
  readonly firstSecond: number;
  readonly lastSecond: number;
  readonly categories: readonly string[];
  readonly codes: readonly string[];
  readonly brands: readonly string[];
  readonly slotRows: SlotRows;
  /** Rows of this part, from 0, that are equal to an earlier one, and the first of these. */
  readonly surplus: readonly number[];
  readonly firsts: readonly number[];
}

/** Where the row begins that holds the byte before `end`, which is a newline. */
const rowStart = (data: Buffer, end: number) => (end < 2 ? 0 : data.lastIndexOf(LF, end - 2) + 1);

const secondAt = (data: Buffer, row: number) => data.toString('latin1', row, row + secondBytes);

const isTime = (text: string) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text);

/** Where the last second of the rows in `data[0..end)` begins; 0 where there is no other. Rows without a time are passed over. */
function lastSecondStart(data: Buffer, end: number): number {
  let start = rowStart(data, end);
  let second = secondAt(data, start);
  while (start > 0) {
    const before = rowStart(data, start);
    const secondBefore = secondAt(data, before);
    if (!isTime(second)) second = secondBefore;
    else if (isTime(secondBefore) && secondBefore !== second) break;
    start = before;
  }
  return start;
}

/** Reads on until the buffer is full or the part at its end; returns how many bytes the buffer then holds. */
function fill(file: number, buffer: Buffer, held: number, position: number, to: number): number {
  let length = held;
  let at = position;
  while (length < buffer.length && at < to) {
    const read = readSync(file, buffer, length, Math.min(buffer.length - length, to - at), at);
    if (read === 0) break;
    length += read;
    at += read;
  }
  return length;
}

/** Null at the first row that is not usual. `onRows` hears of bytes and rows so far, every few megabytes. */
export function scanPart(
  { path, from, to, names }: FilePart,
  onRows: (bytes: number, rows: number) => void,
): PartScan | null {
  const file = openSync(path, 'r');
  const namesFile = openSync(names, 'w');
  const reader = new UsualRows((lines) => void writeSync(namesFile, lines));
  let isEnded = true;
  try {
    let buffer = Buffer.allocUnsafe(Math.min(firstBufferBytes, to - from + 1));
    let held = 0;
    let position = from;
    while (position < to || held > 0) {
      const length = fill(file, buffer, held, position, to);
      if (length === held && position < to) return null; // the file has become shorter
      position += length - held;
      let end = buffer.lastIndexOf(LF, length - 1) + 1;
      if (position === to) {
        end = length;
        isEnded = buffer[end - 1] === LF;
        if (!isEnded) {
          if (end === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(1)]);
          buffer[end++] = LF;
        }
      } else if (end > 0) end = lastSecondStart(buffer, end);
      if (end === 0) {
        if (buffer.length >= mostBufferBytes) return null;
        buffer = Buffer.concat([buffer.subarray(0, length)], 2 * buffer.length);
        held = length;
        continue;
      }
      if (!reader.push(buffer, 0, end)) return null;
      held = Math.max(0, length - end);
      buffer.copyWithin(0, end, length);
      onRows(position - from - held, reader.rows);
    }
    reader.flush();
  } finally {
    closeSync(namesFile);
    closeSync(file);
  }
  const { rows, shortRows, hasOnlyUuids, firstSecond, lastSecond, copies } = reader;
  const categories = reader.categories.words();
  const codes = reader.codes.words();
  const brands = reader.brands.words();
  if (categories === null || codes === null || brands === null) return null;
  const { surplus, firsts } = copies;
  const slotRows = reader.slotCounts.rows();
  return {
    rows,
    shortRows,
    isEnded,
    hasOnlyUuids,
    firstSecond,
    lastSecond,
    categories,
    codes,
    brands,
    slotRows,
    surplus,
    firsts,
  };
}

/** The first byte at or after `from` that begins a row of another second than the row before it; `size` where none is found near. */
export function findSecondStart(path: string, from: number, size: number): number {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(firstBufferBytes);
    const length = fill(file, buffer, 0, from, size);
    let start = buffer.subarray(0, length).indexOf(LF) + 1;
    for (;;) {
      const end = buffer.subarray(0, length).indexOf(LF, start);
      if (start === 0 || end < 0 || end + 1 + secondBytes > length) return size;
      const next = end + 1;
      const seconds = [secondAt(buffer, start), secondAt(buffer, next)] as const;
      if (seconds.every(isTime) && seconds[0] !== seconds[1]) return from + next;
      start = next;
    }
  } finally {
    closeSync(file);
  }
}
