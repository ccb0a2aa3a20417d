/** A pack tried on a dataset: at full speed, with the spreads of its signals, nothing kept. */
import type { Alert, Progress, Simulation } from '../../../../preload/contract.js';
import {
  directionOf,
  familyOf,
  ruleKinds,
  settingsOf,
  unitOf,
  type Rule,
  type RulePack,
} from '../../../../preload/rules/pack.js';
import type { Connection } from '../../database.js';
import { AlertWriter } from './alert-writer.js';
import { datasetNames } from './dataset-names.js';
import type { StartThread } from './detection-thread.js';
import { openEventSource, type EventRange } from './event-source.js';
import { playEvents } from './play-events.js';
import { requireAllRows } from './run-replay.js';
import type { ThreadSpread } from './worker-messages.js';

export interface SimulationNeeds {
  readonly connection: Connection;
  readonly startThread: StartThread;
  readonly pack: RulePack;
  readonly range: EventRange;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Of several simulations in a row: which this is, and how many there are. */
  readonly turn?: { readonly at: number; readonly of: number };
  readonly batchRows?: number;
}

export interface Simulated {
  readonly simulation: Simulation;
  /** In the order in which they began. */
  readonly alerts: readonly Alert[];
}

/** The number that the rule's signal is held against. */
function thresholdOf(rule: Rule): number {
  if (rule.kind === 'window') return rule.threshold.value;
  const settings: Readonly<Record<string, number>> = settingsOf(rule);
  return settings[ruleKinds[rule.kind].threshold] ?? NaN;
}

function countDistinct(texts: readonly (string | null)[]): number {
  return new Set(texts.filter((text) => text !== null)).size;
}

function countPerDay(alerts: readonly Alert[]): Simulation['perDay'] {
  const counts = new Map<string, { rule: string; day: string; alerts: number }>();
  for (const { rule, detectedAt } of alerts) {
    const day = detectedAt.slice(0, 10);
    const row = counts.get(`${rule} ${day}`) ?? { rule, day, alerts: 0 };
    row.alerts++;
    counts.set(`${rule} ${day}`, row);
  }
  return [...counts.values()].sort((a, b) => compareTexts(a.rule, b.rule) || compareTexts(a.day, b.day));
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const sessionsOf = (alerts: readonly Alert[]) =>
  countDistinct(alerts.map(({ entity }) => (entity.type === 'session' ? entity.id : null)));
const usersOf = (alerts: readonly Alert[]) => countDistinct(alerts.map(({ user }) => user));

/** Those that flag as long as no person has said anything: high ones of users and sessions; the baseline's never do. */
const flaggingOf = (alerts: readonly Alert[]) =>
  alerts.filter(
    ({ family, severity, entity }) =>
      family !== 'baseline' && severity === 'high' && (entity.type === 'user' || entity.type === 'session'),
  );

function countPerRule(rules: readonly Rule[], alerts: readonly Alert[]): Simulation['perRule'] {
  return rules.map((rule) => {
    const own = alerts.filter((alert) => alert.rule === rule.id);
    const of = (severity: Alert['severity']) => own.filter((alert) => alert.severity === severity).length;
    return {
      rule: rule.id,
      family: familyOf(rule),
      low: of('low'),
      medium: of('medium'),
      high: of('high'),
      users: usersOf(own),
      sessions: sessionsOf(own),
    };
  });
}

function describeSpreads(rules: readonly Rule[], spreads: readonly ThreadSpread[]): Simulation['spreads'] {
  return spreads.flatMap(({ rule: id, bars }) => {
    const rule = rules.find((other) => other.id === id);
    if (rule === undefined) return [];
    return [{ rule: id, unit: unitOf(rule), threshold: thresholdOf(rule), direction: directionOf(rule), bars }];
  });
}

/** Users and sessions that have events in the range. */
async function countEntities(connection: Connection, firstRow: number, lastRow: number) {
  const [row] = await connection.rows(
    `SELECT CAST(count(DISTINCT user_id) AS DOUBLE) AS users, CAST(count(DISTINCT session_key) AS DOUBLE) AS sessions
    FROM stored_events WHERE rowid BETWEEN ? AND ?`,
    [firstRow, lastRow],
  );
  return { users: Number(row?.['users']), sessions: Number(row?.['sessions']) };
}

/** Throws as a replay does. */
export async function simulate(needs: SimulationNeeds): Promise<Simulated> {
  const { connection, startThread, pack, range, signal, onProgress, turn = { at: 0, of: 1 }, batchRows } = needs;
  const startedAt = performance.now();
  const source = await openEventSource(connection, range, batchRows);
  const writer = new AlertWriter(pack, datasetNames(connection));
  const alerts = new Map<string, Alert>();
  const outcome = await playEvents({
    startThread,
    data: {
      pack,
      start: source.first,
      speed: null,
      isPaused: false,
      catchUpRows: 0,
      withFrames: false,
      withChanges: false,
      withSpreads: true,
    },
    batches: () => source.batches(),
    signal,
    onNews: async ({ alerts: raws, reached }) => {
      for (const alert of await writer.write(raws)) alerts.set(alert.id, alert);
      const done = turn.at * source.rows + reached.rows;
      const total = turn.of * source.rows;
      const seconds = (performance.now() - startedAt) / 1000;
      const left = reached.rows === 0 ? null : (seconds / reached.rows) * (total - done);
      onProgress({ phase: `Trying ${pack.title}`, done, total, unit: 'rows', rows: reached.rows, secondsLeft: left });
    },
  });
  requireAllRows(outcome.reached.rows, source.rows);
  const seconds = (performance.now() - startedAt) / 1000;
  const all = [...alerts.values()];
  const rules = pack.rules.filter(({ isOn }) => isOn);
  return {
    alerts: all,
    simulation: {
      pack: pack.name,
      packVersion: pack.version,
      rows: source.rows,
      seconds,
      eventsPerSecond: seconds === 0 ? 0 : source.rows / seconds,
      alerts: all.length,
      perDay: countPerDay(all),
      perRule: countPerRule(rules, all),
      ...(source.rows === 0
        ? { users: 0, sessions: 0 }
        : await countEntities(connection, source.firstRow, source.lastRow)),
      flaggedUsers: usersOf(flaggingOf(all)),
      flaggedSessions: sessionsOf(flaggingOf(all)),
      spreads: describeSpreads(rules, outcome.spreads),
    },
  };
}
