/**
 * One product that gets far more events than it should. Many in ten seconds count whoever sends them; fewer count where
 * they are ten times the product's own history, come from visits that see nothing else, and nobody buys. Fewer still, for
 * an hour and more, count where new visitors come straight to it (product-landings.ts). A product on sale draws visits
 * from all over the shop, and carts; it is not called a flood.
 *
 * Time stamps are whole seconds: a window of ten seconds is ten of them, the present one included.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { Detector, DetectorContext } from '../detector.js';
import { cart, purchase, view, type Events } from '../events.js';
import { Beginnings } from '../keys/beginnings.js';
import { ProductLandings } from '../products/product-landings.js';
import { allTypes, type Signal } from '../signal.js';

/** Parts of the window; for up to ten seconds each is a second at most, and the window exact. */
const parts = 10;
/** Time constants (s) of “now” and of the product's history. */
const nowSeconds = 600;
const historySeconds = 14_400;
/** People look around for so long, on average, before they use a cart. */
const youngSeconds = 60;
/** No product has a history in the first hour of the data. */
const warmUpMs = 3_600_000;
/** How many times its history, what share of events by visits that see only it. */
const timesHistory = 8;
const shareAlone = 0.75;
const shareAloneFast = 0.65;
/** Carts and purchases per event of the shop, and how many events the first guess weighs. */
const priorShare = 0.03;
const priorEvents = 2000;
/** Visits that a flood has at least; one user on one product is the matter of other rules. */
const fewestVisits = 5;
const fewestSlowVisits = 15;
/** A rise begins where there is so much more than usual. */
const aboveUsual = 2;
/** Share of views of the same product again within a second: people do not. */
const quickShare = 0.4;
/** ln of how much likelier it is that nobody means to buy. */
const mediumNats = 3;
const highNats = 6;
/** The same of landings; and how many a flood has at least. */
const landingNats = 5;
const fewestLandings = 15;
const originNats = 12;
/**
 * Visitors of a sale begin with what is on sale too; by then they have gone on to other products and come from them. It
 * takes less long where it is plain that nobody buys.
 */
const landingsMs = 300_000;
const unboughtMs = 120_000;
const unboughtNats = 8;

/**
 * What is kept of every product stands together in memory. Of one that has had but a few events lately that is all:
 * the record of what kind they are begins with the fourth.
 */
const timeAt = 0;
const nowAt = 1;
const historyAt = 2;
/** 1 where the record of the kinds has begun. */
const begunAt = 3;
/** Events in all, and landings of the last hours. */
const totalAt = 4;
const landedAt = 5;
const signalAt = 6;
/** Events in all before the behaviour began. */
const beforeAt = 7;
const width = 8;
const watchedFrom = 4;

const partAt = 0;
const sumAt = 1;
const fadedAt = 2;
const aloneAt = 3;
const visitsAt = 4;
const buysAt = 5;
const quickAt = 6;
/** Events of the last minute or so, and those before: whose visitors have had time to use a cart. */
const youngAt = 7;
const lookedAt = 8;
const levelAt = 9;
const countsAt = 10;
const watchWidth = countsAt + parts;

const fadeYoung = fadeTable(youngSeconds, 1024);
const fadeNow = fadeTable(nowSeconds, 4096);
const fadeHistory = fadeTable(historySeconds, 65_536);

export function createProductFlood(
  rule: DetectorRule & { readonly kind: 'productFlood' },
  context: DetectorContext,
): Detector {
  const { limit, window, slowLimit, landings: fewestNats } = settingsOf(rule);
  const { products } = context.tables;
  const first = products.field(0, width);
  const watched = products.column('f64', { width: watchWidth, isCleared: false });
  const beginnings = new Beginnings(context.tables, 'product');
  const landings = new ProductLandings(products, fewestNats);
  const peaks = context.watch(products, 'above');
  const partMs = (window * 1000) / parts;
  /** What leaks from the level by which the beginning is known, a second: so much is no flood. */
  const leak = Math.min(limit / window, slowLimit / nowSeconds) / 2;
  let firstTime = Infinity;
  let shopEvents = priorEvents;
  let shopBuys = priorEvents * priorShare;
  /** So much of its time constant does the history of a product cover. */
  let knownSeconds = nowSeconds;
  let arrivals = 0;
  let landed = 0;

  /** Where the product's numbers stand in the records. */
  function baseOf(slot: number): number {
    return slot * products.stride + first;
  }

  function process(events: Events, from: number, to: number): void {
    const { time, type, productSlot, sessionGap, userGap, again } = events;
    const { values } = products.record;
    if (from < to && firstTime === Infinity) firstTime = time[from] as number;
    for (let at = from; at < to; at++) {
      const slot = productSlot[at] as number;
      const place = baseOf(slot);
      const now = time[at] as number;
      const kind = type[at];
      shopEvents++;
      const isBuy = kind === cart || kind === purchase;
      if (isBuy) shopBuys++;
      const elapsed = now - (values[place + timeAt] as number);
      let recent = 1;
      if (elapsed >= 1000) {
        const seconds = Math.floor(elapsed / 1000);
        values[place + timeAt] = now;
        recent += fadeOf(fadeNow, seconds) * (values[place + nowAt] as number);
        const fade = fadeOf(fadeHistory, seconds);
        values[place + historyAt] = 1 + fade * (values[place + historyAt] as number);
        values[place + landedAt] = fade * (values[place + landedAt] as number);
      } else {
        recent += values[place + nowAt] as number;
        values[place + historyAt] = 1 + (values[place + historyAt] as number);
      }
      values[place + nowAt] = recent;
      (values[place + totalAt] as number)++;
      if (recent >= watchedFrom) watch(events, at, slot, recent, isBuy);
      if (kind === view && again[at] === 0) {
        arrivals++;
        if ((sessionGap[at] as number) >= 0) {
          if (landings.isOpen(slot)) landings.come(slot);
        } else if ((userGap[at] as number) < 0) land(events, at, slot, now);
      } else if (isBuy && landings.isOpen(slot)) landings.buy(slot);
    }
  }

  /** A new visitor begins with this product. */
  function land(events: Events, at: number, slot: number, now: number): void {
    landed++;
    const { values } = products.record;
    const place = baseOf(slot);
    const before = values[place + landedAt] as number;
    values[place + landedAt] = before + 1;
    if (landings.pass(slot, now) === 0) {
      const level = values[place + begunAt] === 1 ? levelOf(slot, now) : 0;
      if (level <= 0 && isQuiet(slot, now)) begin(slot, events, at);
      landings.start(slot, now, before / knownSeconds, (values[place + totalAt] as number) - 1);
    }
    const sum = landings.land(slot);
    const count = landings.landingsOf(slot);
    if (sum < fewestNats || count < fewestLandings || now - firstTime < warmUpMs) return;
    if (landings.originOf(slot) < originNats) return;
    const bought = landings.buysOf(slot);
    const since = (values[place + totalAt] as number) - landings.eventsBefore(slot);
    const nats = (0.9 * since * shopBuys) / shopEvents - bought * Math.LN10;
    if (now - landings.startOf(slot) < (nats >= unboughtNats ? unboughtMs : landingsMs)) return;
    values[place + signalAt] = now;
    context.emit({
      ...evidenceOf(slot, events, at),
      severity: nats >= landingNats ? 'medium' : 'low',
      types: allTypes,
      value: count,
      threshold: fewestLandings,
      facts: { isLandings: 1, bought },
    });
  }

  /** What is left of the level by which a rise is known: what the product has every day leaks out. */
  function levelOf(slot: number, now: number): number {
    const { values } = watched;
    const place = slot * watchWidth;
    const usual = (aboveUsual * (products.record.values[baseOf(slot) + historyAt] as number)) / knownSeconds;
    const seconds = Math.floor((now - (values[place + fadedAt] as number)) / 1000);
    return (values[place + levelAt] as number) - Math.max(leak, usual) * seconds;
  }

  function isQuiet(slot: number, now: number): boolean {
    return now - (products.record.values[baseOf(slot) + signalAt] as number) > nowSeconds * 1000;
  }

  /** The behaviour begins with this event; its events are those of the product in all less those before. */
  function begin(slot: number, events: Events, at: number): void {
    beginnings.begin(slot, events, at);
    products.record.values[baseOf(slot) + beforeAt] = (products.record.values[baseOf(slot) + totalAt] as number) - 1;
  }

  function evidenceOf(slot: number, events: Events, at: number): ReturnType<Beginnings['upTo']> {
    const { values } = products.record;
    const place = baseOf(slot);
    const count = (values[place + totalAt] as number) - (values[place + beforeAt] as number);
    return { ...beginnings.upTo(slot, events, at), events: count };
  }

  /** Old events weigh less, so that the share is that of the last days. */
  function onMinute(time: number): void {
    if (firstTime !== Infinity)
      knownSeconds = Math.max(nowSeconds, historySeconds * (1 - Math.exp((firstTime - time) / 1000 / historySeconds)));
    landings.learn(arrivals, landed);
    arrivals = landed = 0;
    if (shopEvents <= 1e6) return;
    shopEvents /= 2;
    shopBuys /= 2;
  }

  function watch(events: Events, at: number, slot: number, recent: number, isBuy: boolean): void {
    const { values } = watched;
    const place = slot * watchWidth;
    if (products.record.values[baseOf(slot) + begunAt] === 0) {
      products.record.values[baseOf(slot) + begunAt] = 1;
      values.fill(0, place, place + watchWidth);
    }
    const now = events.time[at] as number;
    const seconds = Math.floor((now - (values[place + fadedAt] as number)) / 1000);
    const level = levelOf(slot, now);
    if (level <= 0 && isQuiet(slot, now) && landings.pass(slot, now) === 0) begin(slot, events, at);
    values[place + levelAt] = Math.max(0, level) + 1;
    if (seconds > 0) {
      values[place + fadedAt] = now;
      const fade = fadeOf(fadeNow, seconds);
      const young = values[place + youngAt] as number;
      const still = fadeOf(fadeYoung, seconds) * young;
      values[place + youngAt] = still;
      values[place + lookedAt] = fade * ((values[place + lookedAt] as number) + young - still);
      for (let part = place + aloneAt; part <= place + quickAt; part++) values[part] = fade * (values[part] as number);
    }
    const add = (what: number) => (values[place + what] = (values[place + what] as number) + 1);
    const gap = events.sessionGap[at] as number;
    if (gap < 0) {
      add(visitsAt);
      add(aloneAt);
    } else if (events.again[at] === 1) {
      add(aloneAt);
      if (gap <= 1) add(quickAt);
    }
    add(youngAt);
    if (isBuy) add(buysAt);
    const part = Math.floor(now / partMs);
    if (values[place + partAt] !== part) turn(values, place, part);
    add(countsAt + (part % parts));
    const sum = add(sumAt);
    peaks.reach(slot, sum);
    if (sum > limit || recent >= slowLimit) judge(events, at, slot, sum, recent, now);
  }

  function judge(events: Events, at: number, slot: number, sum: number, recent: number, now: number): void {
    const { values } = watched;
    const place = slot * watchWidth;
    const visits = values[place + visitsAt] as number;
    const alone = (values[place + aloneAt] as number) / recent;
    const quick = (values[place + quickAt] as number) / recent;
    const bought = values[place + buysAt] as number;
    const share = shopBuys / shopEvents;
    const history = ((products.record.values[baseOf(slot) + historyAt] as number) - recent) / historySeconds;
    const times = recent / nowSeconds / Math.max(history, 1 / nowSeconds);
    // Of as many people who mean to buy so few would, against a tenth as many: both Poisson.
    const looked = values[place + lookedAt] as number;
    const nats = 0.9 * share * looked - bought * Math.LN10;
    const isFast = sum > limit && visits >= fewestVisits && alone >= shareAloneFast;
    const isSlow =
      now - firstTime >= warmUpMs &&
      recent >= slowLimit &&
      times >= timesHistory &&
      alone >= shareAlone &&
      visits >= fewestSlowVisits &&
      nats > -1;
    if (!isFast && !isSlow) return;
    products.record.values[baseOf(slot) + signalAt] = now;
    context.emit({
      ...evidenceOf(slot, events, at),
      severity: severityOf(nats, alone, recent, times, quick >= quickShare && bought <= share * recent),
      types: allTypes,
      value: isFast ? sum : Math.round(recent),
      threshold: isFast ? limit : slowLimit,
      facts: { isFast: isFast ? 1 : 0, window, visits: Math.round(visits), alone, bought: Math.round(bought), times },
    });
  }

  function severityOf(nats: number, alone: number, recent: number, times: number, isQuick: boolean): Severity {
    const isAlone = alone >= shareAlone && times >= timesHistory;
    if (nats >= highNats && isAlone && recent >= 4 * slowLimit) return 'high';
    return (nats >= mediumNats && isAlone) || (isQuick && recent >= slowLimit) ? 'medium' : 'low';
  }

  function turn(values: Float64Array, place: number, part: number): void {
    const last = values[place + partAt] as number;
    values[place + partAt] = part;
    const first = place + countsAt;
    if (part - last >= parts) {
      values.fill(0, first, first + parts);
      values[place + sumAt] = 0;
      return;
    }
    for (let next = last + 1; next <= part; next++) {
      const gone = first + (next % parts);
      values[place + sumAt] = (values[place + sumAt] as number) - (values[gone] as number);
      values[gone] = 0;
    }
  }

  function explain({ value, threshold, facts = {} }: Signal): string {
    const { isLandings = 0, isFast = 0, visits = 0, alone = 0, bought = 0, times = 0 } = facts;
    if (isLandings === 1)
      return `${value} visitors who had not been here for an hour began with one product and hardly anybody came to it from another one; ${bought} carts and purchases.`;
    const length = isFast === 1 ? `${facts.window ?? 10} seconds` : 'about 10 minutes';
    const history = times >= 2 ? `, ${Math.round(times)} times its usual` : '';
    return `${value} events of one product within ${length}${history} (limit ${threshold}): ${visits} new visits, ${Math.round(
      alone * 100,
    )} % of the events by visits that see only it, ${bought} carts and purchases.`;
  }

  return { process, onMinute, explain };
}

function fadeOf(table: Float64Array, seconds: number): number {
  return table[seconds < table.length ? seconds : table.length - 1] as number;
}

/** e^(−s/τ) for whole seconds; what lies beyond the table is forgotten. */
function fadeTable(constantSeconds: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, seconds) =>
    seconds === length - 1 ? 0 : Math.exp(-seconds / constantSeconds),
  );
}
