/** What was found of each attack, and what was said of the innocent. */
import { firstAt, type RowsOfEvents } from '../rows.js';
import type { Family, Severity } from '../../preload/rules/rule-kind.js';
import type { Label } from '../cases/scene.js';
import { graceSeconds, Matcher } from './match.js';
import type { FoundAlert } from './run-packs.js';

/** One attack and what a pack found of it. */
export interface AttackScore {
  readonly label: Label;
  readonly isFound: boolean;
  /** By an alert of severity medium or high. */
  readonly isFoundMedium: boolean;
  /** By an alert of the family that is meant for it. */
  readonly isFoundAsMeant: boolean;
  /** Seconds from its first event to the first alert; NaN where there is none. */
  readonly secondsToDetect: number;
  /** The same for the family that is meant for it. */
  readonly secondsAsMeant: number;
  /** Its events up to and with that of the first alert; NaN where there is none. */
  readonly eventsToDetect: number;
  /** Alerts of medium and up that name it in time. */
  readonly hits: number;
}

/** An alert on somebody innocent. */
export interface FalseAlert {
  readonly family: Family;
  readonly severity: Severity;
  readonly entity: FoundAlert['entity'];
  /** Second since 1970. */
  readonly detected: number;
  /** Look-alike, by the name of its kind and its id; undefined in the background. */
  readonly lookAlike?: string;
  readonly lookAlikeId?: string;
}

export interface Score {
  readonly attacks: readonly AttackScore[];
  readonly falseAlerts: readonly FalseAlert[];
}

export function isMedium(severity: Severity): boolean {
  return severity !== 'low';
}

/** `meant`: by family of attacks, the family of alerts that is meant for it. */
export function scoreAlerts(
  alerts: readonly FoundAlert[],
  labels: readonly Label[],
  background: RowsOfEvents,
  cases: RowsOfEvents,
  meant: ReadonlyMap<string, Family>,
): Score {
  const matcher = new Matcher(labels, background, cases);
  const hits = new Map<Label, FoundAlert[]>();
  const falseAlerts: FalseAlert[] = [];
  for (const alert of alerts) {
    const named = matcher.name(alert);
    const { family, severity, entity } = alert;
    const detected = Math.floor(alert.detectedTime / 1000);
    if (named.is === 'hit') hits.set(named.label, [...(hits.get(named.label) ?? []), alert]);
    else if (named.is === 'background') falseAlerts.push({ family, severity, entity, detected });
    else if (named.is === 'look-alike') {
      const { family: lookAlike, id: lookAlikeId } = named.label;
      falseAlerts.push({ family, severity, entity, detected, lookAlike, lookAlikeId });
    }
  }
  const attacks = labels
    .map((label, number) => ({ label, number }))
    .filter(({ label }) => label.side === 'attack')
    .map(({ label, number }) => {
      const found = hits.get(label) ?? [];
      const asMeant = found.filter(({ family }) => family === meant.get(label.family));
      const first = firstOf(found);
      return {
        label,
        isFound: found.length > 0,
        isFoundMedium: found.some(({ severity }) => isMedium(severity)),
        isFoundAsMeant: asMeant.length > 0,
        secondsToDetect: first - label.start,
        secondsAsMeant: firstOf(asMeant) - label.start,
        eventsToDetect: Number.isNaN(first) ? NaN : countUntil(cases, number, label.start, first),
        hits: found.filter(({ severity }) => isMedium(severity)).length,
      };
    });
  return { attacks, falseAlerts };
}

function firstOf(alerts: readonly FoundAlert[]): number {
  return alerts.length === 0 ? NaN : Math.floor(Math.min(...alerts.map((alert) => alert.detectedTime)) / 1000);
}

function countUntil(cases: RowsOfEvents, number: number, from: number, second: number): number {
  let count = 0;
  const end = firstAt(cases, second + 1);
  for (let at = firstAt(cases, from); at < end; at++) if (cases.label[at] === number) count++;
  return count;
}

/** False alerts of medium and up that fall into the time of one of the attacks. */
export function falseWithin(falseAlerts: readonly FalseAlert[], attacks: readonly AttackScore[]): number {
  return falseAlerts.filter(
    ({ severity, detected }) =>
      isMedium(severity) &&
      attacks.some(({ label }) => detected >= label.start && detected <= label.end + graceSeconds),
  ).length;
}
