/** Progress of bytes: a few reports a second, with the speed of the last seconds. */
import type { Progress } from '../../../../preload/contract.js';

const reportEveryMs = 150;
const windowMs = 5000;

export class Meter {
  private done = 0;
  private reportedAt = 0;
  private phase = '';
  /** Of what has come over the wire; what was there already is no speed. */
  private came = 0;
  private readonly marks: { readonly at: number; readonly came: number }[] = [];

  constructor(
    private total: number | null,
    private readonly report: (progress: Progress) => void,
  ) {}

  say(phase: string): void {
    this.phase = phase;
    this.tell(Date.now());
  }

  /** Was there, or has to come again where it is negative. */
  found(bytes: number): void {
    this.done += bytes;
    this.tell(Date.now());
  }

  add(bytes: number): void {
    this.done += bytes;
    this.came += bytes;
    const now = Date.now();
    if (now - this.reportedAt >= reportEveryMs) this.tell(now);
  }

  /** The last report, so that nobody is left with an earlier one. */
  end(): void {
    this.tell(Date.now());
  }

  /** What was not known, or is another by now. */
  changeTotal(bytes: number | null): void {
    this.total = this.total === null || bytes === null ? null : this.total + bytes;
  }

  private tell(now: number): void {
    this.reportedAt = now;
    this.marks.push({ at: now, came: this.came });
    while (now - (this.marks[0]?.at ?? now) > windowMs) this.marks.shift();
    const [first] = this.marks;
    const seconds = first === undefined ? 0 : (now - first.at) / 1000;
    const speed = first === undefined || seconds < 0.3 ? undefined : Math.max(0, this.came - first.came) / seconds;
    const left = this.total === null ? null : Math.max(0, this.total - this.done);
    this.report({
      phase: this.phase,
      done: this.done,
      total: this.total === null ? null : Math.max(this.total, this.done),
      unit: 'bytes',
      bytesPerSecond: speed,
      secondsLeft: left === null || !speed ? null : left / speed,
    });
  }
}
