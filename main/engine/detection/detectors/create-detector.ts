/** The detector of each kind of rule. */
import type { Rule } from '../../../../preload/rules/pack.js';
import type { CreateDetector, Detector, DetectorContext } from '../detector.js';

const creators: Partial<Record<Rule['kind'], CreateDetector>> = {};

export function createDetector(rule: Rule, context: DetectorContext): Detector {
  const create = creators[rule.kind];
  if (create === undefined) throw new Error(`There is no detector of kind ${rule.kind}.`);
  return create(rule, context);
}
