/** The calls on alerts that were kept, on packs, and on where alerts are sent. */
import { join } from 'node:path';
import { EngineError, type AlertQuestion, type PackChoice } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import type { AlertKeeper } from '../alert-keeper.js';
import type { Handlers } from '../serve.js';
import { createAlertStore, type ChosenAlerts } from './alert-store.js';
import { readEntityPage } from './entity-page.js';
import { readEvidence } from './evidence.js';
import { DeadLetters } from './dead-letters.js';
import { AlertDelivery } from './deliver-alerts.js';
import { testWebhook } from './test-webhook.js';
import { WebhookBook } from './webhook-book.js';
import { describeFlagged } from './flagged-users.js';
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
  /** The users that a dataset's alerts flag, as written, and what to say of them. */
  readonly findFlagged: (
    dataset: string,
  ) => Promise<{ readonly users: ReadonlySet<string>; readonly notes: readonly string[] }>;
  /** All alerts that a question chooses, newest detection first, and their run. */
  readonly choose: (question: AlertQuestion) => Promise<ChosenAlerts>;
  /** Waits a little for alerts that are being sent. */
  readonly close: () => Promise<void>;
}

export function createAlerts(needs: AlertsNeeds): Alerts {
  const { json, datasets } = needs;
  const packs = openPacks(join(needs.workspaceDir, 'packs'), needs.shippedPacks, json);
  const hooks = new WebhookBook(needs.workspaceDir);
  const letters = new DeadLetters(needs.workspaceDir);
  const delivery = new AlertDelivery(hooks, letters);
  const keeper = createKeeper({
    version: needs.version,
    json,
    withLock: needs.withLock,
    locate: datasets.locate,
    deliver: (...given) => delivery.deliver(...given),
  });
  const store = createAlertStore({
    json,
    locate: datasets.locate,
    activePack: packs.active,
    isOpen: keeper.isOpen,
  });
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
    'alerts.runs': ({ dataset }) => store.runs(dataset),
    'alerts.list': (question) => store.list(question),
    'alerts.evidence': async ({ dataset, alert: id, ...page }, { signal }) => {
      const [found] = await store.find(dataset, [id]);
      if (found === undefined) throw new EngineError('not_found', `There is no alert “${id}”.`);
      const { alert, run } = found;
      return datasets.withDataset(dataset, { signal }, (connection) =>
        readEvidence(connection, alert, run.isCurrent, page),
      );
    },
    'alerts.care': ({ dataset, alerts, verdict, acknowledge, note, mutedUntil }) => {
      const acknowledgedAt = acknowledge === undefined ? undefined : acknowledge ? new Date().toISOString() : null;
      return store.care(dataset, alerts, { verdict, acknowledgedAt, note, mutedUntil });
    },
    'allow.list': async ({ dataset }) => (await store.careBook(dataset)).listAllowed(),
    'allow.add': async ({ dataset, ...entry }) => {
      if (entry.until !== null && Date.parse(entry.until) <= Date.now())
        throw new EngineError('bad_params', `The time until which it is allowed is over: ${entry.until}.`, {
          wayOut: 'Give a later one, or none for ever.',
        });
      const book = await store.careBook(dataset);
      await book.allow({ ...entry, at: new Date().toISOString() });
      return book.listAllowed();
    },
    'allow.remove': async ({ dataset, type, id }) => {
      const book = await store.careBook(dataset);
      await book.disallow(type, id);
      return book.listAllowed();
    },
    'entity.get': async ({ dataset, type, id, ...page }, { signal }) => {
      const alerts = await store.ofEntity(dataset, type, id);
      return datasets.withDataset(dataset, { signal }, (connection) =>
        readEntityPage(connection, { type, id }, page, alerts),
      );
    },
    'webhooks.list': () => hooks.list(),
    'webhooks.save': async (webhook) => {
      await hooks.save(webhook);
      return hooks.list();
    },
    'webhooks.remove': async ({ url }) => {
      await hooks.remove(url);
      return hooks.list();
    },
    'webhooks.test': async ({ url }, { signal }) => testWebhook(await hooks.get(url), signal),
    'webhooks.deadLetters': () => letters.list(),
    'webhooks.resend': async ({ ids }) => {
      await delivery.resend(ids);
      return letters.list();
    },
  };
  return {
    handlers,
    keeper,
    getPack: (choice) => packs.get(choice),
    choose: store.choose,
    close: () => delivery.close(),
    async findFlagged(dataset) {
      const flagged = await store.flagged(dataset);
      return { users: flagged.users, notes: [describeFlagged(flagged)] };
    },
  };
}
