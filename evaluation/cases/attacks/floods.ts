/** Floods: of one product by one user or by many, and of the whole shop. */
import { beat, drawTimes, lengths, makePace, type Strength } from '../pace.js';
import { evenly, exponential, logEvenly, logNormal, wholeFrom } from '../draws.js';
import type { Scene, Session } from '../scene.js';

const view = 0;

/** One user calls one product; each request may have a session of its own. */
export function floodByOne(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const times = drawTimes(random, strength);
  const pace = times.length / (times[times.length - 1] as number);
  const product = goods.pickQuieterThan(random, pace / 5, scene.seconds);
  const isRenewed = random.chance(0.25);
  const user = scene.newUser();
  const start = scene.begin(times[times.length - 1] as number);
  let session = scene.newSession();
  for (const time of times) {
    if (isRenewed) session = scene.newSession();
    scene.add(start + time, view, product, user, session);
  }
}

/** Many new users, each with one to four views of one product. The rate is that of all together; loud has 2 to 20 a second. */
export function floodByMany(scene: Scene, strength: Strength): void {
  const { random, goods } = scene;
  const pace = makePace(random, strength);
  const speedUp = strength === 'loud' ? 2 : 1;
  const seconds = evenly(random, ...lengths[strength]);
  const count = Math.min(2500, Math.max(100, Math.round(seconds * pace.rate * speedUp)));
  const times = beat(pace, count).map((time) => time / speedUp);
  const product = goods.pickQuieterThan(random, (pace.rate * speedUp) / 10, scene.seconds);
  const start = scene.begin(times[times.length - 1] as number);
  const mostEach = wholeFrom(random, 1, 4);
  const open: { user: number; session: Session; left: number }[] = [];
  for (const time of times) {
    // A handful of visitors are there at once.
    const place = random.below(8);
    const known = open[place];
    const visitor =
      known !== undefined && known.left > 0
        ? known
        : { user: scene.newUser(), session: scene.newSession(), left: wholeFrom(random, 1, mostEach) };
    open[place] = visitor;
    visitor.left--;
    scene.add(start + time, view, product, visitor.user, visitor.session);
  }
}

/**
 * Twice the traffic for 8 to 15 minutes: as much again as the shop has in that quarter of an hour, views only. By
 * strength its sources: loud, some of 1 to 3 events a second; medium, some of 0.1 to 0.5; stealth, new users of one to three
 * events; mimic, new users whose visits have a person's length and pauses.
 */
export function floodShop(scene: Scene, strength: Strength, nominal: number): void {
  const { random, goods } = scene;
  const seconds = Math.round(evenly(random, 480, 900));
  const isSuited = (at: number) => {
    const rate = scene.rateFrom(at - 600, 600);
    return rate > 0.7 * nominal && rate < 1.8 * nominal;
  };
  const start = scene.beginAlone(seconds, isSuited);
  const rate = scene.rateFrom(start, seconds);
  const landing = random.chance(0.5) ? goods.pickDistinct(random, wholeFrom(random, 1, 5)) : [];
  const pick = () => (landing.length === 0 ? goods.pick(random) : (landing[random.below(landing.length)] as number));
  if (strength === 'mimic') return floodByVisits(scene, start, seconds, rate, pick);

  const each = strength === 'loud' ? evenly(random, 1, 3) : evenly(random, 0.1, 0.5);
  const sources = Array.from({ length: Math.max(1, Math.round(rate / each)) }, () => ({
    user: scene.newUser(),
    session: scene.newSession(),
  }));
  let passing = { user: scene.newUser(), session: scene.newSession(), left: 0 };
  for (let time = 0; time < seconds; time += exponential(random, 1 / rate)) {
    let source = sources[random.below(sources.length)] as (typeof sources)[number];
    if (strength === 'stealth') {
      if (passing.left === 0)
        passing = { user: scene.newUser(), session: scene.newSession(), left: wholeFrom(random, 1, 3) };
      passing.left--;
      source = passing;
    }
    scene.add(start + time, view, pick(), source.user, source.session);
  }
}

/** Visits that began before are cut off, so that the flood is at its height from its first second on. */
function floodByVisits(scene: Scene, start: number, seconds: number, rate: number, pick: () => number): void {
  const { random } = scene;
  const before = 1200;
  const meanEvents = 4.3;
  for (let time = -before; time < seconds; time += exponential(random, meanEvents / rate)) {
    const [user, session] = [scene.newUser(), scene.newSession()];
    const events = Math.min(60, Math.ceil(logNormal(random, 1.78, 1.285)));
    let at = time;
    for (let event = 0; event < events; event++) {
      if (at >= 0 && at < seconds) scene.add(start + at, view, pick(), user, session);
      at += logNormal(random, 34, logEvenly(random, 0.9, 1.2));
    }
  }
}
