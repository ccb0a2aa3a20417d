/** Attacks with carts and purchases: hoarding and card testing, by one user or by many on one product. */
import { beat, makePace, type Strength } from '../pace.js';
import { evenly, exponential, pickOne, wholeFrom } from '../draws.js';
import type { Scene, Session } from '../scene.js';

const view = 0;
const cart = 1;
const purchase = 3;

/** How long a hoarder keeps its lines alive, in seconds. */
const [shortestHold, longestHold] = [2400, 4800];

/** Puts 30 to 80 products into the cart, each after a view or none at all, and touches lines for an hour. Never buys. */
export function hoard(scene: Scene, strength: Strength, hasViews: boolean): void {
  const { random, goods } = scene;
  const pace = makePace(random, strength);
  const products = goods.pickDistinct(random, wholeFrom(random, 30, 80));
  const hold = evenly(random, shortestHold, longestHold);
  const [user, session] = [scene.newUser(), scene.newSession()];
  const filled: (readonly [time: number, type: number, product: number])[] = [];
  let time = 0;
  for (const product of products) {
    if (hasViews) {
      filled.push([time, view, product]);
      time += pace.gap();
    }
    filled.push([time, cart, product]);
    time += pace.gap();
  }
  const start = scene.begin(time + hold);
  for (const [at, type, product] of filled) scene.add(start + at, type, product, user, session);
  const end = time + hold;
  for (let at = time + exponential(random, 120); at < end; at += 30 + exponential(random, 120))
    scene.add(start + at, cart, pickOne(random, products), user, session);
}

/** New users, each with a view and a cart of the same product, faster than one in ten seconds or slower. */
export function hoardByMany(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const pace = makePace(random, strength);
  const times = beat(pace, wholeFrom(random, 60, 200));
  const product = goods.pickQuieterThan(random, pace.rate / 10, scene.seconds);
  const isBlind = random.chance(0.5);
  const start = scene.begin((times[times.length - 1] as number) + 60);
  for (const time of times) {
    const [user, session] = [scene.newUser(), scene.newSession()];
    if (!isBlind) scene.add(start + time, view, product, user, session);
    scene.add(start + time + (isBlind ? 0 : wholeFrom(random, 2, 40)), cart, product, user, session);
  }
}

/** One user buys again and again without a look at the goods: one cheap product or several, in one session or many. */
export function testCards(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = beat(makePace(random, strength), wholeFrom(random, 20, 80));
  const products = Array.from({ length: pickOne(random, [1, 1, 3, 6]) }, () => goods.pickCheap(random));
  const isRenewed = random.chance(0.6);
  const user = scene.newUser();
  const start = scene.begin(times[times.length - 1] as number);
  let session: Session = scene.newSession();
  for (const time of times) {
    if (isRenewed) session = scene.newSession();
    scene.add(start + time, purchase, pickOne(random, products), user, session);
  }
}

/** Many new users buy one cheap product, each once or twice and most without a view. */
export function testCardsByMany(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = beat(makePace(random, strength), wholeFrom(random, 40, 150));
  const product = goods.pickCheap(random);
  const start = scene.begin((times[times.length - 1] as number) + 90);
  for (const time of times) {
    const [user, session] = [scene.newUser(), scene.newSession()];
    if (random.chance(0.1)) scene.add(start + time, view, product, user, session);
    scene.add(start + time, purchase, product, user, session);
    if (random.chance(0.2)) scene.add(start + time + wholeFrom(random, 3, 60), purchase, product, user, session);
  }
}
