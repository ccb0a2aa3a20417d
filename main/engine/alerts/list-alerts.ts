/** Alerts chosen by a question: a page of them, how many there are of each, and when. */
import type { Alert, AlertPage, AlertQuestion } from '../../../preload/contract.js';
import type { CareNow } from './care.js';
import { chooseBucketSeconds } from './time-buckets.js';
import type { AlertView } from './alert-view.js';

const facetNames = ['states', 'severities', 'families', 'verdicts'] as const;
type FacetName = (typeof facetNames)[number];

const maxBuckets = 200;

type Choice = Omit<AlertQuestion, 'dataset' | 'run'>;

const valueOf: Readonly<Record<FacetName, (alert: Alert, care: CareNow) => string>> = {
  states: ({ state }) => state,
  severities: ({ severity }) => severity,
  families: ({ family }) => family,
  verdicts: (alert, care) => care.verdictOf(alert),
};

/** Whether an alert fits all of the question that is no facet. */
function makeTest(choice: Choice, care: CareNow): (alert: Alert, detectedMs: number) => boolean {
  const { entity, withQuiet } = choice;
  const fromMs = choice.from === undefined ? -Infinity : Date.parse(choice.from);
  const toMs = choice.to === undefined ? Infinity : Date.parse(choice.to);
  const search = choice.search?.trim().toLowerCase() ?? '';
  return (alert, detectedMs) => {
    if (detectedMs < fromMs || detectedMs >= toMs) return false;
    if (entity !== undefined && (alert.entity.type !== entity.type || alert.entity.id !== entity.id)) return false;
    if (withQuiet !== true && care.isQuiet(alert)) return false;
    if (search === '') return true;
    return [alert.entity.id, alert.rule, alert.reason].some((text) => text.toLowerCase().includes(search));
  };
}

interface Chosen {
  readonly alerts: readonly Alert[];
  readonly detectedMs: readonly number[];
  readonly facets: AlertPage['facets'];
}

/** All alerts of the view that the question chooses, newest detection first. */
export function chooseAlerts(view: AlertView, care: CareNow, choice: Choice): Chosen {
  const isChosen = makeTest(choice, care);
  const wanted = facetNames.map((name) => {
    const values: readonly string[] = choice[name] ?? [];
    return values.length === 0 ? null : new Set(values);
  });
  const counts: Record<FacetName, Record<string, number>> = { states: {}, severities: {}, families: {}, verdicts: {} };
  const alerts: Alert[] = [];
  const detectedMs: number[] = [];
  for (const [at, alert] of view.alerts.entries()) {
    const timeMs = view.detectedMs[at] ?? 0;
    if (!isChosen(alert, timeMs)) continue;
    const values = facetNames.map((name) => valueOf[name](alert, care));
    const misfits = wanted.flatMap((set, facet) => (set === null || set.has(values[facet] ?? '') ? [] : [facet]));
    if (misfits.length === 0) {
      alerts.push(alert);
      detectedMs.push(timeMs);
    }
    for (const [facet, name] of facetNames.entries()) {
      if (misfits.some((other) => other !== facet)) continue;
      const value = values[facet] ?? '';
      counts[name][value] = (counts[name][value] ?? 0) + 1;
    }
  }
  return { alerts, detectedMs, facets: counts };
}

/** Alerts by bucket of time and severity, ascending. */
export function measureTimeline(
  alerts: readonly Alert[],
  detectedMs: readonly number[],
): Pick<AlertPage, 'timeline' | 'timelineSeconds'> {
  if (alerts.length === 0) return { timeline: [], timelineSeconds: 1 };
  // Newest first.
  const [newestMs, oldestMs] = [detectedMs[0] ?? 0, detectedMs[detectedMs.length - 1] ?? 0];
  const seconds = chooseBucketSeconds(oldestMs / 1000, newestMs / 1000, maxBuckets);
  const counts = new Map<string, { atMs: number; severity: Alert['severity']; alerts: number }>();
  for (const [at, { severity }] of alerts.entries()) {
    const atMs = Math.floor((detectedMs[at] ?? 0) / 1000 / seconds) * seconds * 1000;
    const key = `${atMs} ${severity}`;
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { atMs, severity, alerts: 1 });
    else found.alerts++;
  }
  const rank = { high: 0, medium: 1, low: 2 };
  const timeline = [...counts.values()]
    .sort((a, b) => a.atMs - b.atMs || rank[a.severity] - rank[b.severity])
    .map(({ atMs, severity, alerts: count }) => ({ at: isoSeconds(atMs), severity, alerts: count }));
  return { timeline, timelineSeconds: seconds };
}

/** `2019-10-01T00:00:00Z`. */
function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
