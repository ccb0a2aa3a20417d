/** A radix sort over the bits of doubles: a million rows in well under 100 ms, where comparing takes ten times that. */

const digitCount = 0x1_0000;
const signBit = 0x8000_0000;

/** Each number as two words, the lower one first, that order as unsigned integers; NaN after all, in either direction. */
function toSortableWords(values: Float64Array, descending: boolean): Uint32Array {
  const words = new Uint32Array(values.map((value) => value + 0).buffer); // + 0 makes −0 a 0
  for (let at = 0; at < values.length; at += 1) {
    const low = words[2 * at] ?? 0;
    const high = words[2 * at + 1] ?? 0;
    const isNegative = high >= signBit;
    // Ascending: negatives inverted, the others with the sign bit set. Descending: the inverse of that.
    const inverted = isNegative !== descending ? 0xffff_ffff : 0;
    const isUnknown = Number.isNaN(values[at]);
    words[2 * at] = isUnknown ? 0xffff_ffff : low ^ inverted;
    words[2 * at + 1] = isUnknown ? 0xffff_ffff : high ^ inverted ^ (isNegative ? 0 : signBit);
  }
  return words;
}

/** Row numbers in the order of their numbers; equal ones keep their order, NaN comes last. */
export function orderNumbers(values: Float64Array, direction: 'ascending' | 'descending'): Uint32Array {
  const words = toSortableWords(values, direction === 'descending');
  const length = values.length;
  let rows = Uint32Array.from(values, (_, row) => row);
  let next = new Uint32Array(length);
  for (const [word, shift] of [
    [0, 0],
    [0, 16],
    [1, 0],
    [1, 16],
  ] as const) {
    const starts = new Uint32Array(digitCount + 1);
    for (let row = 0; row < length; row += 1) {
      const digit = ((words[2 * row + word] ?? 0) >>> shift) & 0xffff;
      starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
    }
    if (starts.includes(length)) continue; // all rows have the same digit here
    for (let digit = 0; digit < digitCount; digit += 1)
      starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
    for (const row of rows) {
      const digit = ((words[2 * row + word] ?? 0) >>> shift) & 0xffff;
      const place = starts[digit] ?? 0;
      next[place] = row;
      starts[digit] = place + 1;
    }
    [rows, next] = [next, rows];
  }
  return rows;
}
