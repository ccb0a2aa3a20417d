/** How many sessions of the background are flagged: by their own alert, or by one of their user while they go on. */
import { sessionKey, type RowsOfEvents } from '../rows.js';
import { isMedium } from './score.js';
import type { FoundAlert } from './run-packs.js';

export interface FlaggedShare {
  readonly sessions: number;
  readonly flagged: number;
  readonly flaggedMedium: number;
}

export function countFlagged(rows: RowsOfEvents, alerts: readonly FoundAlert[]): FlaggedShare {
  const ofUser = new Map<number, FoundAlert[]>();
  const flagged = new Set<string>();
  const flaggedMedium = new Set<string>();
  for (const alert of alerts) {
    if (alert.entity === 'user') ofUser.set(Number(alert.key), [...(ofUser.get(Number(alert.key)) ?? []), alert]);
    if (alert.entity !== 'session') continue;
    flagged.add(String(alert.key));
    if (isMedium(alert.severity)) flaggedMedium.add(String(alert.key));
  }
  const sessions = new Set<number>();
  for (let at = 0; at < rows.length; at++) {
    const [low, high] = [rows.sessionLow[at] as number, rows.sessionHigh[at] as number];
    // 53 bits of it are enough to count by.
    sessions.add((high & 0x1fffff) * 2 ** 32 + (low >>> 0));
    const time = (rows.second[at] as number) * 1000;
    for (const alert of ofUser.get(rows.user[at] as number) ?? []) {
      if (time < alert.firstTime || time > alert.lastTime) continue;
      const key = String(sessionKey(low, high));
      flagged.add(key);
      if (isMedium(alert.severity)) flaggedMedium.add(key);
    }
  }
  return { sessions: sessions.size, flagged: flagged.size, flaggedMedium: flaggedMedium.size };
}
