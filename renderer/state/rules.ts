/** The pack that is being changed, and what it would find: kept while one looks at other screens. */
import { create } from 'zustand';
import { EngineError, type PackComparison, type Simulation } from '../../preload/contract.js';
import type { RulePack } from '../../preload/rules/pack.js';
import type { PackEntry } from '../../preload/shapes.js';
import { callEngine, refreshCalls } from '../engine.js';
import { refreshFlagged } from './alerts.js';
import { currentScreen, goTo } from './filters.js';
import { dismissTask, failureOf, runTask, startTask } from './tasks.js';

export interface SimulationAim {
  readonly dataset: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What was found, and in what. */
export interface Simulated {
  readonly aim: SimulationAim;
  readonly pack: RulePack;
  readonly simulation: Simulation;
  /** The baseline pack over the same data; null where it is the one that was simulated, or is not there. */
  readonly baseline: Simulation | null;
}

export interface Compared {
  readonly aim: SimulationAim;
  readonly pack: RulePack;
  readonly comparison: PackComparison;
}

interface RulesState {
  /** The pack that is looked at with the changes made to it; null: as it is saved. */
  readonly draft: RulePack | null;
  readonly simulated: Simulated | null;
  readonly compared: Compared | null;
  readonly isWorking: boolean;
  readonly error: EngineError | null;
}

export const useRules = create<RulesState>(() => ({
  draft: null,
  simulated: null,
  compared: null,
  isWorking: false,
  error: null,
}));

export function changeDraft(draft: RulePack | null): void {
  useRules.setState({ draft });
}

/** The pack as it is shown: the draft where there is one of this pack. */
export function shownPack(entry: PackEntry, draft: RulePack | null): RulePack {
  return draft?.name === entry.pack.name ? draft : entry.pack;
}

export function isSamePack(a: RulePack, b: RulePack): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const baselineName = 'baseline';

async function work<Result>(
  title: string,
  run: (options: { signal: AbortSignal }) => Promise<Result>,
): Promise<Result | null> {
  const task = startTask(title);
  useRules.setState({ isWorking: true, error: null });
  try {
    const result = await run(task);
    task.finish({ kind: 'done', message: 'Done', action: { label: 'Look at it', run: () => goTo('rules') } });
    if (currentScreen() === 'rules') dismissTask(task.id); // the screen says it already
    return result;
  } catch (thrown) {
    const outcome = failureOf(thrown);
    task.finish(outcome);
    if (outcome.kind === 'failed') useRules.setState({ error: outcome.error });
    return null;
  } finally {
    useRules.setState({ isWorking: false });
  }
}

/** Tries the pack on the data at full speed, and the baseline after it. */
export async function simulatePack(aim: SimulationAim, pack: RulePack, hasBaseline: boolean): Promise<void> {
  const simulated = await work(`Simulating ${pack.title}`, async (options) => {
    const simulation = await callEngine('replay.simulate', { ...aim, pack }, options);
    useRules.setState({ simulated: { aim, pack, simulation, baseline: null } });
    const wantsBaseline = hasBaseline && pack.name !== baselineName;
    const baseline = wantsBaseline
      ? await callEngine('replay.simulate', { ...aim, pack: baselineName }, options)
      : null;
    return { aim, pack, simulation, baseline };
  });
  if (simulated) useRules.setState({ simulated });
}

export async function comparePacks(aim: SimulationAim, before: RulePack, after: RulePack): Promise<void> {
  const comparison = await work(`Comparing two versions of ${after.title}`, (options) =>
    callEngine('replay.compare', { ...aim, before, after }, options),
  );
  if (comparison) useRules.setState({ compared: { aim, pack: after, comparison } });
}

/** Rejects with EngineError, for the form that asked. */
export async function savePack(pack: RulePack): Promise<RulePack> {
  const saved = await callEngine('packs.save', { pack });
  refreshCalls('packs.list');
  refreshFlagged();
  changeDraft(null);
  return saved;
}

export async function activatePack(name: string): Promise<void> {
  await runTask(
    'Activating the pack',
    () => callEngine('packs.activate', { name }),
    () => null,
  );
  refreshCalls('packs.list');
  refreshFlagged();
}

export async function removePack(name: string): Promise<void> {
  await runTask(
    'Removing the pack',
    () => callEngine('packs.remove', { name }),
    () => null,
  );
  refreshCalls('packs.list');
  refreshFlagged();
}

/** A name that a pack may have, from its title. */
export function packNameOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 40) || 'pack';
}
