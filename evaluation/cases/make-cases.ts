/** The cases of one run: which families, how strong, by which seeds; as rows in order of time with their labels. */
import type { Background } from '../background/background.js';
import { Rows } from '../rows.js';
import { randomOf } from './draws.js';
import { attackFamilies, lookAlikes } from './families.js';
import type { Strength } from './pace.js';
import { DoesNotFit, Scene, Surroundings, type Head, type Label } from './scene.js';

/** What a run puts into the background. Runs with attacks have the look-alikes that are single people besides. */
export type Filling = 'clean' | 'look-alikes' | Strength;
export const fillings = ['clean', 'look-alikes', 'loud', 'medium', 'stealth', 'mimic'] as const satisfies Filling[];

export interface Place {
  readonly background: Background;
  /** Users of the background. */
  readonly users: ReadonlySet<number>;
  /** `all`: the only background that there is. */
  readonly role: 'busy' | 'quiet' | 'all';
}

export interface Cases {
  /** In order of time; `label` is the number of the case in `labels`. */
  readonly rows: Rows;
  readonly labels: readonly Label[];
  /** Cases for which there was no room. */
  readonly leftOut: readonly string[];
}

function isHere(where: 'busy' | 'quiet' | 'either', strength: string, seed: number, role: Place['role']): boolean {
  if (role === 'all') return true;
  // Loud attacks would be floods of the quiet shop.
  const place = where !== 'either' ? where : strength === 'loud' || seed % 2 === 1 ? 'busy' : 'quiet';
  return place === role;
}

export function makeCases(place: Place, filling: Filling, seeds: readonly number[]): Cases {
  const surroundings = new Surroundings(place.background, place.users);
  const rows = new Rows(1 << 14);
  const labels: Label[] = [];
  const leftOut: string[] = [];
  const stage = (head: Head, play: (scene: Scene) => void) => {
    const scene = new Scene(surroundings, randomOf(head.id), rows, labels.length);
    try {
      play(scene);
      labels.push(scene.label(head));
    } catch (error) {
      if (!(error instanceof DoesNotFit)) throw error;
      leftOut.push(head.id);
    }
  };
  if (filling === 'clean') return { rows, labels, leftOut };
  if (filling !== 'look-alikes') {
    for (const { name, where, play } of attackFamilies) {
      for (const seed of seeds) {
        if (!isHere(where, filling, seed, place.role)) continue;
        const id = `${name}/${filling}/${seed}`;
        stage({ id, side: 'attack', family: name, strength: filling, seed }, (scene) => play(scene, filling));
      }
    }
  }
  for (const { name, isWholeShop, play } of lookAlikes) {
    if (isWholeShop && filling !== 'look-alikes') continue;
    for (const seed of seeds) {
      if (!isHere('either', '', seed, place.role)) continue;
      stage({ id: `${name}/${seed}`, side: 'look-alike', family: name, strength: '', seed }, play);
    }
  }
  return { rows: rows.sorted(), labels, leftOut };
}
