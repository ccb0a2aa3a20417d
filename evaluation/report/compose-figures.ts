/** The generated part of docs/detection.md. */
import type { BackgroundShape } from '../background/shape.js';
import { sum, type Results } from '../scoring/results.js';
import { familyTable, strengthTable } from './attack-tables.js';
import { count } from './format.js';
import { goalsTable } from './goals-table.js';
import { falseByFamily, falseTable, lookAlikeTable } from './innocent-tables.js';
import { shapeTable } from './shape-table.js';

export interface Figures {
  readonly pack: Results;
  readonly baseline: Results;
  readonly shapes: readonly BackgroundShape[];
  /** Look-alikes made, by kind. */
  readonly made: ReadonlyMap<string, number>;
  readonly leftOut: readonly string[];
  readonly seeds: readonly number[];
}

export function composeFigures({ pack, baseline, shapes, made, leftOut, seeds }: Figures): string {
  const events = sum(pack.outcomes, (outcome) => outcome.events);
  const attacks = sum(pack.outcomes, ({ score }) => score.attacks.length);
  const parts = [
    `Pack ${pack.pack}, version ${pack.version}; seeds ${seeds[0]} to ${seeds[seeds.length - 1]}; ${count(attacks)} attacks; ${count(events)} events in ${pack.outcomes.length} runs.`,
  ];
  if (leftOut.length > 0) parts.push(`No room in the background for ${leftOut.length}: ${leftOut.join(', ')}.`);
  const section = (title: string, text: string) => parts.push(`#### ${title}`, text);
  section('Goals', goalsTable(pack, baseline));
  section('By strength', strengthTable(pack, baseline));
  section('False alerts', falseTable(pack, baseline));
  parts.push(falseByFamily(pack));
  section('Look-alikes', lookAlikeTable(pack, baseline, made));
  section('By family', familyTable(pack, baseline));
  section('The background', shapeTable(shapes));
  return parts.join('\n\n');
}
