/**
 * `npm run bench [-- --rows N,N --only SUBJECT,SUBJECT --write]`: makes data of each size and measures everything that
 * there are goals for, beside plain DuckDB doing the same through the same client in the same run. Prints the figures;
 * `--write` puts a whole run into docs/performance.md. It never fails on time. Every step runs in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.js';
import { appends } from './by-day.js';
import { commandLine } from './command-line.js';
import { formatFigure, formatRows } from './format-figure.js';
import { load } from './load.js';
import { writePage, type Section } from './page.js';
import { redraw } from './redraw.js';
import { replays } from './replays.js';
import { reports } from './reports.js';
import { scroll } from './scroll.js';
import { start } from './start.js';
import { placeOf, type Measured, type Place, type RunStep, type Subject } from './subject.js';

/** In this order: the later ones ask what `load` has loaded, `reports` leaves out whom `replays` has flagged. */
const subjects: readonly Subject[] = [load, replays, reports, commandLine, start, redraw, appends, scroll, bundle];
const wholeRun = [1_000_000, 4_000_000, 42_448_764];

const shippedDir = process.env['VITRINE_BENCH_SHIPPED'] ?? process.cwd();
const usage = `Usage: npm run bench -- [--rows N,N] [--only ${subjects.map(({ name }) => name.replace(' ', '-')).join('|')}] [--write]`;

/** What a child process does: one step, then its seconds, peak memory and answer as JSON on standard output. */
async function runStepHere(name: string, step: string, place: Place): Promise<void> {
  const startedAt = performance.now();
  const answer = await subjects.find((subject) => subject.name === name)?.steps[step]?.(place);
  const seconds = (performance.now() - startedAt) / 1000;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ seconds, peakBytes, answer: answer ?? null }));
}

function stepRunner({ name }: Subject, place: Place): RunStep {
  return <Answer>(step: string) => {
    const args = [process.argv[1] ?? '', 'step', name, step, JSON.stringify(place)];
    const output = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 28,
    });
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured<Answer>;
  };
}

/** A subject that fails is a section without figures: the others go on. */
function measureSubject(subject: Subject, place: Place): Section {
  const { name, title } = subject;
  console.log(`\n── ${title}, ${formatRows(place.rows)} rows ──`);
  try {
    const figures = subject.measure(stepRunner(subject, place), place);
    for (const figure of figures)
      console.log(`${figure.what.padEnd(74)} ${formatFigure(figure).padStart(12)}  ${figure.note ?? ''}`);
    return { rows: place.rows, subject: { name, title }, figures };
  } catch (error) {
    console.log(`Failed: ${error instanceof Error ? error.message : String(error)}`);
    return { rows: place.rows, subject: { name, title }, figures: [] };
  }
}

function measureSize(rows: number, chosen: readonly Subject[]): readonly Section[] {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
  try {
    const place = placeOf(folder, rows, shippedDir);
    return chosen.map((subject) => measureSubject(subject, place));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const remarksHead = '## Remarks';

function writeToDocs(sections: readonly Section[]): void {
  const path = join(shippedDir, 'docs', 'performance.md');
  const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const at = page.indexOf(remarksHead);
  writeFileSync(path, writePage(sections, subjects, at < 0 ? '' : page.slice(at)));
}

function optionOf(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : (process.argv[at + 1] ?? '');
}

/** The subjects by their names; the sample and the load come before all that ask them. */
function chooseSubjects(only: string | undefined): readonly Subject[] {
  if (only === undefined) return subjects;
  const names = only.split(',');
  return subjects.filter((subject) => subject === load || names.includes(subject.name.replace(' ', '-')));
}

async function main(): Promise<void> {
  const [command, name = '', step = '', place = ''] = process.argv.slice(2);
  if (command === 'step') return runStepHere(name, step, JSON.parse(place) as Place);
  const isWritten = process.argv.includes('--write');
  const only = optionOf('--only');
  const sizes = optionOf('--rows')?.split(',').map(Number) ?? (isWritten ? wholeRun : [1_000_000]);
  if (sizes.some((rows) => !Number.isInteger(rows) || rows < 1) || (only !== undefined && isWritten)) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const chosen = chooseSubjects(only);
  const sections = sizes.flatMap((rows, turn) =>
    measureSize(
      rows,
      chosen.filter((subject) => turn === 0 || !subject.isOfOneSize),
    ),
  );
  if (isWritten) writeToDocs(sections);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
