/** All runs over one background. */
import type { RulePack } from '../preload/rules/pack.js';
import { measureShape, type BackgroundShape } from './background/shape.js';
import { fillings } from './cases/make-cases.js';
import { evaluatePlace } from './evaluate-place.js';
import { openPlace, type Plan } from './plan.js';
import type { Outcome } from './scoring/results.js';

export interface EvaluatedBackground {
  /** By pack, then by run. */
  readonly outcomes: readonly (readonly Outcome[])[];
  readonly shape: BackgroundShape;
  /** Look-alikes made, by kind. */
  readonly made: ReadonlyMap<string, number>;
  readonly leftOut: readonly string[];
}

export async function evaluateBackground(
  plan: Plan,
  packs: readonly RulePack[],
  tell: (text: string) => void,
): Promise<EvaluatedBackground> {
  const place = await openPlace(plan);
  const { name, rows } = place.background;
  tell(`${name}: a background of ${rows.length} events`);
  const outcomes: Outcome[][] = packs.map(() => []);
  const made = new Map<string, number>();
  const leftOut: string[] = [];
  for (const filling of fillings) {
    const done = evaluatePlace(place, filling, plan.seeds, packs);
    done.outcomes.forEach((outcome, at) => outcomes[at]?.push(outcome));
    for (const [family, cases] of done.made) made.set(family, cases);
    leftOut.push(...done.leftOut);
    tell(`${name}, ${filling}: ${done.summary}`);
  }
  return { outcomes, shape: measureShape(place.background), made, leftOut: [...new Set(leftOut)] };
}
