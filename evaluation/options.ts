/** The command line of `npm run eval:detection`. */
import { parseArgs } from 'node:util';

export interface Options {
  /** Seeds for tuning instead of those for the table. */
  readonly isTuning: boolean;
  readonly isQuick: boolean;
  /** First and last seed, instead of those of the other options. */
  readonly seeds: readonly [from: number, to: number] | undefined;
  /** Writes docs/detection.md. */
  readonly writes: boolean;
  /** Name of a shipped pack, or path of a pack’s JSON. */
  readonly pack: string;
  /** CSV to put the cases into instead of made weeks. */
  readonly background: string | undefined;
  /** CSV to write background and cases to, instead of running packs. */
  readonly out: string | undefined;
  /** JSON to write the labels to. */
  readonly labels: string | undefined;
  /** What `out` holds. */
  readonly filling: string;
  /** Which of the two backgrounds `out` holds. */
  readonly role: string;
  readonly isHelp: boolean;
}

export const usage = `npm run eval:detection -- [options]

Puts labelled attacks and innocent look-alikes into clean weeks, runs a pack and the baseline over them, and writes what
was found to docs/detection.md.

  --tune              seeds 1 to 20, for tuning, instead of 101 to 120, for the table; prints only
  --seeds A-B         these seeds, to look once where nobody has looked; prints only
  --quick             three seeds for tuning and few days; prints only
  --no-write          prints only
  --pack NAME|FILE    a shipped pack or a pack’s JSON (default: default)
  --background FILE   a CSV in the layout of the Kaggle files instead of made weeks; prints only
  --out FILE.csv      writes the merged events instead, for \`vitrine detect --input FILE.csv\`
  --labels FILE.json  writes their labels
  --filling NAME      what --out holds: clean, look-alikes, loud, medium, stealth (default), mimic
  --role NAME         which made weeks --out has: busy (default) or quiet
`;

export function parseOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      tune: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      seeds: { type: 'string' },
      'no-write': { type: 'boolean', default: false },
      pack: { type: 'string', default: 'default' },
      background: { type: 'string' },
      out: { type: 'string' },
      labels: { type: 'string' },
      filling: { type: 'string', default: 'stealth' },
      role: { type: 'string', default: 'busy' },
      help: { type: 'boolean', default: false },
    },
  });
  const seeds = values.seeds === undefined ? undefined : readSeeds(values.seeds);
  const { tune, quick, pack, background, out, labels, filling, role, help } = values;
  const isAside = tune || quick || seeds !== undefined || background !== undefined || pack !== 'default';
  const writes = !(values['no-write'] || isAside);
  return { isTuning: tune, isQuick: quick, seeds, writes, pack, background, out, labels, filling, role, isHelp: help };
}

function readSeeds(text: string): readonly [from: number, to: number] {
  const [from = NaN, to = NaN] = text.split('-').map(Number);
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 1 && to >= from))
    throw new Error(`Seeds are given as the first and the last, such as 201-220, not ${text}.`);
  return [from, to];
}
