/** The detector of each kind of rule. */
import type { DetectorRule, Rule, RuleKindName } from '../../../../preload/rules/pack.js';
import type { WindowRule } from '../../../../preload/rules/window-rule.js';
import type { CreateDetector, Detector, DetectorContext } from '../detector.js';
import { createCrawl } from './crawl.js';
import { createIdOrder } from './id-order.js';
import { createNeverSleeps } from './never-sleeps.js';
import { createRate } from './rate.js';
import { createRegularity } from './regularity.js';
import { createSessionScore } from './session-score.js';

type Creators = {
  readonly [Kind in RuleKindName]?: CreateDetector<DetectorRule & { readonly kind: Kind }>;
} & { readonly window?: CreateDetector<WindowRule> };

const creators: Creators = {
  rate: createRate,
  crawl: createCrawl,
  regularity: createRegularity,
  idOrder: createIdOrder,
  sessionScore: createSessionScore,
  neverSleeps: createNeverSleeps,
};

export function createDetector(rule: Rule, context: DetectorContext): Detector {
  const create = creators[rule.kind] as CreateDetector | undefined;
  if (create === undefined) throw new Error(`There is no detector of kind ${rule.kind}.`);
  return create(rule, context);
}
