/**
 * Detection at a pace: batches go in, news come out. It works in slices so short that it hears what it is told, and shows
 * ten frames a second at most. What detection finds depends on none of this.
 */
import type { RawAlert } from '../alert-book.js';
import { Detection } from '../detection.js';
import type { Events } from '../events.js';
import { LiveMetrics } from '../live/live-metrics.js';
import { Pacing } from './pacing.js';
import type { Control, FromThread, ThreadData, ThreadFrame, ToThread } from './worker-messages.js';

const sliceMs = 20;
const chunkRows = 8192;
const tickMs = 25;
const frameMs = 100;
/** Alerts that go on are told of so often, where nothing else is to be said of them. */
const retellMs = 1000;
const manyAlerts = 2000;
/** Above this speed rates are by minute; at full speed by hour, so that frames stay small. */
const fastSpeed = 60;
const minuteSeconds = 60;
const hourSeconds = 3600;

export interface LoopClock {
  now(): number;
  /** Calls back after so long (0: as soon as messages have been heard); returns what takes it back. */
  later(callback: () => void, ms: number): () => void;
  memoryBytes(): number;
}

export class ReplayLoop {
  private readonly detection: Detection;
  private readonly metrics: LiveMetrics | null = null;
  private readonly pacing: Pacing;
  private readonly queue: Events[] = [];
  private cursor = 0;
  private isEnded = false;
  private isOver = false;
  private takeBack: (() => void) | null = null;
  /** Alerts that are not over, by serial, with what was told of them last; 0 for nothing. */
  private readonly open = new Map<number, { readonly raw: RawAlert; told: number }>();
  private readonly changed = new Map<number, RawAlert>();
  private changes: RawAlert[] = [];
  private framedAt = -Infinity;
  /** Rows at the latest news: what comes after is told even where nothing more comes. */
  private toldRows = 0;
  private isFrameWanted = true;
  private retoldAt = -Infinity;
  private readonly speedometer: { clock: number; rows: number }[] = [];

  constructor(
    private readonly data: ThreadData,
    private readonly clock: LoopClock,
    private readonly post: (message: FromThread) => void,
  ) {
    const { pack, withFrames, withSpreads, cap } = data;
    let metrics: LiveMetrics | null = null;
    this.detection = new Detection({
      pack,
      withSpreads,
      ...(cap === undefined ? {} : { cap }),
      onAlert: (raw) => this.note(raw),
      onForget: (raw) => this.open.delete(raw.serial),
      onlookers: (keys) => {
        if (!withFrames) return [];
        metrics = new LiveMetrics(keys, rateSeconds(data.speed));
        return [metrics];
      },
    });
    this.metrics = metrics;
    this.pacing = new Pacing(data.start ?? -Infinity, data.speed, data.isPaused, clock.now());
  }

  hear(message: ToThread): void {
    if (message.kind === 'batch') this.queue.push(this.detection.open(message.batch));
    else if (message.kind === 'end') this.isEnded = true;
    else this.control(message);
    this.wake(0);
  }

  private get isCatchingUp(): boolean {
    return this.detection.rows < this.data.catchUpRows;
  }

  private control({ action, speed }: Control): void {
    const now = this.clock.now();
    // Events due until now at the old speed are as good as done.
    const isHurrying = this.isCatchingUp || this.pacing.isStepping;
    this.pacing.reach(isHurrying ? this.detection.time : this.settledAt(now), now);
    if (speed !== undefined) this.pacing.speed = speed;
    if (action === 'play') this.pacing.play(now);
    else if (action === 'pause') this.pacing.pause();
    else if (action === 'step') this.pacing.step();
    this.isFrameWanted = true;
  }

  /** The event time that has been reached at `now`: that which is due, unless events before it are still to come. */
  private settledAt(now: number): number {
    const next = this.queue[0];
    const due = this.pacing.due(now);
    if (next === undefined) return Math.max(this.pacing.at, this.detection.time);
    const nextTime = next.time[this.cursor] as number;
    return nextTime > due ? due : Math.max(this.pacing.at, this.detection.time);
  }

  private wake(ms: number): void {
    if (this.isOver) return;
    this.takeBack?.();
    this.takeBack = this.clock.later(() => this.tick(), ms);
  }

  private tick(): void {
    this.takeBack = null;
    const isWorkLeft = this.work();
    const now = this.clock.now();
    if (this.isCatchingUp) this.pacing.reach(this.detection.time, now);
    else this.pacing.reach(this.settledAt(now), now);
    if (this.isEnded && this.queue.length === 0) return this.finish();
    if (now - this.framedAt >= frameMs) this.tell(now);
    if (isWorkLeft) this.wake(0);
    else if (this.queue.length > 0 && (!this.pacing.isPaused || this.isFrameWanted)) this.wake(tickMs);
    else if (this.detection.rows !== this.toldRows) this.wake(frameMs);
  }

  /** Takes what is due, for a slice of time; true where more is due. */
  private work(): boolean {
    const { clock, pacing, detection, data } = this;
    const end = clock.now() + sliceMs;
    const due = this.isCatchingUp ? Infinity : pacing.due(clock.now());
    for (;;) {
      const events = this.queue[0];
      if (events === undefined) return false;
      const missing = this.isCatchingUp ? data.catchUpRows - detection.rows : Infinity;
      const most = Math.min(events.length, this.cursor + Math.min(chunkRows, missing));
      const to = due === Infinity ? most : firstAfter(events.time, this.cursor, most, due);
      if (to === this.cursor) return false;
      detection.process(events, this.cursor, to);
      this.cursor = to;
      if (to === events.length) {
        this.queue.shift();
        this.cursor = 0;
        this.post({ kind: 'taken' });
      }
      if (missing !== Infinity && !this.isCatchingUp) {
        pacing.reach(detection.time, clock.now());
        return true; // from here on at its pace
      }
      if (clock.now() >= end) return true;
    }
  }

  private note(raw: RawAlert): void {
    if (this.isOver) return;
    if (raw.state === 'resolved') this.open.delete(raw.serial);
    else if (!this.open.has(raw.serial)) this.open.set(raw.serial, { raw, told: 0 });
    // One that is only pending may come to nothing, and then there never was an alert.
    if (raw.state === 'pending') return;
    this.changed.set(raw.serial, raw);
    if (this.data.withChanges) this.changes.push(copy(raw));
    if (this.changed.size + this.changes.length >= manyAlerts) this.postNews(null);
  }

  private tell(now: number): void {
    this.isFrameWanted = false;
    if (now - this.retoldAt >= retellMs) {
      this.retoldAt = now;
      for (const known of this.open.values()) {
        if (known.raw.state === 'pending' || known.told === known.raw.lastTime) continue;
        known.told = known.raw.lastTime;
        this.changed.set(known.raw.serial, known.raw);
      }
    }
    this.framedAt = now;
    const state = this.isCatchingUp
      ? 'catching-up'
      : this.pacing.isPaused && !this.pacing.isStepping
        ? 'paused'
        : 'playing';
    this.postNews(this.makeFrame(now, state));
  }

  private finish(): void {
    const { detection, post } = this;
    detection.finish();
    this.isOver = true;
    // What is still open is told with the numbers it has come to.
    for (const { raw } of this.open.values()) this.changed.set(raw.serial, raw);
    if (this.data.withChanges) this.changes.push(...[...this.open.values()].map(({ raw }) => copy(raw)));
    this.postNews(this.makeFrame(this.clock.now(), 'ended'));
    const memoryBytes = this.clock.memoryBytes();
    const spreads = this.data.withSpreads
      ? detection.readSpreads().map(({ rule, spread }) => ({ rule: rule.id, bars: spread.bars() }))
      : [];
    post({ kind: 'done', spreads, memoryBytes });
  }

  private postNews(frame: ThreadFrame | null): void {
    const { detection } = this;
    const alerts = [...this.changed.values()].sort((a, b) => a.serial - b.serial).map(copy);
    const changes = this.changes;
    this.changed.clear();
    this.changes = [];
    this.toldRows = detection.rows;
    const time = detection.rows === 0 ? null : detection.time;
    const reached = { rows: detection.rows, time, evicted: detection.keys.evicted };
    this.post({ kind: 'news', alerts, changes, frame, reached });
  }

  private makeFrame(now: number, state: ThreadFrame['state']): ThreadFrame | null {
    const { metrics, pacing, detection, clock } = this;
    const at = Math.max(pacing.at, detection.time);
    if (metrics === null || !Number.isFinite(at)) return null;
    return {
      ...metrics.frame(at, state === 'catching-up' ? minuteSeconds : rateSeconds(pacing.speed), state === 'ended'),
      state,
      speed: pacing.speed,
      at,
      openAlerts: detection.openAlerts,
      totalAlerts: detection.totalAlerts,
      eventsPerSecond: this.measureSpeed(now),
      keys: detection.keys.size,
      memoryBytes: clock.memoryBytes(),
    };
  }

  /** Over the last second or so. */
  private measureSpeed(now: number): number {
    const { speedometer, detection } = this;
    speedometer.push({ clock: now, rows: detection.rows });
    while (speedometer.length > 2 && now - (speedometer[1] as { clock: number }).clock >= 1000) speedometer.shift();
    const [first] = speedometer as [{ clock: number; rows: number }];
    return now === first.clock ? 0 : ((detection.rows - first.rows) / (now - first.clock)) * 1000;
  }
}

/** How long a span of the rates is at this speed. */
function rateSeconds(speed: number | null): number {
  if (speed === null) return hourSeconds;
  return speed > fastSpeed ? minuteSeconds : 1;
}

function copy(raw: RawAlert): RawAlert {
  return { ...raw, ranges: raw.ranges.map(([from, to]) => [from, to]) };
}

/** The first place from `from` to before `to` whose time is after `time`, or `to`: times do not fall. */
function firstAfter(times: Float64Array, from: number, to: number, time: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
