/** The calls on alerts that were kept, on packs, and on where alerts are sent. */
import { EngineError } from '../../../preload/contract.js';
import type { Handlers } from '../serve.js';

type AlertHandlers = Pick<
  Handlers,
  | 'packs.list'
  | 'packs.save'
  | 'packs.remove'
  | 'packs.activate'
  | 'alerts.runs'
  | 'alerts.list'
  | 'alerts.evidence'
  | 'alerts.care'
  | 'allow.list'
  | 'allow.add'
  | 'allow.remove'
  | 'entity.get'
  | 'webhooks.list'
  | 'webhooks.save'
  | 'webhooks.remove'
  | 'webhooks.test'
  | 'webhooks.deadLetters'
  | 'webhooks.resend'
  | 'export.alerts'
>;

export function createAlerts(): AlertHandlers {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Alerts are not built yet.');
  };
  return {
    'packs.list': later,
    'packs.save': later,
    'packs.remove': later,
    'packs.activate': later,
    'alerts.runs': later,
    'alerts.list': later,
    'alerts.evidence': later,
    'alerts.care': later,
    'allow.list': later,
    'allow.add': later,
    'allow.remove': later,
    'entity.get': later,
    'webhooks.list': later,
    'webhooks.save': later,
    'webhooks.remove': later,
    'webhooks.test': later,
    'webhooks.deadLetters': later,
    'webhooks.resend': later,
    'export.alerts': later,
  };
}
