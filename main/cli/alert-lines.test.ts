/** Alerts as lines. */
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../preload/contract.js';
import { AlertLines } from './alert-lines.js';

const time = (minutes: number) => new Date(Date.UTC(2019, 9, 1, 0, minutes)).toISOString();
const alert = (at: number, state: Alert['state']) =>
  ({ id: `a${at}`, state, detectedAt: time(at), resolvedAt: state === 'resolved' ? time(at + 3) : null }) as Alert;

describe.each([true, false])('lines, following: %s', (follows) => {
  it('are of each alert, and what is over is forgotten', () => {
    const lines = new AlertLines(follows);
    const printed: string[] = [];
    for (let at = 0; at < 1000; at++)
      for (const state of ['firing', 'firing', 'resolved'] as const) printed.push(...lines.take([alert(at, state)]));
    expect(lines.remembered).toBe(0);
    expect(lines.count).toBe(1000);
    expect(printed).toHaveLength(follows ? 2000 : 1000);
    expect(lines.end()).toEqual([]);
  });
});
