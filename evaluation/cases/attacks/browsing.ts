/** Attacks of one user that reads: hammering, crawling, polling, walking through ids, and a mix of signs. */
import { beat, drawTimes, makePace, type Strength } from '../pace.js';
import { evenly, logEvenly, pickOne, wholeFrom } from '../draws.js';
import type { Scene } from '../scene.js';

const view = 0;
const cart = 1;

function lastOf(times: readonly number[]): number {
  return times[times.length - 1] as number;
}

/** One user and session calls the same few products again and again. */
export function hammer(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = drawTimes(random, strength);
  const products = goods.pickDistinct(random, wholeFrom(random, 2, 6));
  const cartShare = random.chance(0.25) ? 0.4 : 0;
  const [user, session, start] = [scene.newUser(), scene.newSession(), scene.begin(lastOf(times))];
  for (const time of times)
    scene.add(start + time, random.chance(cartShare) ? cart : view, pickOne(random, products), user, session);
}

/** One session reads product after product and none twice: popular ones, or a category's in any order. */
export function crawl(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = drawTimes(random, strength);
  const products = random.chance(0.5)
    ? goods.pickDistinct(random, times.length)
    : goods.pickOfCategory(random, times.length);
  const [user, session, start] = [scene.newUser(), scene.newSession(), scene.begin(lastOf(times))];
  products.forEach((product, at) => scene.add(start + (times[at] as number), view, product, user, session));
}

/** Asks for one product, or a short list in turn, at an even beat; a tenth of the polls may fail. Its mimic has no beat. */
export function poll(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const list = goods.pickDistinct(random, pickOne(random, [1, 1, 2, 5, 12]));
  const pace = makePace(random, strength);
  const jitter = strength === 'stealth' ? 0.3 : evenly(random, 0.02, 0.12);
  const even = { rate: pace.rate, gap: () => (1 / pace.rate) * evenly(random, 1 - jitter, 1 + jitter) };
  const hours = strength === 'stealth' || strength === 'mimic';
  const seconds = hours ? evenly(random, 7200, 21_600) : evenly(random, 120, 1800);
  const count = Math.min(2500, Math.max(60, Math.round(seconds * pace.rate)));
  const times = beat(strength === 'mimic' ? pace : even, count);
  const misses = random.chance(0.5) ? 0.1 : 0;
  const [user, session, start] = [scene.newUser(), scene.newSession(), scene.begin(lastOf(times))];
  times.forEach((time, at) => {
    if (at === 0 || !random.chance(misses))
      scene.add(start + time, view, list[at % list.length] as number, user, session);
  });
}

/** Walks through the catalogue by id; now and then an id is left out. */
export function walkIds(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = drawTimes(random, strength);
  const products = goods.walk(random, times.length, evenly(random, 0, 0.3));
  const [user, session, start] = [scene.newUser(), scene.newSession(), scene.begin(lastOf(times))];
  products.forEach((product, at) => scene.add(start + (times[at] as number), view, product, user, session));
}

/** A short scraping session over all categories, popular or not, that reloads little, carts at times and buys nothing. */
export function mixSigns(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const count = Math.round(logEvenly(random, 60, 200));
  const times = beat(makePace(random, strength), count);
  const isByFame = random.chance(0.5);
  const reloads = evenly(random, 0, 0.08);
  const carts = random.chance(0.3) ? 0.03 : 0;
  const [user, session, start] = [scene.newUser(), scene.newSession(), scene.begin(lastOf(times))];
  let product = goods.pick(random);
  for (const time of times) {
    if (!random.chance(reloads)) product = isByFame ? goods.pick(random) : goods.pickEvenly(random);
    scene.add(start + time, view, product, user, session);
    if (random.chance(carts)) scene.add(start + time, cart, product, user, session);
  }
}

/** One user in several sessions: side by side, or a new one every few events. Distinct products, as in a crawl. */
export function interleave(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = drawTimes(random, strength, 1500);
  const products = goods.pickDistinct(random, times.length);
  const beside = wholeFrom(random, 3, 8);
  const isRotating = random.chance(0.4);
  const stay = wholeFrom(random, 3, 12);
  const sessions = Array.from({ length: isRotating ? Math.ceil(times.length / stay) : beside }, () =>
    scene.newSession(),
  );
  const [user, start] = [scene.newUser(), scene.begin(lastOf(times))];
  products.forEach((product, at) => {
    const session = isRotating ? sessions[Math.floor(at / stay)] : pickOne(random, sessions);
    if (session !== undefined) scene.add(start + (times[at] as number), view, product, user, session);
  });
}

/**
 * One user at all hours for three to four days. Loud and medium: a burst every half hour or hour; stealth: an even drip
 * (one event in two to eight minutes); mimic: visits of a person's shape, but around the clock.
 */
export function stayAwake(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const seconds = evenly(random, 3.1, 4) * 86_400;
  const [user, start] = [scene.newUser(), scene.begin(seconds)];
  const products = goods.pickDistinct(random, wholeFrom(random, 5, 400));
  const look = (time: number, session: ReturnType<Scene['newSession']>) => {
    if (time < seconds) scene.add(start + time, view, pickOne(random, products), user, session);
  };
  if (strength === 'stealth') {
    const session = scene.newSession();
    const mean = logEvenly(random, 120, 480);
    for (let time = 0; time < seconds; time += mean * evenly(random, 0.7, 1.3)) look(time, session);
    return;
  }
  const every = strength === 'mimic' ? 3600 : pickOne(random, [1800, 3600]);
  for (let from = 0; from < seconds; from += every * evenly(random, 0.8, 1.2)) {
    const count = strength === 'mimic' ? wholeFrom(random, 2, 8) : wholeFrom(random, 15, 40);
    const session = scene.newSession();
    for (const time of beat(makePace(random, strength), count)) look(from + time, session);
  }
}
