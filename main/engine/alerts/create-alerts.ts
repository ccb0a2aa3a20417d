/** The calls on alerts that were kept, on packs, and on where alerts are sent. */
import { join } from 'node:path';
import { EngineError, type PackChoice } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import type { AlertKeeper } from '../alert-keeper.js';
import type { Handlers } from '../serve.js';
import { createKeeper } from './keep-runs.js';
import type { DatasetAccess, JsonFiles, WithLock } from './needs.js';
import { openPacks } from './packs.js';

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

export interface AlertsNeeds {
  readonly workspaceDir: string;
  readonly shippedPacks: readonly RulePack[];
  /** Of the program. */
  readonly version: string;
  readonly json: JsonFiles;
  readonly withLock: WithLock;
  readonly datasets: DatasetAccess;
}

export interface Alerts {
  readonly handlers: AlertHandlers;
  readonly keeper: AlertKeeper;
  /** A pack by its name (its newest version), the one that is given, or without a choice the active one. Throws `not_found`, `bad_input`. */
  readonly getPack: (choice?: PackChoice) => Promise<RulePack>;
}

export function createAlerts(needs: AlertsNeeds): Alerts {
  const { json, datasets } = needs;
  const packs = openPacks(join(needs.workspaceDir, 'packs'), needs.shippedPacks, json);
  const keeper = createKeeper({
    version: needs.version,
    json,
    withLock: needs.withLock,
    locate: datasets.locate,
    deliver: async () => undefined,
  });
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Alerts are not built yet.');
  };
  const handlers: AlertHandlers = {
    'packs.list': () => packs.list(),
    'packs.save': ({ pack }) => packs.save(pack),
    'packs.remove': async ({ name }) => {
      await packs.remove(name);
      return null;
    },
    'packs.activate': async ({ name }) => {
      await packs.activate(name);
      return null;
    },
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
  return { handlers, keeper, getPack: (choice) => packs.get(choice) };
}
