/** A month's file as a later month: the day of each line is moved, everything else stays. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';

const newline = 10;
const dayLength = 'YYYY-MM-DD'.length;
const chunkBytes = 8 * 2 ** 20;

/** Writes the CSV with the day that each line begins with put `days` later; the head stays. */
export async function shiftDays(from: string, to: string, days: number): Promise<void> {
  const later = new Map<string, string>();
  const shift = (day: string) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
    return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, dayLength);
  };
  const output = createWriteStream(to);
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(from, { highWaterMark: chunkBytes })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    const end = bytes.lastIndexOf(newline) + 1;
    for (let line = 0; line < end; line = bytes.indexOf(newline, line) + 1) {
      const day = bytes.toString('latin1', line, line + dayLength);
      let moved = later.get(day);
      if (moved === undefined) later.set(day, (moved = shift(day)));
      bytes.write(moved, line, 'latin1');
    }
    rest = bytes.subarray(end);
    if (!output.write(bytes.subarray(0, end))) await once(output, 'drain');
  }
  output.end(rest);
  await once(output, 'finish');
}
