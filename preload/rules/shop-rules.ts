/** Rules on carts, purchases, products and the whole shop. */
import type { RuleKind } from './rule-kind.js';

export const shopRules = {
  productFlood: {
    family: 'product_flood',
    title: 'Everybody on one product',
    meaning: 'One product gets far more events in ten seconds than it should, whoever sends them.',
    formula:
      'Events of a product in a sliding window above the limit; or a ten-minute average 8 times the product’s last hours, 75 % of it by visits that see nothing else. Medium and high where carts and purchases stay away: 0.9·n·p − b·ln 10 from 3 and 6 on (n events, b carts and purchases, p their share in the shop). Or a cumulative sum of how much likelier visitors who begin with the product, and none who come from another one, are in a flood.',
    source: 'Cloudflare: more than 50 in 10 s on one product; the other limits are proposals.',
    blindSpot:
      'A flood that walks through other products on its way. A product on television that people look at and do not buy.',
    entities: ['product'],
    signal: { title: 'Events in the window', unit: 'events', direction: 'above' },
    threshold: 'limit',
    settings: {
      limit: { title: 'Events above', unit: 'events', default: 50, min: 5, max: 1000, step: 1 },
      window: { title: 'Window', unit: 'seconds', default: 10, min: 1, max: 600, step: 1 },
      slowLimit: { title: 'Events in ten minutes', unit: 'events', default: 40, min: 10, max: 5000, step: 5 },
      landings: { title: 'Visitors straight to it', unit: 'nats', default: 30, min: 10, max: 500, step: 1 },
    },
  },
  globalFlood: {
    family: 'global_flood',
    title: 'The whole shop is flooded',
    meaning: 'Traffic is far above its baseline and does not behave like a sale.',
    formula:
      'CUSUM of seconds: S ← max(0, S + (x − m − max(kσ, 0.3m))/σ), alarm at S > h, or modified z-score of ticks of ten seconds; m and σ of the last 30 minutes, without the last one, frozen while alarmed; m no less than the hour of the week usually has (up to 1.5 times), once there is a week. Then half an hour of 1.7 times what the hour has, without more purchases, is a flood as well. A sale where carts and purchases are likelier by the excess buying as usual than by nobody buying; until they would have come the alert is low.',
    source: 'NIST e-handbook pmc323; Iglewicz and Hoaglin 1993; Ni et al. 2013 on entropy of sources.',
    blindSpot:
      'In the first week a flood that grows slower than half an hour learns. Shops of less than 0.2 events a second. One user or one product with three fifths of the excess is left to the other rules.',
    entities: ['global'],
    signal: { title: 'Events per second', unit: 'events/s', direction: 'above' },
    threshold: 'h',
    settings: {
      k: { title: 'Slack k', unit: 'σ', default: 1, min: 0.25, max: 3, step: 0.05 },
      h: { title: 'Alarm h', unit: 'σ', default: 8, min: 3, max: 40, step: 0.5 },
      z: { title: 'Modified z', unit: '', default: 3.5, min: 2, max: 20, step: 0.1 },
      warmUp: { title: 'No alarm in the first', unit: 'seconds', default: 600, min: 60, max: 86_400, step: 60 },
    },
  },
  hoarding: {
    family: 'hoarding',
    title: 'Fills carts and does not buy',
    meaning: 'A user holds many cart lines open, or many new users cart one product, and nobody buys.',
    formula:
      'Open lines = distinct products carted − removed − bought; a line counts after 15 minutes, or at once when no view came before. Of a product: carts in 10 minutes, where the chance of so few purchases is below 1 in 10,000 and carts per purchase are ten times the shop’s. Or a rush: a cumulative sum of how much likelier carts than views of it are, for visitors who look at hardly anything else, than four times the shop’s share of carts.',
    source: 'OWASP OAT-021 denial of inventory; limits are proposals.',
    blindSpot: 'Wish lists kept in the cart; office orders before they are paid.',
    entities: ['user', 'product'],
    signal: { title: 'Open cart lines', unit: 'lines', direction: 'above' },
    threshold: 'lines',
    settings: {
      lines: { title: 'Open lines', unit: 'lines', default: 20, min: 5, max: 200, step: 1 },
      unseenLines: { title: 'Lines without a view', unit: 'lines', default: 10, min: 3, max: 100, step: 1 },
      productCarts: { title: 'Carts of one product', unit: 'carts', default: 30, min: 5, max: 500, step: 1 },
      productRush: { title: 'Rush on one product', unit: 'nats', default: 14, min: 6, max: 200, step: 1 },
    },
  },
  purchaseVelocity: {
    family: 'purchase_velocity',
    title: 'Buys too often',
    meaning: 'A user places order after order within minutes.',
    formula:
      'Orders (distinct session and minute) of a user in 1 and 10 minutes and an hour; high where 80 % of what is bought was never looked at. Of a product: users in 10 minutes who buy it without a look.',
    source: 'OWASP OAT-001 carding; payment gateways limit at 5 transactions a minute.',
    blindSpot: 'People buy the same phone five to seven times in minutes, the file has no quantity.',
    entities: ['user', 'session', 'product'],
    signal: { title: 'Orders in the window', unit: 'orders', direction: 'above' },
    threshold: 'shortOrders',
    settings: {
      shortOrders: { title: 'Orders in a minute', unit: 'orders', default: 3, min: 2, max: 30, step: 1 },
      longOrders: { title: 'Orders in ten minutes', unit: 'orders', default: 5, min: 2, max: 60, step: 1 },
      hourOrders: { title: 'Orders in an hour', unit: 'orders', default: 10, min: 3, max: 120, step: 1 },
      samePurchases: {
        title: 'Purchases of the same in ten minutes',
        unit: 'purchases',
        default: 10,
        min: 3,
        max: 100,
        step: 1,
      },
      productUsers: { title: 'Users who buy one product unseen', unit: 'users', default: 6, min: 3, max: 100, step: 1 },
    },
  },
  interleaving: {
    family: 'interleaving',
    title: 'In several sessions at once',
    meaning: 'One user switches between sessions faster than a person changes device.',
    formula:
      'In 60 s: at least so many sessions and so many switches back to one of them. Or so many new sessions within 10 minutes.',
    source: 'Concurrency of one token, as in AWS WAF’s token reuse; limits are proposals.',
    blindSpot: 'Below 0.1 events a second it means nothing. Phone and laptop side by side.',
    entities: ['user'],
    signal: { title: 'Switches between sessions in a minute', unit: 'switches', direction: 'above' },
    threshold: 'switches',
    settings: {
      sessions: { title: 'Sessions', unit: 'sessions', default: 3, min: 2, max: 20, step: 1 },
      switches: { title: 'Switches', unit: 'switches', default: 6, min: 2, max: 60, step: 1 },
      rotation: { title: 'New sessions in ten minutes', unit: 'sessions', default: 10, min: 3, max: 60, step: 1 },
    },
  },
  shopHealth: {
    family: 'shop_health',
    title: 'The shop does not sell',
    meaning: 'Purchases, or purchases per view, are far below their baseline while views are not.',
    formula: 'Purchases of the last hour against what that many views bring in by the baseline, Poisson lower bound.',
    source: 'The outage of 15 November 2019 in the published data; DEFINITIONS of outage days (under 25 %).',
    blindSpot: 'A shop that sells little: an hour without a purchase may be chance.',
    entities: ['global'],
    signal: { title: 'Purchases over those expected', unit: 'share', direction: 'below' },
    threshold: 'share',
    settings: {
      share: {
        title: 'Below this share of what is expected',
        unit: 'share',
        default: 0.25,
        min: 0.05,
        max: 0.9,
        step: 0.05,
      },
      window: { title: 'Window', unit: 'seconds', default: 3600, min: 600, max: 86_400, step: 600 },
      expected: { title: 'Expected purchases from', unit: 'purchases', default: 20, min: 5, max: 1000, step: 1 },
    },
  },
} as const satisfies Record<string, RuleKind>;
