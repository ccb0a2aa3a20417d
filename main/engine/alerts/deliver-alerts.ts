/** Sends alerts to webhooks as they fire, grow graver and are resolved; each once, whatever is replayed again. */
import { join } from 'node:path';
import { severities, type Severity } from '../../../preload/rules/rule-kind.js';
import type { Alert } from '../../../preload/contract.js';
import { hashValue } from './canonical-json.js';
import type { DeadLetters, StoredLetter } from './dead-letters.js';
import { appendRecords, JournalReader } from '../journal.js';
import type { DatasetPlace } from './needs.js';
import { postAlert, type PostResult } from './post-alert.js';
import { runFolder } from './runs.js';
import type { SecretWebhook, WebhookBook } from './webhook-book.js';

export interface DeliverySettings {
  readonly attempts: number;
  readonly timeoutMs: number;
  /** Before the second attempt; doubled for each one more, and shortened by chance by up to a half. */
  readonly firstPauseMs: number;
  readonly atOnce: number;
  /** More than so many waiting are not sent at all. */
  readonly maxWaiting: number;
  /** How long a closing waits for what is under way. */
  readonly closeMs: number;
}

export const usualSettings: DeliverySettings = {
  attempts: 5,
  timeoutMs: 10_000,
  firstPauseMs: 1000,
  atOnce: 4,
  maxWaiting: 1000,
  closeMs: 5000,
};

interface Delivery {
  readonly letter: Omit<StoredLetter, 'at' | 'attempts' | 'reason'>;
  readonly secret: string | null;
  /** Where it is remembered that it was sent. */
  readonly sentPath: string;
}

const rankOf = (severity: Severity) => severities.indexOf(severity);

/** What there is to tell of an alert, in the order of its life. */
const occasions = [...severities.map((severity) => `firing ${severity}`), 'resolved'];

/** What there is to tell of it in its state: it fires with a severity, or is over; −1 for nothing. */
function occasionOf({ state, severity }: Alert): number {
  if (state === 'pending') return -1;
  return occasions.indexOf(state === 'resolved' ? 'resolved' : `firing ${severity}`);
}

/** What was sent of a run, or given up. */
class SentBook {
  readonly ids = new Set<string>();
  private readonly reader: JournalReader;

  constructor(path: string) {
    this.reader = new JournalReader(
      path,
      () => undefined,
      (record) => {
        const { delivery } = record as { readonly delivery?: unknown };
        if (typeof delivery === 'string') this.ids.add(delivery);
      },
    );
  }

  read(): Promise<void> {
    return this.reader.refresh();
  }
}

export class AlertDelivery {
  private readonly waiting: Delivery[] = [];
  /** Waiting or under way. */
  private readonly begun = new Set<string>();
  private readonly sent = new Map<string, SentBook>();
  private readonly working = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly hooks: WebhookBook,
    private readonly letters: DeadLetters,
    private readonly settings: DeliverySettings = usualSettings,
  ) {}

  /** Returns when what is to be sent is known; it is sent afterwards. */
  async deliver(place: DatasetPlace, run: string, alerts: readonly Alert[]): Promise<void> {
    const hooks = (await this.hooks.read()).filter(({ isOn }) => isOn);
    if (hooks.length === 0 || this.closing.signal.aborted) return;
    const sentPath = join(runFolder(place, run), 'sent.ndjson');
    const sent = await this.readSent(sentPath);
    const tooMany: Delivery[] = [];
    for (const alert of alerts) {
      for (const hook of hooks) {
        const delivery = this.prepare(hook, place.name, run, alert, sentPath);
        if (delivery === null) continue;
        // A replay that is played again may stop at moments that were passed over the first time.
        if (delivery.thisOrLater.some((id) => sent.ids.has(id) || this.begun.has(id))) continue;
        const isFull = this.waiting.length >= this.settings.maxWaiting;
        (isFull ? tooMany : this.waiting).push(delivery);
        this.begun.add(delivery.letter.id);
      }
    }
    this.work();
    if (tooMany.length > 0) await this.giveUp(tooMany, 0, 'too many alerts were waiting to be sent');
  }

  /** Sends dead letters once more, each with one attempt; those that arrive are no longer kept. */
  async resend(ids: readonly string[]): Promise<void> {
    const wanted = new Set(ids);
    const letters = (await this.letters.read()).filter(({ id }) => wanted.has(id));
    const hooks = new Map((await this.hooks.read()).map((hook) => [hook.url, hook]));
    const arrived = new Set<string>();
    for (const letter of letters) {
      const hook = hooks.get(letter.url);
      const result: PostResult =
        hook === undefined
          ? { kind: 'failed', detail: 'the webhook was removed', isFinal: true }
          : await this.post({ letter, secret: hook.secret, sentPath: '' });
      if (result.kind === 'sent') arrived.add(letter.id);
      else {
        const { attempts } = letter;
        const at = new Date().toISOString();
        await this.letters.add([{ ...letter, attempts: attempts + 1, reason: result.detail, at }]);
      }
    }
    await this.letters.remove(arrived);
  }

  /** Waits a little for what is under way; the rest becomes dead letters. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.closing.abort(), this.settings.closeMs);
    while (this.working.size > 0) await Promise.all(this.working);
    clearTimeout(timer);
    this.closing.abort();
  }

  /** Resolves when nothing waits or is under way. */
  async settle(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working);
  }

  private async readSent(path: string): Promise<SentBook> {
    const book = this.sent.get(path) ?? new SentBook(path);
    this.sent.set(path, book);
    await book.read();
    return book;
  }

  private prepare(
    { url, secret, minSeverity }: SecretWebhook,
    dataset: string,
    run: string,
    alert: Alert,
    sentPath: string,
  ): (Delivery & { readonly thisOrLater: readonly string[] }) | null {
    const at = occasionOf(alert);
    if (at < 0 || rankOf(alert.severity) < rankOf(minSeverity)) return null;
    const thisOrLater = occasions.slice(at).map((occasion) => hashValue({ url, run, alert: alert.id, occasion }));
    const id = thisOrLater[0] ?? '';
    return { letter: { id, url, alert, dataset, run }, secret, sentPath, thisOrLater };
  }

  private work(): void {
    while (this.working.size < this.settings.atOnce) {
      const delivery = this.waiting.shift();
      if (delivery === undefined) return;
      const done = this.send(delivery)
        .catch(() => undefined) // the workspace cannot be written: nothing is remembered of it then
        .finally(() => {
          this.begun.delete(delivery.letter.id);
          this.working.delete(done);
          this.work();
        });
      this.working.add(done);
    }
  }

  private post({ letter, secret }: Delivery): Promise<PostResult> {
    const { id, url, alert, dataset, run } = letter;
    const body = JSON.stringify({ alert, dataset, run });
    const { timeoutMs } = this.settings;
    return postAlert({ url, secret, delivery: id, body }, { timeoutMs, signal: this.closing.signal });
  }

  private async send(delivery: Delivery): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.post(delivery);
      if (result.kind === 'sent') return this.remember([delivery]);
      if (result.isFinal || attempt >= this.settings.attempts || this.closing.signal.aborted)
        return this.giveUp([delivery], attempt, result.detail);
      await this.pause(attempt);
    }
  }

  /** Exponential, with jitter. */
  private pause(attempt: number): Promise<void> {
    const { signal } = this.closing;
    const pauseMs = this.settings.firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, pauseMs);
      signal.addEventListener('abort', end);
    });
  }

  private async giveUp(deliveries: readonly Delivery[], attempts: number, reason: string): Promise<void> {
    const at = new Date().toISOString();
    await this.letters.add(deliveries.map(({ letter }) => ({ ...letter, attempts, reason, at })));
    for (const { letter } of deliveries) this.begun.delete(letter.id);
    await this.remember(deliveries);
  }

  /** Of one run. */
  private async remember(deliveries: readonly Delivery[]): Promise<void> {
    const [first] = deliveries;
    if (first === undefined) return;
    const at = new Date().toISOString();
    for (const { letter } of deliveries) this.sent.get(first.sentPath)?.ids.add(letter.id);
    const records = deliveries.map(({ letter }) => ({ delivery: letter.id, at }));
    // The run may have been deleted meanwhile, and nothing is to be remembered then.
    await appendRecords(first.sentPath, records).catch(() => undefined);
  }
}
