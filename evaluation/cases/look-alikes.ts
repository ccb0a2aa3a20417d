/** Innocent people who do what attackers do, a little. None of them should be called an attack. */
import { evenly, exponential, logNormal, pickOne, wholeFrom } from './draws.js';
import type { Scene, Session } from './scene.js';

const view = 0;
const cart = 1;
const remove = 2;
const purchase = 3;

type Step = readonly [gap: number, type: number, product: number];

function play(scene: Scene, steps: readonly Step[], user = scene.newUser(), session: Session = scene.newSession()) {
  const seconds = steps.reduce((sum, [gap]) => sum + gap, 0);
  let time = scene.begin(seconds);
  for (const [gap, type, product] of steps) scene.add((time += gap), type, product, user, session);
}

/** Three to five times the traffic for 20 to 60 minutes, and people buy: twice to four times as readily as else. */
export function flashSale(scene: Scene): void {
  const { random, goods } = scene;
  const seconds = evenly(random, 1200, 3600);
  const start = scene.beginAlone(seconds);
  const extra = scene.rateFrom(start, seconds) * evenly(random, 2, 4);
  const ramp = evenly(random, 20, 600);
  const deals = goods.pickDistinct(random, wholeFrom(random, 10, 50));
  const buys = evenly(random, 0.03, 0.07);
  const meanEvents = 4.5;
  for (let at = 0; at < seconds; at += exponential(random, meanEvents / extra)) {
    if (random.fraction() > Math.min(1, at / ramp, (seconds - at) / 120)) continue;
    const user = random.chance(0.4) ? scene.knownUser() : scene.newUser();
    const session = scene.newSession();
    const events = Math.min(40, Math.ceil(logNormal(random, 1.8, 1.2)));
    let time = at;
    let product = pickOne(random, deals);
    for (let event = 0; event < events && time < seconds; event++) {
      scene.add(start + time, view, product, user, session);
      if (random.chance(buys * 1.5))
        scene.add(start + (time += wholeFrom(random, 5, 60)), cart, product, user, session);
      if (random.chance(buys))
        scene.add(start + (time += wholeFrom(random, 20, 120)), purchase, product, user, session);
      if (!random.chance(0.32)) product = random.chance(0.7) ? pickOne(random, deals) : goods.pick(random);
      time += logNormal(random, 30, 1.1);
    }
  }
}

/** 60 to 150 events in about an hour: re-views, carts, removes and purchases among them. */
export function powerShopper(scene: Scene): void {
  const { random, goods } = scene;
  const count = wholeFrom(random, 60, 150);
  const median = 3600 / count / 1.7;
  const steps: Step[] = [];
  const gap = () => logNormal(random, median, 1.05);
  let product = goods.pick(random);
  const seen = [product];
  while (steps.length < count) {
    steps.push([gap(), view, product]);
    if (random.chance(0.1)) {
      steps.push([gap(), cart, product]);
      if (random.chance(0.2)) steps.push([gap(), remove, product]);
      else if (random.chance(0.5)) steps.push([gap(), purchase, product]);
    }
    if (random.chance(0.3)) continue;
    product = random.chance(0.25) ? pickOne(random, seen) : goods.pick(random);
    seen.push(product);
  }
  play(scene, steps);
}

/** Opens 5 to 8 products within seconds and reads them one by one, several times over, in two or three sessions. */
export function manyTabs(scene: Scene): void {
  const { random, goods } = scene;
  const user = scene.newUser();
  const sessions = Array.from({ length: wholeFrom(random, 2, 3) }, () => scene.newSession());
  const rounds = wholeFrom(random, 2, 4);
  let time = scene.begin(rounds * 2400);
  for (let round = 0; round < rounds; round++) {
    const opened = goods.pickDistinct(random, wholeFrom(random, 5, 8));
    const session = pickOne(random, sessions);
    for (const product of opened) scene.add((time += evenly(random, 0.3, 2)), view, product, user, session);
    for (const product of opened) {
      time += logNormal(random, 25, 0.9);
      const from = random.chance(0.3) ? pickOne(random, sessions) : session;
      if (random.chance(0.6)) scene.add(time, view, product, user, from);
      if (random.chance(0.05)) scene.add((time += 15), cart, product, user, from);
    }
    time += logNormal(random, 300, 0.6);
  }
}

/** Puts 25 to 40 lines into the cart within an hour, each after a view (from a list, a few without), then buys them all. */
export function officeBasket(scene: Scene): void {
  const { random, goods } = scene;
  const lines = goods.pickDistinct(random, wholeFrom(random, 25, 40));
  const steps: Step[] = [];
  for (const product of lines) {
    if (!random.chance(0.1)) steps.push([logNormal(random, 40, 0.8), view, product]);
    steps.push([logNormal(random, 15, 0.7), cart, product]);
    if (random.chance(0.1)) steps.push([logNormal(random, 10, 0.5), view, product]);
  }
  const review = logNormal(random, 240, 0.7);
  const atOnce = random.chance(0.6);
  lines.forEach((product, at) =>
    steps.push([at === 0 ? review : atOnce ? 0.05 : evenly(random, 1, 8), purchase, product]),
  );
  play(scene, steps);
}

/** Comes back to one product for hours to see whether its price has fallen; buys in the end, or not. */
export function dealHunter(scene: Scene): void {
  const { random, goods } = scene;
  const [deal, other] = [goods.pick(random), goods.pick(random)];
  const steps: Step[] = [];
  const count = wholeFrom(random, 20, 50);
  for (let at = 0; at < count; at++) {
    // Now a few reloads in a row, now a pause.
    steps.push([random.chance(0.5) ? logNormal(random, 20, 0.9) : logNormal(random, 420, 0.8), view, deal]);
    if (random.chance(0.1)) steps.push([logNormal(random, 30, 0.8), view, other]);
  }
  if (random.chance(0.5)) steps.push([40, cart, deal], [90, purchase, deal]);
  play(scene, steps);
}

/** Collects 8 to 16 wishes in the cart over a few hours and leaves them there. */
export function wishLister(scene: Scene): void {
  const { random, goods } = scene;
  const steps: Step[] = [];
  for (const wish of goods.pickDistinct(random, wholeFrom(random, 8, 16))) {
    const looks = wholeFrom(random, 1, 4);
    for (let look = 0; look < looks; look++)
      steps.push([logNormal(random, 45, 1), view, random.chance(0.6) ? wish : goods.pick(random)]);
    steps.push([logNormal(random, 30, 0.8), view, wish], [logNormal(random, 25, 0.8), cart, wish]);
    if (random.chance(0.3)) steps.push([logNormal(random, 900, 0.6), view, wish]);
  }
  play(scene, steps);
}

/** A gift for somebody, or a thesis: 30 to 70 products of many categories in one to two hours, hardly a re-view. */
export function researcher(scene: Scene): void {
  const { random, goods } = scene;
  const steps: Step[] = [];
  const products = goods.pickDistinct(random, wholeFrom(random, 30, 70));
  const reviews = evenly(random, 0.1, 0.25);
  for (const product of products) {
    steps.push([logNormal(random, 55, 1), view, product]);
    if (random.chance(reviews)) steps.push([logNormal(random, 35, 0.9), view, product]);
    if (random.chance(0.08))
      steps.push([logNormal(random, 30, 0.8), view, (steps[random.below(steps.length)] as Step)[2]]);
  }
  if (random.chance(0.6)) {
    const gift = pickOne(random, products);
    steps.push([60, view, gift], [45, cart, gift], [150, purchase, gift]);
  }
  play(scene, steps);
}

/** Looks at a phone, then buys it five to seven times within minutes: files have no quantity. */
export function manyPhones(scene: Scene): void {
  const { random, goods } = scene;
  const phone = goods.pick(random);
  const steps: Step[] = [];
  for (let look = wholeFrom(random, 2, 6); look > 0; look--) steps.push([logNormal(random, 40, 1), view, phone]);
  if (random.chance(0.5)) steps.push([20, cart, phone]);
  for (let copy = wholeFrom(random, 5, 7); copy > 0; copy--)
    steps.push([logNormal(random, 35, 0.7) + 5, purchase, phone]);
  play(scene, steps);
}

/** The button stutters: about 21 carts of one product in 45 seconds. */
export function stutteringButton(scene: Scene): void {
  const { random, goods } = scene;
  const product = goods.pick(random);
  const steps: Step[] = [
    [0, view, product],
    [logNormal(random, 40, 0.8), view, product],
  ];
  const carts = wholeFrom(random, 15, 25);
  for (let at = 0; at < carts; at++) steps.push([exponential(random, 45 / carts), cart, product]);
  if (random.chance(0.7)) steps.push([logNormal(random, 90, 0.8), purchase, product]);
  play(scene, steps);
}
