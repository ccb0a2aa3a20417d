/** The detector of each kind of rule. */
import type { DetectorRule, Rule, RuleKindName } from '../../../../preload/rules/pack.js';
import type { WindowRule } from '../../../../preload/rules/window-rule.js';
import type { CreateDetector, Detector, DetectorContext } from '../detector.js';
import { createCrawl } from './crawl.js';
import { createGlobalFlood } from './global-flood.js';
import { createHoarding } from './hoarding.js';
import { createIdOrder } from './id-order.js';
import { createInterleaving } from './interleaving.js';
import { createNeverSleeps } from './never-sleeps.js';
import { createProductFlood } from './product-flood.js';
import { createPurchaseVelocity } from './purchase-velocity.js';
import { createRate } from './rate.js';
import { createRegularity } from './regularity.js';
import { createSessionScore } from './session-score.js';
import { createShopHealth } from './shop-health.js';
import { createWindow } from './window.js';

type Creators = {
  readonly [Kind in RuleKindName]: CreateDetector<DetectorRule & { readonly kind: Kind }>;
} & { readonly window: CreateDetector<WindowRule> };

const creators: Creators = {
  rate: createRate,
  crawl: createCrawl,
  regularity: createRegularity,
  idOrder: createIdOrder,
  sessionScore: createSessionScore,
  neverSleeps: createNeverSleeps,
  productFlood: createProductFlood,
  globalFlood: createGlobalFlood,
  hoarding: createHoarding,
  purchaseVelocity: createPurchaseVelocity,
  interleaving: createInterleaving,
  shopHealth: createShopHealth,
  window: createWindow,
};

export function createDetector(rule: Rule, context: DetectorContext): Detector {
  const create = creators[rule.kind] as CreateDetector;
  return create(rule, context);
}
