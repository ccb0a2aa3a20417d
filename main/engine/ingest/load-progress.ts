/** Progress of a load: a few reports a second, and the time left over all its phases. */
import type { EarlyAnswers, Progress } from '../../../preload/contract.js';

const reportEveryMs = 150;

export interface Phase {
  readonly name: string;
  /** Its part of the whole, in any unit. */
  readonly weight: number;
}

export interface PhaseStart {
  readonly unit: Progress['unit'];
  readonly total: number | null;
  /** Bytes of the files that this phase goes through, for the speed shown. */
  readonly bytes?: number;
}

export class LoadProgress {
  private readonly startedAt = Date.now();
  private phase: Phase = { name: '', weight: 0 };
  private weightDone = 0;
  private unit: Progress['unit'] = 'steps';
  private total: number | null = null;
  private bytes: number | null = null;
  private phaseStartedAt = 0;
  private reportedAt = 0;
  private done = 0;
  private early: EarlyAnswers | undefined = undefined;

  constructor(
    private readonly phases: readonly Phase[],
    private readonly report: (progress: Progress) => void,
  ) {}

  /** Phases are entered in their order; one that is passed over counts as done. */
  enter(name: string, { unit, total, bytes }: PhaseStart): void {
    const at = this.phases.findIndex((phase) => phase.name === name);
    this.weightDone = this.phases.slice(0, at).reduce((sum, phase) => sum + phase.weight, 0);
    this.phase = this.phases[at] ?? { name, weight: 0 };
    this.unit = unit;
    this.total = total;
    this.bytes = bytes ?? null;
    this.phaseStartedAt = Date.now();
    this.reportedAt = 0;
    this.update(0);
  }

  /** `done` is in the phase's unit; `total` tells what was not known when the phase began. */
  update(done: number, rows?: number, newTotal?: number): void {
    this.total = newTotal ?? this.total;
    this.done = done;
    const now = Date.now();
    if (now - this.reportedAt < reportEveryMs) return;
    this.reportedAt = now;
    const total = this.total === null ? null : Math.max(this.total, done);
    const part = total === null || total === 0 ? 0 : done / total;
    const phaseSeconds = (now - this.phaseStartedAt) / 1000;
    this.report({
      phase: this.phase.name,
      done,
      total,
      unit: this.unit,
      rows,
      bytesPerSecond: this.bytes === null || phaseSeconds < 0.1 ? undefined : (part * this.bytes) / phaseSeconds,
      secondsLeft: this.estimateSecondsLeft(part, now),
      ...(this.early !== undefined && { early: this.early }),
    });
  }

  /** Tells answers beside the next report, which is made at once. */
  tell(early: EarlyAnswers): void {
    this.early = early;
    this.reportedAt = 0;
    this.update(this.done);
    this.early = undefined;
  }

  private estimateSecondsLeft(part: number, now: number): number | null {
    const whole = this.phases.reduce((sum, phase) => sum + phase.weight, 0);
    const share = (this.weightDone + part * this.phase.weight) / whole;
    const elapsed = (now - this.startedAt) / 1000;
    return elapsed < 1 || share < 0.02 ? null : (elapsed * (1 - share)) / share;
  }
}

/** Reports DuckDB's own progress while `work` runs. */
export async function watchPercentage<T>(
  connection: { readonly percentage: number },
  onPart: (part: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    const { percentage } = connection;
    if (percentage > 0) onPart(Math.min(percentage, 100) / 100);
  }, reportEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
