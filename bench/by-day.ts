/** A month as a file a day: split, appended one by one, and set beside the month that was loaded at once. */
import { createReadStream, createWriteStream, mkdirSync, readdirSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CallEngine, ReportResult } from '../preload/contract.js';

/** Writes `days/YYYY-MM-DD.csv` beside the sample; returns how many. */
export async function splitByDay(folder: string): Promise<number> {
  mkdirSync(join(folder, 'days'));
  const outputs = new Map<string, WriteStream>();
  let header: string | null = null;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'events.csv')) })) {
    if (header === null) {
      header = line;
      continue;
    }
    const day = line.slice(0, 10);
    let output = outputs.get(day);
    if (output === undefined) {
      output = createWriteStream(join(folder, 'days', `${day}.csv`));
      output.write(`${header}\n`);
      outputs.set(day, output);
    }
    if (!output.write(`${line}\n`)) await once(output, 'drain');
  }
  await Promise.all([...outputs.values()].map((output) => once(output.end(), 'finish')));
  return outputs.size;
}

/** Appends the days one by one; returns the seconds of each. */
export async function appendByDay(call: CallEngine, folder: string): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (const name of readdirSync(join(folder, 'days')).sort()) {
    const path = join(folder, 'days', name);
    seconds.push((await call('datasets.load', { dataset: 'days', paths: [path], append: true })).seconds);
  }
  return seconds;
}

const asText = ({ summary, table }: ReportResult) =>
  JSON.stringify({ summary, columns: table.columns.map(({ name, values }) => [name, [...values]]) });

/** The reports whose answers are not the same, row by row. */
export async function findDifferences(call: CallEngine): Promise<readonly string[]> {
  const questions = [
    { report: 'unique-visitors' },
    ...['day', 'hour', 'weekday_hour', 'category', 'brand', 'product'].map((by) => ({
      report: 'cart-abandonment',
      own: { by },
    })),
    ...['views', 'carts', 'purchases', 'revenue', 'conversion'].map((measure) => ({
      report: 'top-categories',
      own: { measure, depth: 3 },
    })),
    { report: 'brand-opportunities', own: { 'min-sessions': 1 } },
    { report: 'shop-days' },
    { report: 'time-to-purchase' },
  ];
  const different: string[] = [];
  for (const question of questions) {
    const whole = await call('reports.run', { ...question, dataset: 'bench' });
    const days = await call('reports.run', { ...question, dataset: 'days' });
    if (asText(whole) !== asText(days)) different.push(JSON.stringify(question));
  }
  return different;
}
