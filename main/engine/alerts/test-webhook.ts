/** A made-up alert, so that one can see whether it arrives. */
import { randomBytes } from 'node:crypto';
import type { Alert } from '../../../preload/contract.js';
import { postAlert } from './post-alert.js';
import type { SecretWebhook } from './webhook-book.js';

const timeoutMs = 10_000;

const madeUp: Alert = {
  id: 'test',
  rule: 'test',
  family: 'own',
  severity: 'low',
  state: 'firing',
  entity: { type: 'user', id: 'test' },
  firstEventAt: '2019-10-01T00:00:00Z',
  detectedAt: '2019-10-01T00:00:10Z',
  lastEventAt: '2019-10-01T00:00:10Z',
  events: 6,
  value: 6,
  threshold: 5,
  unit: 'events',
  direction: 'above',
  reason: 'This alert is made up: it tests whether alerts arrive.',
  pack: 'test',
  packVersion: 1,
  purchaseValue: 0,
  evidence: { types: ['view'], ranges: [] },
  recoveringAt: null,
  resolvedAt: null,
  user: 'test',
};

/** Sends it once. */
export async function testWebhook(
  { url, secret }: SecretWebhook,
  signal: AbortSignal,
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  const body = JSON.stringify({ alert: madeUp, dataset: 'test', run: 'test' });
  const delivery = `test-${randomBytes(8).toString('hex')}`;
  const result = await postAlert({ url, secret, delivery, body }, { timeoutMs, signal });
  return { ok: result.kind === 'sent', detail: result.detail };
}
