/**
 * `npm run eval:detection`: puts labelled attacks and innocent look-alikes into clean weeks, runs a pack and the baseline
 * over them, and writes what was found to docs/detection.md. Options: evaluation/options.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePack, type RulePack } from '../preload/rules/pack.js';
import { makeBackground, readBackground, type Background } from './background/background.js';
import { measureShape, type BackgroundShape } from './background/shape.js';
import { busyRate, quietRate } from './cases/families.js';
import { fillings, makeCases, type Filling, type Place } from './cases/make-cases.js';
import { evaluatePlace } from './evaluate-place.js';
import { parseOptions, usage, type Options } from './options.js';
import { composeFigures } from './report/compose-figures.js';
import { listMisses } from './report/attack-tables.js';
import { putBetweenMarks } from './report/write-section.js';
import { leaveOutUnknown } from './scoring/run-packs.js';
import type { Outcome, Results } from './scoring/results.js';
import { writeCsv, writeLabels } from './write-files.js';

const startedAt = performance.now();
const document = join('docs', 'detection.md');

function tell(text: string): void {
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
}

function loadPack(nameOrPath: string): RulePack {
  const path = nameOrPath.endsWith('.json') ? nameOrPath : join('resources', 'packs', `${nameOrPath}.json`);
  const { pack, unknown } = leaveOutUnknown(rulePack.parse(JSON.parse(readFileSync(path, 'utf8'))));
  if (unknown.length > 0)
    tell(`pack ${pack.name}: NO DETECTOR YET for ${unknown.join(', ')}; these rules are left out`);
  return pack;
}

interface Plan {
  readonly role: Place['role'];
  readonly make: () => Background | Promise<Background>;
}

function planBackgrounds({ background, isTuning, isQuick }: Options): readonly Plan[] {
  if (background !== undefined) return [{ role: 'all', make: () => readBackground('file', background) }];
  const seed = isTuning ? 1 : 101;
  const busy = { name: `busy, ${busyRate} ev/s`, perSecond: busyRate, days: isQuick ? 0.5 : 3, seed };
  const quiet = { name: `quiet, ${quietRate} ev/s`, perSecond: quietRate, days: isQuick ? 4.2 : 14, seed: seed + 1 };
  return [
    { role: 'busy', make: () => makeBackground(busy) },
    { role: 'quiet', make: () => makeBackground(quiet) },
  ];
}

function seedsOf({ isTuning, isQuick }: Options): readonly number[] {
  return Array.from({ length: isQuick ? 3 : 20 }, (_, at) => (isTuning ? 1 : 101) + at);
}

async function writeFiles(options: Options): Promise<void> {
  const role = options.background === undefined ? options.role : 'all';
  const plan = planBackgrounds(options).find((one) => one.role === role);
  const filling = fillings.find((name) => name === options.filling);
  if (plan === undefined || filling === undefined) throw new Error(`There is no ${role} or no ${options.filling}.`);
  const background = await plan.make();
  const place: Place = { background, users: usersOf(background), role: plan.role };
  const cases = makeCases(place, filling, seedsOf(options));
  for (const id of cases.leftOut) tell(`no room for ${id}`);
  if (options.out !== undefined) writeCsv(options.out, background, cases.rows);
  if (options.labels !== undefined) writeLabels(options.labels, cases.labels);
  tell(`${cases.labels.length} cases of ${cases.rows.length} events in ${background.rows.length} of the background`);
}

function usersOf({ rows }: Background): ReadonlySet<number> {
  return new Set(rows.user.subarray(0, rows.length));
}

async function evaluate(options: Options): Promise<void> {
  const packs = [loadPack(options.pack), loadPack('baseline')];
  const seeds = seedsOf(options);
  const outcomes: Outcome[][] = packs.map(() => []);
  const shapes: BackgroundShape[] = [];
  const made = new Map<string, number>();
  const leftOut: string[] = [];
  for (const { role, make } of planBackgrounds(options)) {
    const background = await make();
    tell(`background ${background.name}: ${background.rows.length} events`);
    shapes.push(measureShape(background));
    const place: Place = { background, users: usersOf(background), role };
    for (const filling of fillings satisfies readonly Filling[]) {
      const done = evaluatePlace(place, filling, seeds, packs);
      done.outcomes.forEach((outcome, at) => outcomes[at]?.push(outcome));
      for (const [name, cases] of done.made) made.set(name, (made.get(name) ?? 0) + cases);
      leftOut.push(...done.leftOut);
      tell(`${background.name}, ${filling}: ${done.summary}`);
    }
  }
  const [pack, baseline] = packs.map(({ name, version }, at): Results => ({
    pack: name,
    version,
    outcomes: outcomes[at] ?? [],
  }));
  if (pack === undefined || baseline === undefined) return;
  const figures = composeFigures({ pack, baseline, shapes, made, leftOut, seeds });
  process.stdout.write(`${figures}\n`);
  tell(`under 0.95: ${listMisses(pack, 0.95).join('; ') || 'none'}`);
  if (!options.writes) return;
  writeFileSync(document, putBetweenMarks(readFileSync(document, 'utf8'), figures));
  tell(`written to ${document}`);
}

const options = parseOptions(process.argv.slice(2));
const work = async () => {
  if (options.isHelp) process.stdout.write(usage);
  else if (options.out !== undefined || options.labels !== undefined) await writeFiles(options);
  else await evaluate(options);
};
work().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
