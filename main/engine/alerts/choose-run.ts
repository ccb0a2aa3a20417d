/** Which of a dataset's runs tells what detection has found: the truth is the whole data through the active pack. */
import type { RunInfo } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import { canonicalJson } from './canonical-json.js';

/** A run with the pack as it was played. */
export interface ListedRun {
  readonly info: RunInfo;
  readonly pack: RulePack;
  /** Whether it has come to the end, now or before it was played again. */
  readonly hasAll: boolean;
}

const isWhole = ({ from, to }: RunInfo) => from === null && to === null;

/** What a pack detects by, and its name: not what it is called or numbered. */
function contentOf({ name, boundSeconds, recoverAfterSeconds, resolveAfterSeconds, rules }: RulePack): string {
  return canonicalJson({ name, boundSeconds, recoverAfterSeconds, resolveAfterSeconds, rules });
}

/**
 * The run of the active pack that counts; null where it has none. `versions`: as it is shipped or saved, the newest first:
 * another pack of the same name does not count. Before all others come complete runs over the whole data: of the newest
 * version on the data as they are, of the newest version, of an earlier one. `runs`: the newest first.
 */
export function chooseActiveRun<Run extends ListedRun>(
  runs: readonly Run[],
  versions: readonly RulePack[],
): Run | null {
  const [newest, ...earlier] = versions.map(contentOf);
  const known = new Set(earlier);
  const ranked = runs.map((run) => {
    const content = contentOf(run.pack);
    const isNewest = content === newest;
    const isOwn = isNewest || known.has(content);
    const isTruth = isOwn && run.hasAll && isWhole(run.info);
    const rank = !isOwn ? 0 : !isTruth ? 1 : !isNewest ? 2 : run.info.isCurrent ? 4 : 3;
    return { run, rank };
  });
  const best = ranked.reduce((most, { rank }) => Math.max(most, rank), 0);
  return best === 0 ? null : (ranked.find(({ rank }) => rank === best)?.run ?? null);
}
