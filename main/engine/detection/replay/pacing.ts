/** Which event time is due at which moment of the clock. It never changes what detection finds, only when. */

const stepMs = 60_000;

export class Pacing {
  /** Event time (ms) that was reached at the moment `anchorClock` (ms). */
  private anchor: number;
  private anchorClock: number;
  private until: number | null = null;

  /** `speed` is seconds of event time a second, null for as fast as it goes. */
  constructor(
    start: number,
    public speed: number | null,
    public isPaused: boolean,
    clock: number,
  ) {
    this.anchor = start;
    this.anchorClock = clock;
  }

  /** Whether it goes on to the end of a step, as fast as it can. */
  get isStepping(): boolean {
    return this.until !== null;
  }

  /** Event time up to which (included) events are due; ∞ for all. */
  due(clock: number): number {
    if (this.until !== null) return this.until;
    if (this.isPaused) return this.anchor;
    if (this.speed === null) return Infinity;
    return this.anchor + (clock - this.anchorClock) * this.speed;
  }

  /** All that is due up to `time` is done, and time goes on from there. */
  reach(time: number, clock: number): void {
    this.anchor = Math.max(this.anchor, time);
    this.anchorClock = clock;
    if (this.until !== null && time >= this.until) this.until = null;
  }

  /** Event time that has been reached. */
  get at(): number {
    return this.anchor;
  }

  play(clock: number): void {
    this.isPaused = false;
    this.until = null;
    this.anchorClock = clock;
  }

  /** To be called after {@link reach} of this moment. */
  pause(): void {
    this.isPaused = true;
    this.until = null;
  }

  step(): void {
    this.isPaused = true;
    this.until = this.anchor + stepMs;
  }
}
