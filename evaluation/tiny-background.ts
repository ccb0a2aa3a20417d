/** A small background for tests: a day of the quiet shop. */
import { makeBackground } from './background/background.js';
import type { Place } from './cases/make-cases.js';

export function openTinyPlace(days = 1, perSecond = 0.5): Place {
  const background = makeBackground({ name: 'tiny', perSecond, days, seed: 7 });
  return { background, users: new Set(background.rows.user.subarray(0, background.rows.length)), role: 'all' };
}
