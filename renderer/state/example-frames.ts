/** Made-up alerts and frames, for tests. */
import type { Alert, LiveFrame } from '../../preload/contract.js';

export function exampleAlert(changes: Partial<Alert> = {}): Alert {
  return {
    id: 'a1',
    rule: 'rate',
    family: 'rate',
    severity: 'high',
    state: 'firing',
    entity: { type: 'user', id: '512345678' },
    firstEventAt: '2019-10-01T00:00:00Z',
    detectedAt: '2019-10-01T00:00:09Z',
    lastEventAt: '2019-10-01T00:00:30Z',
    events: 41,
    value: 9.5,
    threshold: 8,
    unit: 'events',
    direction: 'above',
    reason: '41 events in 30 seconds.',
    pack: 'default',
    packVersion: 1,
    purchaseValue: 0,
    evidence: { types: ['view'], ranges: [[0, 40]] },
    recoveringAt: null,
    resolvedAt: null,
    user: '512345678',
    ...changes,
  };
}

const metric = { value: 10, dayBefore: 8 };

export function exampleFrame(changes: Partial<LiveFrame> = {}): LiveFrame {
  return {
    run: 'run',
    state: 'playing',
    speed: 60,
    at: '2019-10-01T00:01:00Z',
    watermark: '2019-10-01T00:00:50Z',
    rows: 1000,
    totalRows: 300_000,
    rates: [],
    activeUsers: metric,
    salesPerMinute: metric,
    revenuePerMinute: metric,
    conversion: { value: 0.02, dayBefore: null },
    topProducts: [],
    alerts: [],
    openAlerts: 0,
    totalAlerts: 0,
    health: { eventsPerSecond: 1000, watermarkLagSeconds: 10, late: 0, keys: 10, evicted: 0, memoryBytes: 1e6 },
    ...changes,
  };
}
