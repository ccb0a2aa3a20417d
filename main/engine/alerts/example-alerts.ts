/** Alerts, packs and needs made up for tests. */
import type { Alert } from '../../../preload/contract.js';
import { rulePack, type RulePack, type WrittenPack } from '../../../preload/rules/pack.js';

export function exampleAlert(given: Partial<Alert> = {}): Alert {
  return {
    id: 'a1',
    rule: 'crawl',
    family: 'crawl',
    severity: 'medium',
    state: 'firing',
    entity: { type: 'user', id: '7' },
    firstEventAt: '2019-10-01T00:00:00Z',
    detectedAt: '2019-10-01T00:00:20Z',
    lastEventAt: '2019-10-01T00:00:40Z',
    events: 21,
    value: 20.5,
    threshold: 20,
    unit: 'products',
    direction: 'above',
    reason: '21 different products in 40 s.',
    pack: 'default',
    packVersion: 1,
    purchaseValue: 0,
    evidence: { types: ['view'], ranges: [[0, 40]] },
    recoveringAt: null,
    resolvedAt: null,
    user: given.entity === undefined || given.entity.type === 'user' ? (given.entity?.id ?? '7') : null,
    ...given,
  };
}

export function examplePack(given: Partial<WrittenPack> = {}): RulePack {
  return rulePack.parse({
    name: 'mine',
    version: 1,
    title: 'Mine',
    rules: [{ id: 'crawl', kind: 'crawl', settings: { capacity: 20, leak: 0.1 } }],
    ...given,
  });
}
