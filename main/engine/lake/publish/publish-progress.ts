/** How far publishing is: a few reports a second. */
import type { Progress } from '../../../../preload/contract.js';

const reportEveryMs = 150;

export class PublishProgress {
  private phase = '';
  private unit: Progress['unit'] = 'steps';
  private total: number | null = null;
  private done = 0;
  /** Of what is done, that which was there already. */
  private given = 0;
  private enteredAt = 0;
  private reportedAt = 0;

  constructor(private readonly report: (progress: Progress) => void) {}

  enter(phase: string, unit: Progress['unit'], total: number | null): void {
    Object.assign(this, { phase, unit, total, done: 0, given: 0, enteredAt: Date.now(), reportedAt: 0 });
    this.tell();
  }

  add(amount: number, wasThere = false): void {
    this.done += amount;
    if (wasThere) this.given += amount;
    this.tell();
  }

  at(done: number, total: number): void {
    this.done = done;
    this.total = total;
    this.tell();
  }

  /** What was estimated has turned out to be another figure. */
  correct(difference: number): void {
    if (this.total !== null) this.total += difference;
    this.tell();
  }

  private tell(): void {
    const now = Date.now();
    if (now - this.reportedAt < reportEveryMs) return;
    this.reportedAt = now;
    const total = this.total === null ? null : Math.max(this.total, this.done);
    const seconds = (now - this.enteredAt) / 1000;
    const rate = seconds < 0.5 ? 0 : (this.done - this.given) / seconds;
    this.report({
      phase: this.phase,
      done: this.done,
      total,
      unit: this.unit,
      ...(this.unit === 'bytes' && rate > 0 && { bytesPerSecond: rate }),
      secondsLeft: total === null || rate <= 0 ? null : (total - this.done) / rate,
    });
  }
}
