/** The time of the reports: by default, for other days and zones, and with filters beside the same straight on events. */
import type { CallEngine, KeptAlert, ReportQuestion, ReportResult } from '../preload/contract.js';
import type { Connection } from '../main/engine/database.js';
import type { QueryFiles } from '../main/engine/query-files.js';
import { flagUsers } from '../main/engine/reports/flag-users.js';
import { answer, findReport } from '../main/engine/reports/run-report.js';
import { showIds, readWords } from '../main/engine/reports/show-ids.js';
import { withDataset, withEngine } from './open.js';
import { daysAndZones, filtered, mainReports, type NamedQuestion } from './question-sets.js';
import { dataset, medianOf, type Figure, type Place, type RunStep, type Subject } from './subject.js';

const askings = 3;

interface Timed {
  readonly name: string;
  readonly report: string;
  readonly ms: number;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

interface DefaultTimes {
  readonly firstMs: number;
  readonly medianMs: number;
  /** Of the text itself, where answers were kept. */
  readonly computedMs: number;
}

async function askDefaults(place: Place): Promise<Readonly<Record<string, DefaultTimes>>> {
  return withEngine(place, async ({ call }) => {
    const times: Record<string, DefaultTimes> = {};
    for (const { id } of await call('reports.list', {})) {
      const elapsed: number[] = [];
      let computedMs = NaN;
      for (let run = 0; run < askings; run += 1) {
        elapsed.push(
          await timeOf(async () => {
            const { kept, elapsedMs } = await call('reports.run', { report: id, dataset });
            computedMs = kept?.elapsedMs ?? elapsedMs;
          }),
        );
      }
      times[id] = { firstMs: elapsed[0] ?? NaN, medianMs: medianOf(elapsed), computedMs };
    }
    return times;
  });
}

async function askAll(call: CallEngine, report: string, questions: readonly NamedQuestion[]): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const { name, question } of questions) {
    const elapsed: number[] = [];
    for (let run = 0; run < askings; run += 1) elapsed.push(await timeOf(() => call('reports.run', question)));
    timed.push({ name, report, ms: medianOf(elapsed) });
  }
  return timed;
}

function askDaysAndZones(place: Place): Promise<readonly Timed[]> {
  return withEngine(place, async ({ call }) => {
    const info = await call('datasets.get', { dataset });
    const timed: Timed[] = [];
    for (const report of mainReports) timed.push(...(await askAll(call, report, daysAndZones(report, info))));
    return timed;
  });
}

/** Confirms what the replay has found of users and sessions, so that somebody is flagged at every size. */
async function confirmAlerts(call: CallEngine): Promise<ReadonlySet<string>> {
  const { alerts } = await call('alerts.list', { dataset, offset: 0, limit: 10_000 });
  const ofPeople = alerts.filter(({ entity, family }: KeptAlert) => family !== 'baseline' && isPerson(entity.type));
  if (ofPeople.length > 0)
    await call('alerts.care', { dataset, alerts: ofPeople.map(({ id }) => id), verdict: 'confirmed' });
  return new Set(ofPeople.flatMap(({ entity, user }) => (entity.type === 'user' ? entity.id : (user ?? []))));
}

function isPerson(type: string): boolean {
  return type === 'user' || type === 'session';
}

interface Filtered extends Timed {
  readonly rawMs: number;
  readonly isEqual: boolean;
}

const asText = ({ summary, table }: Pick<ReportResult, 'summary' | 'table'>) =>
  JSON.stringify({ summary, columns: table.columns.map(({ name, values }) => [name, [...values]]) });

/** The question straight on the events: the report's own text with every model made for it. */
async function answerRaw(connection: Connection, files: QueryFiles, question: ReportQuestion) {
  const found = await answer(connection, files, findReport(files, question.report), question, new Set());
  return { ...found, table: await showIds(found.table, (...asked) => readWords(connection, ...asked)) };
}

async function askFiltered(place: Place): Promise<{ readonly flagged: number; readonly answers: readonly Filtered[] }> {
  const asked: { readonly timed: Timed; readonly question: ReportQuestion; readonly text: string }[] = [];
  const users = await withEngine(place, async ({ call }) => {
    const flagged = await confirmAlerts(call);
    const facets = await call('datasets.facets', { dataset });
    for (const report of mainReports) {
      for (const { name, question } of filtered(report, facets)) {
        let text = '';
        const elapsed: number[] = [];
        for (let run = 0; run < askings; run += 1)
          elapsed.push(await timeOf(async () => (text = asText(await call('reports.run', question)))));
        asked.push({ timed: { name, report, ms: medianOf(elapsed) }, question, text });
      }
    }
    return flagged;
  });
  const answers = await withDataset(place, async (connection, files) => {
    await flagUsers(connection, users);
    const compared: Filtered[] = [];
    for (const { timed, question, text } of asked) {
      let raw = '';
      const rawMs = await timeOf(async () => (raw = asText(await answerRaw(connection, files, question))));
      compared.push({ ...timed, rawMs, isEqual: raw === text });
    }
    return compared;
  });
  return { flagged: users.size, answers };
}

function worstOf<T extends Timed>(timed: readonly T[], report: string): T | undefined {
  return timed.filter((one) => one.report === report).sort((a, b) => b.ms - a.ms)[0];
}

function sayDefaults(run: RunStep): readonly Figure[] {
  const { answer: times } = run<Readonly<Record<string, DefaultTimes>>>('defaults');
  return Object.entries(times).map(([report, { firstMs, medianMs, computedMs }]) => ({
    id: `default ${report}`,
    what: `${report}, default filters`,
    value: medianMs,
    unit: 'ms',
    note: `first asking ${firstMs.toFixed(0)} ms, computing it ${computedMs.toFixed(0)} ms`,
  }));
}

function sayDaysAndZones(run: RunStep): readonly Figure[] {
  const { answer: timed } = run<readonly Timed[]>('daysAndZones');
  return mainReports.map((report) => {
    const worst = worstOf(timed, report);
    const of = timed.filter((one) => one.report === report).length;
    const what = `${report}, any days and zone: worst of ${of}`;
    return { id: `days ${report}`, what, value: worst?.ms ?? null, unit: 'ms', note: worst?.name };
  });
}

function sayFiltered(run: RunStep): readonly Figure[] {
  const { flagged, answers } = run<Awaited<ReturnType<typeof askFiltered>>>('filtered').answer;
  const different = answers.filter(({ isEqual }) => !isEqual);
  return [
    ...mainReports.flatMap((report): readonly Figure[] => {
      const worst = worstOf(answers, report);
      const slowest = Math.max(...answers.filter((one) => one.report === report).map(({ ms, rawMs }) => ms / rawMs));
      const what = `${report}, category, brand, flagged users left out`;
      return [
        { id: `filtered ${report}`, what: `${what}: worst`, value: worst?.ms ?? null, unit: 'ms', note: worst?.name },
        { id: `filteredRatio ${report}`, what: `${what}: most ÷ the same on raw events`, value: slowest, unit: '×' },
      ];
    }),
    { id: 'flagged', what: 'users that were flagged then', value: flagged, unit: 'count' },
    {
      id: 'different',
      what: 'answers that differ from those on raw events',
      value: different.length,
      unit: 'count',
      note: different.map(({ report, name }) => `${report}: ${name}`).join('; '),
    },
  ];
}

export const reports: Subject = {
  name: 'reports',
  title: 'Reports (flagged users are those of the replay with the default pack, all confirmed)',
  steps: { defaults: askDefaults, daysAndZones: askDaysAndZones, filtered: askFiltered },
  measure: (run) => [...sayDefaults(run), ...sayDaysAndZones(run), ...sayFiltered(run)],
};
