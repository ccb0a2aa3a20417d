/**
 * `npm run eval:detection`: puts labelled attacks and innocent look-alikes into clean weeks, runs a pack and the baseline
 * over them, and writes what was found to docs/detection.md. Options: evaluation/options.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { rulePack, type RulePack } from '../preload/rules/pack.js';
import { fillings, makeCases } from './cases/make-cases.js';
import { evaluateInThread, workInThread } from './in-threads.js';
import { parseOptions, usage, type Options } from './options.js';
import { openPlace, planBackgrounds } from './plan.js';
import { listMisses } from './report/attack-tables.js';
import { composeFigures } from './report/compose-figures.js';
import { putBetweenMarks } from './report/write-section.js';
import type { Results } from './scoring/results.js';
import { leaveOutUnknown } from './scoring/run-packs.js';
import { writeCsv, writeLabels } from './write-files.js';

const startedAt = performance.now();
const program = process.argv[1] as string;
const document = join('docs', 'detection.md');

function tell(text: string): void {
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
}

function loadPack(nameOrPath: string): RulePack {
  const path = nameOrPath.endsWith('.json') ? nameOrPath : join('resources', 'packs', `${nameOrPath}.json`);
  const { pack, unknown } = leaveOutUnknown(rulePack.parse(JSON.parse(readFileSync(path, 'utf8'))));
  if (unknown.length > 0) tell(`pack ${pack.name}: NO DETECTOR for ${unknown.join(', ')}; these rules are left out`);
  return pack;
}

async function writeFiles(options: Options): Promise<void> {
  const role = options.background === undefined ? options.role : 'all';
  const plan = planBackgrounds(options).find((one) => one.role === role);
  const filling = fillings.find((name) => name === options.filling);
  if (plan === undefined) throw new Error(`There is no background ${role}: say busy or quiet.`);
  if (filling === undefined) throw new Error(`There is no filling ${options.filling}: say ${fillings.join(', ')}.`);
  const place = await openPlace(plan);
  const { rows, labels, leftOut } = makeCases(place, filling, plan.seeds);
  for (const id of leftOut) tell(`no room for ${id}`);
  if (options.out !== undefined) writeCsv(options.out, place.background, rows);
  if (options.labels !== undefined) writeLabels(options.labels, labels);
  tell(`${labels.length} cases of ${rows.length} events in ${place.background.rows.length} of the background`);
}

async function evaluate(options: Options): Promise<void> {
  const packs = [loadPack(options.pack), loadPack('baseline')];
  const plans = planBackgrounds(options);
  const done = await Promise.all(plans.map((plan) => evaluateInThread(program, { plan, packs }, tell)));
  const [pack, baseline] = packs.map(({ name, version }, at): Results => ({
    pack: name,
    version,
    outcomes: done.flatMap(({ outcomes }) => outcomes[at] ?? []),
  }));
  if (pack === undefined || baseline === undefined) return;
  const made = new Map<string, number>();
  for (const one of done) for (const [name, cases] of one.made) made.set(name, (made.get(name) ?? 0) + cases);
  const figures = composeFigures({
    pack,
    baseline,
    made,
    shapes: done.map(({ shape }) => shape),
    leftOut: done.flatMap(({ leftOut }) => leftOut),
    seeds: plans[0]?.seeds ?? [],
  });
  process.stdout.write(`${figures}\n`);
  tell(`recall under 0.95: ${listMisses(pack, 0.95).join('; ') || 'none'}`);
  if (!options.writes) return;
  writeFileSync(document, putBetweenMarks(readFileSync(document, 'utf8'), figures));
  tell(`written to ${document}`);
}

async function work(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.isHelp) process.stdout.write(usage);
  else if (options.out !== undefined || options.labels !== undefined) await writeFiles(options);
  else await evaluate(options);
}

(isMainThread ? work() : workInThread()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
