/** One run: a background with one filling, through all packs, scored. */
import type { RulePack } from '../preload/rules/pack.js';
import { attackFamilies } from './cases/families.js';
import { makeCases, type Filling, type Place } from './cases/make-cases.js';
import { mergeIntoBatches } from './cases/merge.js';
import { countFlagged } from './scoring/flagged.js';
import type { Outcome } from './scoring/results.js';
import { runPacks } from './scoring/run-packs.js';
import { scoreAlerts } from './scoring/score.js';

const meant = new Map(attackFamilies.map((family) => [family.name, family.meant]));

export interface Evaluated {
  /** One a pack. */
  readonly outcomes: readonly Outcome[];
  /** Look-alikes made, by kind; only where the filling is they. */
  readonly made: ReadonlyMap<string, number>;
  readonly leftOut: readonly string[];
  readonly summary: string;
}

export function evaluatePlace(
  place: Place,
  filling: Filling,
  seeds: readonly number[],
  packs: readonly RulePack[],
): Evaluated {
  const { background } = place;
  const { rows, labels, leftOut } = makeCases(place, filling, seeds);
  const findings = runPacks(packs, (take) => mergeIntoBatches(background.rows, rows, background.goods, take));
  const outcomes = findings.map(({ alerts, seconds, rows: events }): Outcome => ({
    filling,
    background: background.name,
    days: (background.to - background.from) / 86_400,
    events,
    seconds,
    score: scoreAlerts(alerts, labels, background.rows, rows, meant),
    ...(filling === 'clean' ? { flagged: countFlagged(background.rows, alerts) } : {}),
  }));
  const made = new Map<string, number>();
  if (filling === 'look-alikes') for (const { family } of labels) made.set(family, (made.get(family) ?? 0) + 1);
  const speeds = findings.map((found, at) => {
    const { attacks, falseAlerts } = outcomes[at]?.score ?? { attacks: [], falseAlerts: [] };
    const caught = attacks.filter(({ isFound }) => isFound).length;
    const rate = (found.rows / found.seconds / 1e6).toFixed(2);
    return `${packs[at]?.name} ${caught} of ${attacks.length} found, ${falseAlerts.length} false alerts, ${rate} M ev/s`;
  });
  return { outcomes, made, leftOut, summary: `${rows.length} events of cases; ${speeds.join('; ')}` };
}
