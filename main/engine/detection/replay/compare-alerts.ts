/** Which alerts of two packs over the same data are the same: family, entity and an overlap in time agree. */
import type { Alert, PackComparison } from '../../../../preload/contract.js';

type Differences = Pick<PackComparison, 'added' | 'gone' | 'changed'>;

const kindOf = ({ family, entity }: Alert) => JSON.stringify([family, entity.type, entity.id]);
const endOf = ({ resolvedAt, lastEventAt }: Alert) => resolvedAt ?? lastEventAt;
const timeOf = (text: string) => Date.parse(text);

const overlap = (a: Alert, b: Alert) =>
  timeOf(a.firstEventAt) <= timeOf(endOf(b)) && timeOf(b.firstEventAt) <= timeOf(endOf(a));

/** Threshold and sentence are left out: they change with the rule that was edited, for every alert. */
function isChanged(before: Alert, after: Alert): boolean {
  const compared = ['severity', 'firstEventAt', 'detectedAt', 'lastEventAt', 'events', 'value'] as const;
  return compared.some((field) => before[field] !== after[field]);
}

function group(alerts: readonly Alert[]): ReadonlyMap<string, readonly Alert[]> {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const known = groups.get(kindOf(alert));
    if (known === undefined) groups.set(kindOf(alert), [alert]);
    else known.push(alert);
  }
  for (const list of groups.values()) list.sort((a, b) => timeOf(a.firstEventAt) - timeOf(b.firstEventAt));
  return groups;
}

/** Each alert has one that is the same at most: the earliest that overlaps it. */
export function compareAlerts(before: readonly Alert[], after: readonly Alert[]): Differences {
  const earlier = group(before);
  const taken = new Set<Alert>();
  const added: Alert[] = [];
  const changed: { readonly before: Alert; readonly after: Alert }[] = [];
  for (const list of group(after).values()) {
    for (const alert of list) {
      const same = earlier.get(kindOf(alert))?.find((other) => !taken.has(other) && overlap(other, alert));
      if (same === undefined) added.push(alert);
      else {
        taken.add(same);
        if (isChanged(same, alert)) changed.push({ before: same, after: alert });
      }
    }
  }
  const inOrder = (a: Alert, b: Alert) => timeOf(a.detectedAt) - timeOf(b.detectedAt) || (a.id < b.id ? -1 : 1);
  return {
    added: added.sort(inOrder),
    gone: before.filter((alert) => !taken.has(alert)).sort(inOrder),
    changed: changed.sort((a, b) => inOrder(a.after, b.after)),
  };
}
