/** Which backgrounds and seeds a run of the evaluation has; plain data, so that threads can be told of it. */
import { makeBackground, readBackground, type Background, type CleanWeeks } from './background/background.js';
import { busyRate, quietRate } from './cases/families.js';
import type { Place } from './cases/make-cases.js';
import type { Options } from './options.js';

export interface Plan {
  readonly role: Place['role'];
  /** Weeks to be made, or the path of a CSV. */
  readonly source: CleanWeeks | string;
  readonly seeds: readonly number[];
}

export function planBackgrounds({ background, isTuning, isQuick, seeds: asked }: Options): readonly Plan[] {
  // A quick run is looked at while detectors are worked on: it must not show the seeds of the table.
  const seed = asked !== undefined ? asked[0] : isTuning || isQuick ? 1 : 101;
  const count = asked !== undefined ? asked[1] - asked[0] + 1 : isQuick ? 3 : 20;
  const seeds = Array.from({ length: count }, (_, at) => seed + at);
  if (background !== undefined) return [{ role: 'all', source: background, seeds }];
  const busy = { name: `busy, ${busyRate} ev/s`, perSecond: busyRate, days: isQuick ? 0.5 : 3, seed };
  const quiet = { name: `quiet, ${quietRate} ev/s`, perSecond: quietRate, days: isQuick ? 4.2 : 14, seed: seed + 1 };
  return [
    { role: 'busy', source: busy, seeds },
    { role: 'quiet', source: quiet, seeds },
  ];
}

export async function openPlace({ role, source }: Plan): Promise<Place> {
  const background = typeof source === 'string' ? await readBackground('file', source) : makeBackground(source);
  return { background, users: usersOf(background), role };
}

function usersOf({ rows }: Background): ReadonlySet<number> {
  return new Set(rows.user.subarray(0, rows.length));
}
