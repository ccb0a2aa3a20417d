/** Making the sample and loading it, beside plain DuckDB that scans and keeps the same files. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../preload/contract.js';
import { inPlainDuckdb, withEngine } from './open.js';
import { shiftDays } from './shift-days.js';
import {
  dataset,
  medianOf,
  notMeasured,
  type Figure,
  type Measured,
  type Place,
  type RunStep,
  type Subject,
} from './subject.js';

const daysOfMonth = 31;
const lowMemoryBytes = 2 ** 30;

interface Loaded {
  readonly sizeBytes: number;
  /** From the call to the first exact answers, which come of the scan; null where none came before the end. */
  readonly earlySeconds: number | null;
}

/** The sample is one month; further months are the same shop with other chance, later. */
async function makeSample(place: Place): Promise<{ readonly seconds: number }> {
  const rowsOf = (month: number) =>
    Math.floor(((month + 1) * place.rows) / place.files.length) - Math.floor((month * place.rows) / place.files.length);
  let seconds = 0;
  for (const [month, path] of place.files.entries()) {
    const made = month === 0 ? path : join(place.folder, 'month.csv');
    const startedAt = performance.now();
    await withEngine(place, ({ call }) => call('sample.write', { rows: rowsOf(month), seed: month + 1, path: made }));
    seconds += (performance.now() - startedAt) / 1000;
    if (month === 0) continue;
    await shiftDays(made, path, month * daysOfMonth);
    rmSync(made);
  }
  return { seconds };
}

function readCsv({ files }: Place): string {
  return `read_csv([${files.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}])`;
}

function loadAs(place: Place, name: string, memoryLimitBytes: number | null): Promise<Loaded> {
  return withEngine(place, async ({ call }) => {
    await call('settings.set', { memoryLimitBytes });
    const startedAt = performance.now();
    let earlySeconds: number | null = null;
    const onProgress = ({ early }: Progress) => {
      if (early) earlySeconds ??= (performance.now() - startedAt) / 1000;
    };
    await call('datasets.load', { dataset: name, paths: [...place.files] }, { onProgress });
    await call('settings.set', { memoryLimitBytes: null });
    return { sizeBytes: (await call('datasets.get', { dataset: name })).sizeBytes, earlySeconds };
  });
}

function removeLoaded(place: Place, name: string): Promise<void> {
  return withEngine(place, async ({ call }) => {
    const loaded = await call('datasets.list', {});
    if (loaded.some((info) => info.name === name)) await call('datasets.remove', { dataset: name });
  });
}

function sayTimes(measured: readonly Measured<unknown>[]): string {
  return measured.length === 1 ? '' : `of ${measured.map(({ seconds }) => seconds.toFixed(1)).join(', ')} s`;
}

const peakOf = (measured: readonly Measured<unknown>[]) => Math.max(...measured.map(({ peakBytes }) => peakBytes));

/** The three of them in turn, so that what else the machine does meets all alike. */
function measureLoads(run: RunStep, place: Place): readonly Figure[] {
  const scans: Measured<null>[] = [];
  const plains: Measured<null>[] = [];
  const loads: Measured<Loaded>[] = [];
  for (let turn = 0; turn < place.runs; turn += 1) {
    scans.push(run('scan'));
    plains.push(run('plain'));
    rmSync(join(place.folder, 'plain.duckdb'), { force: true });
    run('removeLoaded');
    loads.push(run('load'));
  }
  const secondsOf = (measured: readonly Measured<unknown>[]) => medianOf(measured.map(({ seconds }) => seconds));
  const [scan, plain, load] = [secondsOf(scans), secondsOf(plains), secondsOf(loads)];
  const sizeBytes = loads[0]?.answer.sizeBytes ?? NaN;
  const early = loads.flatMap(({ answer }) => answer.earlySeconds ?? []);
  return [
    { id: 'scan', what: 'plain DuckDB: scan the CSV', value: scan, unit: 's', note: sayTimes(scans) },
    { id: 'plain', what: 'plain DuckDB: `CREATE TABLE AS`', value: plain, unit: 's', note: sayTimes(plains) },
    { id: 'plainPeak', what: 'plain DuckDB: peak memory', value: peakOf(plains), unit: 'bytes' },
    { id: 'load', what: 'load, models and quality included', value: load, unit: 's', note: sayTimes(loads) },
    { id: 'loadRatio', what: 'load ÷ plain `CREATE TABLE AS`', value: load / plain, unit: '×' },
    { id: 'loadPeak', what: 'load: peak memory', value: peakOf(loads), unit: 'bytes' },
    { id: 'disk', what: 'load: size on disk, models included', value: sizeBytes, unit: 'bytes' },
    ...sayEarly(early, scan),
  ];
}

function sayEarly(early: readonly number[], scanSeconds: number): readonly Figure[] {
  const what = 'first exact answers of a load';
  if (early.length === 0) return [notMeasured('early', what, 's', 'none came before the load was over')];
  const value = medianOf(early);
  return [
    { id: 'early', what, value, unit: 's' },
    { id: 'earlyRatio', what: `${what} ÷ scan`, value: value / scanSeconds, unit: '×' },
  ];
}

/** The preview of files that nobody has looked at before, by an engine that is open. */
function previewFiles(place: Place): Promise<{ readonly seconds: number; readonly share: number }> {
  return withEngine(place, async ({ call }) => {
    const startedAt = performance.now();
    const { share } = await call('datasets.preview', { paths: [...place.files] });
    return { seconds: (performance.now() - startedAt) / 1000, share };
  });
}

function measurePreview(run: RunStep, place: Place): readonly Figure[] {
  const previews = Array.from({ length: place.runs }, () => run<{ seconds: number; share: number }>('preview').answer);
  const value = medianOf(previews.map(({ seconds }) => seconds));
  const note = `of ${((previews[0]?.share ?? NaN) * 100).toPrecision(2)} % of the file`;
  return [{ id: 'preview', what: 'first preview out of a sample', value, unit: 's', note }];
}

function measureLowMemory(run: RunStep, usualPeak: number): readonly Figure[] {
  const low = run('loadInLessMemory');
  run('removeInLessMemory');
  const what = 'load with the memory setting at 1 GiB';
  return [
    { id: 'lowLoad', what, value: low.seconds, unit: 's' },
    { id: 'lowPeak', what: `${what}: peak memory`, value: low.peakBytes, unit: 'bytes' },
    { id: 'lowPeakRatio', what: `${what}: peak ÷ the usual peak`, value: low.peakBytes / usualPeak, unit: '×' },
  ];
}

export const load: Subject = {
  name: 'load',
  title: 'Sample and load',
  steps: {
    sample: makeSample,
    preview: previewFiles,
    scan: (place) =>
      inPlainDuckdb(place.folder, `CREATE TEMP TABLE t AS SELECT count(*), max(user_id) FROM ${readCsv(place)}`),
    plain: (place) => inPlainDuckdb(place.folder, `CREATE TABLE events AS SELECT * FROM ${readCsv(place)}`),
    load: (place) => loadAs(place, dataset, null),
    removeLoaded: (place) => removeLoaded(place, dataset),
    loadInLessMemory: (place) => loadAs(place, 'low', lowMemoryBytes),
    removeInLessMemory: (place) => removeLoaded(place, 'low'),
  },
  measure(run, place) {
    const sample = run<{ readonly seconds: number }>('sample');
    const csvBytes = place.files.reduce((sum, path) => sum + statSync(path).size, 0);
    const previews = measurePreview(run, place);
    const loads = measureLoads(run, place);
    const usualPeak = loads.find(({ id }) => id === 'loadPeak')?.value ?? NaN;
    return [
      { id: 'sample', what: 'make the sample', value: sample.answer.seconds, unit: 's' },
      { id: 'sampleSpeed', what: 'rows made', value: place.rows / sample.answer.seconds, unit: 'rows/s' },
      { id: 'csv', what: 'the CSV', value: csvBytes, unit: 'bytes' },
      ...previews,
      ...loads,
      ...measureLowMemory(run, usualPeak),
    ];
  },
};
