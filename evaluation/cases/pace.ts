/** How fast an attacker goes, how evenly, and for how long. */
import { exp } from '../../main/engine/sample/portable-math.js';
import type { Random } from '../../main/engine/sample/random.js';
import { evenly, exponential, logEvenly, logNormal } from './draws.js';

export const strengths = ['loud', 'medium', 'stealth', 'mimic'] as const;
export type Strength = (typeof strengths)[number];

/** Events a second of the attacker. */
export const rates: Readonly<Record<Strength, readonly [from: number, to: number]>> = {
  loud: [1, 10],
  medium: [0.1, 1],
  stealth: [0.02, 0.1],
  mimic: [0.02, 0.1],
};

/** Seconds that an attack lasts where its family says nothing else. */
export const lengths: Readonly<Record<Strength, readonly [from: number, to: number]>> = {
  loud: [60, 300],
  medium: [600, 1800],
  stealth: [7200, 21_600],
  mimic: [7200, 21_600],
};

export interface Pace {
  /** Events a second. */
  readonly rate: number;
  /** Seconds to the next event, with a fraction. */
  gap(): number;
}

/** Loud and medium: even, by chance, or in bursts; stealth: ±30 %; mimic: log-normal as people are. */
export function makePace(random: Random, strength: Strength): Pace {
  const rate = logEvenly(random, ...rates[strength]);
  const mean = 1 / rate;
  if (strength === 'stealth') return { rate, gap: () => mean * evenly(random, 0.7, 1.3) };
  if (strength === 'mimic') {
    const sigma = evenly(random, 0.9, 1.3);
    const median = mean * exp(-sigma * sigma * 0.5);
    return { rate, gap: () => logNormal(random, median, sigma) };
  }
  const style = random.below(3);
  if (style === 0) return { rate, gap: () => mean * evenly(random, 0.85, 1.15) };
  if (style === 1) return { rate, gap: () => exponential(random, mean) };
  const median = mean * exp(-0.7 * 0.7 * 0.5);
  return { rate, gap: () => logNormal(random, median, 0.7) };
}

/** Seconds after the first event, which is at 0. */
export function beat(pace: Pace, count: number): number[] {
  const times = [0];
  for (let time = 0; times.length < count; times.push(time)) time += pace.gap();
  return times;
}

/** Times of an attack that lasts as the strength says, of 60 to `most` events. */
export function drawTimes(random: Random, strength: Strength, most = 2500): number[] {
  const pace = makePace(random, strength);
  const seconds = evenly(random, ...lengths[strength]);
  return beat(pace, Math.min(most, Math.max(60, Math.round(seconds * pace.rate))));
}
