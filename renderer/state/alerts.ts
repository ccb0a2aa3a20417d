/** Alerts and what is done with them. */
import type { AlertQuestion, CallParams } from '../../preload/contract.js';
import type { AlertPage } from '../../preload/shapes.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';
import { formatCount } from '../ui/format-number.js';
import { useFilters } from './filters.js';
import { forgetRemoteAnswers } from './kept-answers.js';
import { failureOf, runTask, startTask } from './tasks.js';

/** While a run goes on. */
export function refreshAlerts(): void {
  refreshCalls('alerts.list', 'alerts.runs', 'alerts.evidence', 'entity.get', 'allow.list');
}

/** After a run, a verdict, or a change of the allow-list or the packs: reports that leave flagged users out are asked again too. */
export function refreshFlagged(): void {
  refreshAlerts();
  refreshCalls('reports.run');
  forgetRemoteAnswers(({ excludeFlagged }) => excludeFlagged === true);
}

const noRows = { offset: 0, limit: 1 } as const;

/** High and medium alerts of the active pack that nobody has judged. */
export function useOpenAlerts(): number {
  const [{ dataset }] = useFilters();
  const { data } = useCall(
    'alerts.list',
    dataset === null ? null : { dataset, severities: ['high', 'medium'], verdicts: ['none'], ...noRows },
  );
  return data?.total ?? 0;
}

/** How many users the dataset's alerts flag; null while that is not known. */
export function useFlaggedUsers(): number | null {
  const [{ dataset }] = useFilters();
  const { data } = useCall('alerts.list', dataset === null ? null : { dataset, ...noRows });
  return data?.flaggedUsers ?? null;
}

/** More are not listed on the screen: the export has them all. */
export const mostListed = 5000;

export function useAlertList(question: AlertQuestion | null): CallState<AlertPage> {
  return useCall('alerts.list', question && { ...question, offset: 0, limit: mostListed });
}

type Care = Omit<CallParams<'alerts.care'>, 'dataset' | 'alerts'>;

/** Judges, acknowledges, mutes or notes. Trouble is told in the tray. */
export async function careFor(dataset: string, alerts: readonly string[], care: Care): Promise<void> {
  if (alerts.length === 0) return;
  try {
    await callEngine('alerts.care', { dataset, alerts: [...alerts], ...care });
    refreshFlagged();
  } catch (thrown) {
    startTask(`Changing ${formatCount(alerts.length, 'alert')}`).finish(failureOf(thrown));
  }
}

export interface Allowance {
  readonly type: 'user' | 'session' | 'product';
  readonly id: string;
  readonly reason: string;
  /** Wall clock, ISO 8601; null for ever. */
  readonly until: string | null;
}

export async function allowEntity(dataset: string, allowance: Allowance): Promise<void> {
  const title = `Allowing ${allowance.type} ${allowance.id}`;
  await runTask(
    title,
    () => callEngine('allow.add', { dataset, ...allowance }),
    () => null,
  );
  refreshFlagged();
}

export async function disallowEntity(dataset: string, { type, id }: Pick<Allowance, 'type' | 'id'>): Promise<void> {
  const title = `Taking ${type} ${id} off the allow-list`;
  await runTask(
    title,
    () => callEngine('allow.remove', { dataset, type, id }),
    () => null,
  );
  refreshFlagged();
}

/** In so many hours from now, as the wall clock has it. */
export function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
