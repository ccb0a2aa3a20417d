/** Alerts as they are printed: one a line when they are over, or a line at every change of state. */
import type { Alert } from '../../preload/contract.js';

const toLine = (alert: Alert) => `${JSON.stringify(alert)}\n`;

/** What is detected at a tick may be told a little after what came later. */
const settledAfterMs = 60_000;

export class AlertLines {
  /** Alerts so far. */
  count = 0;
  /** Those that have not been printed. */
  private readonly waiting = new Map<string, Alert>();
  /** Of each alert that is not over its state that was printed last. */
  private readonly states = new Map<string, Alert['state']>();
  /** The latest time that an alert has told of, ms. */
  private reachedMs = -Infinity;

  constructor(private readonly follows: boolean) {}

  /** Alerts that it remembers. */
  get remembered(): number {
    return this.waiting.size + this.states.size;
  }

  /** Takes alerts as they change; returns the lines that are due at once. */
  take(alerts: readonly Alert[]): readonly string[] {
    return this.follows ? this.takeChanges(alerts) : this.takeEnded(alerts);
  }

  /** The input has ended: the lines that were kept, by the time of detection. */
  end(): readonly string[] {
    return [...this.waiting.values()].sort(compareAlerts).map(toLine);
  }

  private takeChanges(alerts: readonly Alert[]): readonly string[] {
    const lines: string[] = [];
    for (const alert of alerts) {
      const before = this.states.get(alert.id);
      if (before === undefined) this.count++;
      if (before !== alert.state) lines.push(toLine(alert));
      // It does not change any more: a stream without end would fill the memory.
      if (alert.state === 'resolved') this.states.delete(alert.id);
      else this.states.set(alert.id, alert.state);
    }
    return lines;
  }

  /** An alert that is over is printed when no alert is open, or can still begin, that was detected before it. */
  private takeEnded(alerts: readonly Alert[]): readonly string[] {
    let hasEnded = false;
    for (const alert of alerts) {
      if (!this.waiting.has(alert.id)) this.count++;
      this.waiting.set(alert.id, alert);
      this.reachedMs = Math.max(this.reachedMs, Date.parse(alert.resolvedAt ?? alert.detectedAt));
      hasEnded ||= alert.state === 'resolved';
    }
    if (!hasEnded) return [];
    const lines: string[] = [];
    for (const alert of [...this.waiting.values()].sort(compareAlerts)) {
      const isSettled = Date.parse(alert.detectedAt) + settledAfterMs <= this.reachedMs;
      if (alert.state !== 'resolved' || !isSettled) break;
      this.waiting.delete(alert.id);
      lines.push(toLine(alert));
    }
    return lines;
  }
}

function compareAlerts(a: Alert, b: Alert): number {
  return Date.parse(a.detectedAt) - Date.parse(b.detectedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
