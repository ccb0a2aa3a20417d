/** Numbers by chance, by the laws that cases need. */
import { exp, ln, normalQuantile } from '../../main/engine/sample/portable-math.js';
import { Random } from '../../main/engine/sample/random.js';

/** The same text gives the same numbers. Hash: FNV-1a of 32 bits. */
export function randomOf(text: string): Random {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return new Random(hash >>> 0);
}

/** Strictly between 0 and 1. */
function inside(random: Random): number {
  return (random.next() + 0.5) / 2 ** 32;
}

export function evenly(random: Random, from: number, to: number): number {
  return from + (to - from) * random.fraction();
}

/** Whole numbers, both ends included. */
export function wholeFrom(random: Random, from: number, to: number): number {
  return from + random.below(to - from + 1);
}

export function logEvenly(random: Random, from: number, to: number): number {
  return from * exp(random.fraction() * ln(to / from));
}

export function exponential(random: Random, mean: number): number {
  return -mean * ln(inside(random));
}

export function logNormal(random: Random, median: number, sigma: number): number {
  return median * exp(sigma * normalQuantile(inside(random)));
}

export function pickOne<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
