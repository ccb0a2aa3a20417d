/** Alerts as they are printed: one a line when they are over, or a line at every change of state. */
import type { Alert } from '../../preload/contract.js';

const toLine = (alert: Alert) => `${JSON.stringify(alert)}\n`;

export class AlertLines {
  private readonly latest = new Map<string, Alert>();

  constructor(private readonly follows: boolean) {}

  /** Alerts so far. */
  get count(): number {
    return this.latest.size;
  }

  /** Takes alerts as they change; returns the lines that are due at once. */
  take(alerts: readonly Alert[]): readonly string[] {
    const lines: string[] = [];
    for (const alert of alerts) {
      if (this.follows && this.latest.get(alert.id)?.state !== alert.state) lines.push(toLine(alert));
      this.latest.set(alert.id, alert);
    }
    return lines;
  }

  /** The input has ended: the lines that were kept, by the time of detection. */
  end(): readonly string[] {
    if (this.follows) return [];
    return [...this.latest.values()].sort(compareAlerts).map(toLine);
  }
}

function compareAlerts(a: Alert, b: Alert): number {
  return Date.parse(a.detectedAt) - Date.parse(b.detectedAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
