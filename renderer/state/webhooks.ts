/** Where alerts are sent to. The engine sends them; here they are listed and changed. */
import { useEffect } from 'react';
import type { CallParams, DeadLetter } from '../../preload/contract.js';
import { callEngine, refreshCalls, useCall } from '../engine.js';
import { runTask } from './tasks.js';

function refreshWebhooks(): void {
  refreshCalls('webhooks.list', 'webhooks.deadLetters');
}

/** Rejects with EngineError, for the form that asked. */
export async function saveWebhook(webhook: CallParams<'webhooks.save'>): Promise<void> {
  await callEngine('webhooks.save', webhook);
  refreshWebhooks();
}

export async function removeWebhook(url: string): Promise<void> {
  await runTask(
    'Removing the webhook',
    () => callEngine('webhooks.remove', { url }),
    () => null,
  );
  refreshWebhooks();
}

/** Rejects with EngineError. */
export function testWebhook(url: string): Promise<{ readonly ok: boolean; readonly detail: string }> {
  return callEngine('webhooks.test', { url });
}

export async function resendLetters(ids: readonly string[]): Promise<void> {
  await runTask(
    'Sending alerts again',
    () => callEngine('webhooks.resend', { ids: [...ids] }),
    (left) => ({ message: left.length === 0 ? 'All were taken' : `${left.length} were not taken` }),
  );
  refreshWebhooks();
}

/** The engine goes on sending after a run has ended: while they are looked at they are asked for again so often. */
const lettersMs = 4000;

/** Alerts that no webhook took; undefined while that is not known. */
export function useDeadLetters(): readonly DeadLetter[] | undefined {
  useEffect(() => {
    const refresh = () => refreshCalls('webhooks.deadLetters');
    refresh();
    const timer = setInterval(refresh, lettersMs);
    return () => clearInterval(timer);
  }, []);
  return useCall('webhooks.deadLetters', {}).data;
}
