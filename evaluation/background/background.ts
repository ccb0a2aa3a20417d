/** The clean weeks that cases are put into: made by the sample's generator without its attacks, or read from a file. */
import { createReadStream } from 'node:fs';
import { EventStream } from '../../main/engine/sample/event-stream.js';
import { firstAt, type Rows } from '../rows.js';
import type { Goods } from './goods.js';
import { RowReader } from './row-reader.js';

export interface Background {
  readonly name: string;
  readonly rows: Rows;
  readonly goods: Goods;
  /** Seconds since 1970 of the first event, and after the last. */
  readonly from: number;
  readonly to: number;
}

export interface CleanWeeks {
  readonly name: string;
  /** Events a second in the mean of the month. */
  readonly perSecond: number;
  readonly days: number;
  readonly seed: number;
}

const month = { from: Date.UTC(2019, 9, 1) / 1000, seconds: 31 * 86_400 };

/** The first days of a month of the sample as dense as is asked for. */
export function makeBackground({ name, perSecond, days, seed }: CleanWeeks): Background {
  const rows = Math.round(perSecond * month.seconds);
  const stream = new EventStream({ rows, seed, kind: 'kaggle', hasAttacks: false });
  const reader = new RowReader(month.from + days * 86_400, Math.ceil(perSecond * days * 86_400 * 1.1));
  const chunk = new Uint8Array(1 << 20);
  for (let filled = stream.fill(chunk); filled > 0; filled = stream.fill(chunk))
    if (!reader.read(chunk.subarray(0, filled))) break;
  return complete(name, reader);
}

/** A file in the layout of the Kaggle files, in order of time; nothing in it is taken for an attack. */
export async function readBackground(name: string, path: string): Promise<Background> {
  const reader = new RowReader();
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) reader.read(chunk as Buffer);
  if (reader.rows.length === 0) throw new Error('The background has no events in the layout of the Kaggle files.');
  return complete(name, reader);
}

function complete(name: string, { rows, goods }: RowReader): Background {
  for (let at = 1; at < rows.length; at++)
    if ((rows.second[at] as number) < (rows.second[at - 1] as number))
      throw new Error('The background is not in the order of time.');
  const from = rows.second[0] as number;
  const to = (rows.second[rows.length - 1] as number) + 1;
  return { name, rows, goods: goods.complete(rows), from, to };
}

/** Events a second from one second to before another. */
export function rateBetween({ rows }: Background, from: number, to: number): number {
  return (firstAt(rows, to) - firstAt(rows, from)) / Math.max(1, to - from);
}
