/**
 * `npm run bench [-- --rows N,N --replays --write]`: makes data, loads it, asks the reports, replays it, and sets each
 * figure beside plain DuckDB doing the same through the same client in the same run. Prints a table; `--write` puts it
 * into docs/performance.md, `--replays` measures replays alone. It never fails on time. Every step runs in a process of
 * its own, so that its peak memory is its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, version as duckdbVersion } from '@duckdb/node-api';
import { createEngine } from '../main/engine/engine.js';
import { appendByDay, findDifferences, splitByDay } from './by-day.js';
import { readColumns, timeReplay, type ReplayFigures } from './replay.js';

interface Measured {
  readonly seconds: number;
  readonly peakBytes: number;
}

const shippedDir = process.env['VITRINE_BENCH_SHIPPED'] ?? process.cwd();

async function withEngine<T>(
  workspaceDir: string,
  work: (engine: Awaited<ReturnType<typeof createEngine>>) => Promise<T>,
) {
  const engine = await createEngine({ workspaceDir, shippedDir, version: 'bench', host: 'cli' });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function inPlainDuckdb(folder: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, 'plain.duckdb'), { temp_directory: join(folder, 'spill') });
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Milliseconds of the first and the median of five answers. */
async function timeReports(workspaceDir: string): Promise<Record<string, readonly [first: number, median: number]>> {
  return withEngine(workspaceDir, async (engine) => {
    const times: Record<string, readonly [number, number]> = {};
    for (const { id } of await engine.call('reports.list', {})) {
      const elapsed: number[] = [];
      for (let run = 0; run < 5; run++) {
        elapsed.push((await engine.call('reports.run', { report: id, dataset: 'bench' })).elapsedMs);
      }
      times[id] = [elapsed[0] ?? NaN, medianOf(elapsed)];
    }
    return times;
  });
}

/** What a child process does: one step, then its seconds, peak memory and answer as JSON on standard output. */
const steps: Record<string, (folder: string, rows: number) => Promise<unknown>> = {
  sample: (folder, rows) =>
    withEngine(join(folder, 'w'), (engine) =>
      engine.call('sample.write', { rows, seed: 1, path: join(folder, 'events.csv') }),
    ),
  scan: (folder) =>
    inPlainDuckdb(
      folder,
      `CREATE TEMP TABLE t AS SELECT count(*), max(user_id) FROM read_csv('${join(folder, 'events.csv')}')`,
    ),
  plain: (folder) =>
    inPlainDuckdb(folder, `CREATE TABLE events AS SELECT * FROM read_csv('${join(folder, 'events.csv')}')`),
  load: (folder) =>
    withEngine(join(folder, 'w'), async ({ call }) => {
      const { seconds } = await call('datasets.load', { dataset: 'bench', paths: [join(folder, 'events.csv')] });
      return { seconds, sizeBytes: (await call('datasets.get', { dataset: 'bench' })).sizeBytes };
    }),
  reports: (folder) => timeReports(join(folder, 'w')),
  columns: (folder) => readColumns(join(folder, 'w'), shippedDir),
  replayNone: (folder) => withEngine(join(folder, 'w'), ({ call }) => timeReplay(call, 'none')),
  replayBaseline: (folder) => withEngine(join(folder, 'w'), ({ call }) => timeReplay(call, 'baseline')),
  replayDefault: (folder) => withEngine(join(folder, 'w'), ({ call }) => timeReplay(call, 'default')),
  split: (folder) => splitByDay(folder),
  append: (folder) => withEngine(join(folder, 'w'), ({ call }) => appendByDay(call, folder)),
  differences: (folder) => withEngine(join(folder, 'w'), ({ call }) => findDifferences(call)),
};

function runStep(name: string, folder: string, rows: number): Measured & { readonly answer: unknown } {
  const output = execFileSync(process.execPath, [process.argv[1] ?? '', 'step', name, folder, String(rows)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output) as Measured & { answer: unknown };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function perSecond(events: number): string {
  return `${(events / 1e6).toFixed(2)} M events/s`;
}

type Say = (what: string, figure: string, beside: string) => void;

function sayReplays(say: Say, folder: string, rows: number): void {
  const columns = runStep('columns', folder, rows).answer as number;
  say('read the columns of a replay, nothing else', `${columns.toFixed(2)} s`, `${perSecond(rows / columns)}`);
  const replays = { replayNone: 'no rule', replayBaseline: 'the baseline pack', replayDefault: 'the default pack' };
  for (const [step, what] of Object.entries(replays)) {
    const { seconds, alerts, workerBytes } = runStep(step, folder, rows).answer as ReplayFigures;
    say(
      `replay with ${what}`,
      `${seconds.toFixed(2)} s`,
      `${perSecond(rows / seconds)}, ${(seconds / columns).toFixed(1)} × reading the columns, ${alerts} alerts, thread ${(workerBytes / 1e6).toFixed(0)} MB`,
    );
  }
}

/** All steps for one size, as rows of a Markdown table; or only those of replays. */
function measureSize(rows: number, onlyReplays: boolean): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
  try {
    const lines: string[] = [];
    const size = `${(rows / 1e6).toLocaleString('en')} M rows`;
    const say = (what: string, figure: string, beside: string) => {
      const line = `| ${size} | ${what} | ${figure} | ${beside} |`;
      lines.push(line);
      console.log(line);
    };

    const sample = runStep('sample', folder, rows);
    if (onlyReplays) {
      runStep('load', folder, rows);
      sayReplays(say, folder, rows);
      return lines;
    }
    const csvBytes = statSync(join(folder, 'events.csv')).size;
    say(
      'make the sample',
      `${sample.seconds.toFixed(1)} s`,
      `${(rows / sample.seconds / 1e6).toFixed(2)} M rows/s, CSV ${gigabytes(csvBytes)}, peak ${gigabytes(sample.peakBytes)}`,
    );
    const scan = runStep('scan', folder, rows);
    const plain = runStep('plain', folder, rows);
    say('plain DuckDB: scan the CSV', `${scan.seconds.toFixed(1)} s`, '');
    say('plain DuckDB: `CREATE TABLE AS`', `${plain.seconds.toFixed(1)} s`, `peak ${gigabytes(plain.peakBytes)}`);
    rmSync(join(folder, 'plain.duckdb'), { force: true });
    const load = runStep('load', folder, rows);
    const database = (load.answer as { sizeBytes: number }).sizeBytes;
    say(
      'load, models and quality included',
      `${load.seconds.toFixed(1)} s`,
      `${(load.seconds / plain.seconds).toFixed(2)} × plain, peak ${gigabytes(load.peakBytes)}, ${gigabytes(database)} on disk`,
    );
    const reports = runStep('reports', folder, rows);
    for (const [id, [first, median]] of Object.entries(reports.answer as Record<string, [number, number]>)) {
      say(`report ${id}, default filters`, `${median.toFixed(0)} ms`, `first answer ${first.toFixed(0)} ms`);
    }
    sayReplays(say, folder, rows);
    runStep('split', folder, rows);
    const append = runStep('append', folder, rows);
    const days = append.answer as readonly number[];
    const last = days[days.length - 1] ?? NaN;
    const whole = (load.answer as { seconds: number }).seconds;
    say(
      `append the last of ${days.length} daily files`,
      `${last.toFixed(2)} s`,
      `${(last / whole).toFixed(3)} × the load at once, peak of all appends ${gigabytes(append.peakBytes)}`,
    );
    say('append all of them one by one', `${days.reduce((sum, seconds) => sum + seconds, 0).toFixed(1)} s`, '');
    const differences = runStep('differences', folder, rows).answer as readonly string[];
    say('reports that differ from the load at once', String(differences.length), differences.join(' '));
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rows of the page as it is, without those that are measured anew, and these after them. */
function keepOthers(page: string, lines: readonly string[]): readonly string[] {
  const keyOf = (line: string) => line.split('|').slice(1, 3).join('|');
  const known = new Set(lines.map(keyOf));
  const others = page.split('\n').filter((line) => /^\| [\d.]+ M rows/.test(line) && !known.has(keyOf(line)));
  return [...others, ...lines];
}

function describeRun(lines: readonly string[]): string {
  return `# Performance

Written by \`npm run bench -- --write\`. Times are of one run on one machine: the ratios to plain DuckDB, measured in the
same run through the same client, say more than the seconds.

${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${gigabytes(totalmem())} of memory, ${process.platform}, Node ${process.versions.node}, DuckDB ${duckdbVersion()}, ${new Date().toISOString().slice(0, 10)}.

| data | what | time | beside it |
|---|---|--:|---|
${lines.join('\n')}
`;
}

async function main(): Promise<void> {
  const [command, name = '', folder = '', rowsText = ''] = process.argv.slice(2);
  if (command === 'step') {
    const started = performance.now();
    const answer = await steps[name]?.(folder, Number(rowsText));
    const measured = {
      seconds: (performance.now() - started) / 1000,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
    console.log(JSON.stringify({ ...measured, answer }));
    return;
  }
  const at = process.argv.indexOf('--rows');
  const sizes = (at > 0 ? (process.argv[at + 1] ?? '') : '1000000').split(',').map(Number);
  if (sizes.some((rows) => !Number.isInteger(rows) || rows < 1)) {
    console.error('Usage: npm run bench -- [--rows 1000000,4000000] [--replays] [--write]');
    process.exitCode = 2;
    return;
  }
  console.log('| data | what | time | beside it |\n|---|---|--:|---|');
  const onlyReplays = process.argv.includes('--replays');
  const lines = sizes.flatMap((rows) => measureSize(rows, onlyReplays));
  if (!process.argv.includes('--write')) return;
  const path = join(shippedDir, 'docs', 'performance.md');
  writeFileSync(path, describeRun(onlyReplays ? keepOthers(readFileSync(path, 'utf8'), lines) : lines));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
