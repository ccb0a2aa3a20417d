/** Datasets' files inside the one Database: attached when first used, once however many jobs use them. */
import { EngineError } from '../../../preload/contract.js';
import type { Connection, Database } from '../database.js';

interface Attachment {
  readonly ready: Promise<void>;
  readonly jobs: Map<AbortController, Promise<unknown>>;
}

export class Attachments {
  private readonly attached = new Map<string, Attachment>();

  constructor(private readonly database: Pick<Database, 'attach' | 'detach' | 'withConnection'>) {}

  /** Gives `work` a connection whose search path is the catalog; it is aborted when `signal` or {@link release} says so. */
  async use<T>(
    catalog: string,
    file: string,
    signal: AbortSignal | undefined,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const attachment = this.attached.get(catalog) ?? this.attach(catalog, file);
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    const job = attachment.ready.then(() => this.database.withConnection({ signal: controller.signal, catalog }, work));
    attachment.jobs.set(controller, job);
    try {
      return await job;
    } finally {
      signal?.removeEventListener('abort', abort);
      attachment.jobs.delete(controller);
    }
  }

  /** Ends the jobs that use the catalog and lets go of its file. */
  async release(catalog: string): Promise<void> {
    const attachment = this.attached.get(catalog);
    if (attachment === undefined) return;
    this.attached.delete(catalog);
    for (const controller of attachment.jobs.keys()) controller.abort();
    await Promise.allSettled(attachment.jobs.values());
    const isAttached = await attachment.ready.then(
      () => true,
      () => false,
    );
    if (isAttached) await this.database.detach(catalog);
  }

  /** Lets go of the catalog's file once the jobs that use it have ended; no new ones may come. */
  async retire(catalog: string): Promise<void> {
    const attachment = this.attached.get(catalog);
    if (attachment === undefined) return;
    while (attachment.jobs.size > 0) await Promise.allSettled(attachment.jobs.values());
    await this.release(catalog);
  }

  async releaseAll(): Promise<void> {
    for (const catalog of [...this.attached.keys()]) await this.release(catalog);
  }

  private attach(catalog: string, file: string): Attachment {
    const ready = this.database.attach(file, catalog, 'read-only').catch((error: unknown) => {
      this.attached.delete(catalog); // the next job tries again
      throw toOpenError(error, file);
    });
    const attachment = { ready, jobs: new Map<AbortController, Promise<unknown>>() };
    this.attached.set(catalog, attachment);
    return attachment;
  }
}

function toOpenError(error: unknown, file: string): EngineError {
  const known = EngineError.from(error);
  if (known.code !== 'query_failed') return known;
  return new EngineError('bad_input', `The dataset's file cannot be opened: ${known.message}`, {
    file,
    wayOut: 'Remove the dataset and load its files again.',
  });
}
