/** Where alerts are sent: one file for the workspace, which only its owner may read, for it holds the secrets. */
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError, type Webhook } from '../../../preload/contract.js';
import { severities, type Severity } from '../../../preload/rules/rule-kind.js';
import { JournalReader, replaceRecords } from '../journal.js';

const stored = z.object({
  url: z.string(),
  secret: z.string().nullable(),
  minSeverity: z.enum(severities),
  isOn: z.boolean(),
});
/** With its secret: never to leave the engine. */
export type SecretWebhook = z.infer<typeof stored>;

export interface NewWebhook {
  readonly url: string;
  /** Left out, the one that is there stays. */
  readonly secret?: string;
  readonly minSeverity: Severity;
  readonly isOn: boolean;
}

const ownerOnly = 0o600;

export class WebhookBook {
  private readonly hooks = new Map<string, SecretWebhook>();
  private readonly reader: JournalReader;
  private readonly path: string;
  private last: Promise<unknown> = Promise.resolve();

  constructor(workspaceDir: string) {
    this.path = join(workspaceDir, 'webhooks.ndjson');
    this.reader = new JournalReader(
      this.path,
      () => this.hooks.clear(),
      (record) => {
        const parsed = stored.safeParse(record);
        if (parsed.success) this.hooks.set(parsed.data.url, parsed.data);
      },
    );
  }

  /** In the order in which they were made. */
  async read(): Promise<readonly SecretWebhook[]> {
    await this.reader.refresh();
    return [...this.hooks.values()];
  }

  async list(): Promise<readonly Webhook[]> {
    const hooks = await this.read();
    return hooks.map(({ secret, ...shown }) => ({ ...shown, hasSecret: secret !== null }));
  }

  /** Throws EngineError `not_found`. */
  async get(url: string): Promise<SecretWebhook> {
    const hook = (await this.read()).find((one) => one.url === url);
    if (hook === undefined)
      throw new EngineError('not_found', `No alerts are sent to ${url}.`, { wayOut: 'Save the address first.' });
    return hook;
  }

  save({ secret, ...given }: NewWebhook): Promise<void> {
    return this.change((hooks) => {
      const known = hooks.find(({ url }) => url === given.url);
      const saved = { ...given, secret: secret ?? known?.secret ?? null };
      return known === undefined ? [...hooks, saved] : hooks.map((hook) => (hook === known ? saved : hook));
    });
  }

  async remove(url: string): Promise<void> {
    await this.get(url);
    await this.change((hooks) => hooks.filter((hook) => hook.url !== url));
  }

  /** One change after another. */
  private change(make: (hooks: readonly SecretWebhook[]) => readonly SecretWebhook[]): Promise<void> {
    const work = async () => replaceRecords(this.path, make(await this.read()), ownerOnly);
    const result = this.last.then(work, work);
    this.last = result;
    return result;
  }
}
