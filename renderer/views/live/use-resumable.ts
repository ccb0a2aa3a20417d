import type { RunInfo } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import type { LiveAim } from '../../state/live.js';

function isSameMoment(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));
}

/** The run of the same data, pack and range that was stopped on its way; null where there is none. */
export function useResumable({ dataset, pack, from, to }: LiveAim): RunInfo | null {
  const runs = useCall('alerts.runs', { dataset }).data ?? [];
  const packs = useCall('packs.list', {}).data ?? [];
  const entry = packs.find((one) => (pack === null ? one.isActive : one.pack.name === pack));
  if (!entry) return null;
  const { name, version } = entry.pack;
  const same = runs.find(
    (run) =>
      run.pack === name && run.packVersion === version && isSameMoment(run.from, from) && isSameMoment(run.to, to),
  );
  return same && same.isCurrent && same.state === 'stopped' && same.rows > 0 ? same : null;
}
