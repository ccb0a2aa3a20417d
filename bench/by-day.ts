/** A month as a file a day: split, appended one by one, and set beside the month that was loaded at once. */
import { createReadStream, createWriteStream, mkdirSync, readdirSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CallEngine, ReportResult } from '../preload/contract.js';
import { withEngine } from './open.js';
import { dataset, notMeasured, type Place, type Subject } from './subject.js';

/** Writes `days/YYYY-MM-DD.csv` beside the sample; returns how many. */
async function splitByDay({ folder, files }: Place): Promise<number> {
  mkdirSync(join(folder, 'days'));
  const outputs = new Map<string, WriteStream>();
  let header: string | null = null;
  for await (const line of createInterface({ input: createReadStream(files[0] ?? '') })) {
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
async function appendByDay(call: CallEngine, { folder }: Place): Promise<readonly number[]> {
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
async function findDifferences(call: CallEngine): Promise<readonly string[]> {
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
    const whole = await call('reports.run', { ...question, dataset });
    const days = await call('reports.run', { ...question, dataset: 'days' });
    if (asText(whole) !== asText(days)) different.push(JSON.stringify(question));
  }
  return different;
}

export const appends: Subject = {
  name: 'appends',
  title: 'A month as a file a day',
  steps: {
    split: splitByDay,
    append: (place) => withEngine(place, ({ call }) => appendByDay(call, place)),
    differences: (place) => withEngine(place, ({ call }) => findDifferences(call)),
  },
  measure(run, place) {
    if (place.files.length > 1) return [notMeasured('append', 'append', 's', 'measured on one month')];
    run('split');
    const { answer: days, peakBytes } = run<readonly number[]>('append');
    const differences = run<readonly string[]>('differences').answer;
    const whole = days.reduce((sum, seconds) => sum + seconds, 0);
    return [
      { id: 'appendLast', what: `append the last of ${days.length} days`, value: days.at(-1) ?? null, unit: 's' },
      { id: 'appendAll', what: 'append all days one by one', value: whole, unit: 's' },
      { id: 'appendPeak', what: 'append: peak memory', value: peakBytes, unit: 'bytes' },
      {
        id: 'appendDifferent',
        what: 'reports that differ from the load at once',
        value: differences.length,
        unit: 'count',
        note: differences.join(' '),
      },
    ];
  },
};
