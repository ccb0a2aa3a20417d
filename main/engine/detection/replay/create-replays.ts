/** The calls that play datasets through detection. */
import { EngineError, type PackChoice } from '../../../../preload/contract.js';
import type { RulePack } from '../../../../preload/rules/pack.js';
import type { Connection } from '../../database.js';
import type { Handlers, Job } from '../../serve.js';
import { compareAlerts } from './compare-alerts.js';
import { runReplay, type RunTools } from './run-replay.js';
import { simulate, type Simulated } from './simulate.js';
import type { Control } from './worker-messages.js';

type ReplayHandlers = Pick<Handlers, 'replay.run' | 'replay.control' | 'replay.simulate' | 'replay.compare'>;

export interface ReplayNeeds extends RunTools {
  /** A pack by its name, one that is given, or without a choice the active one. */
  readonly getPack: (choice?: PackChoice) => Promise<RulePack>;
  readonly withDataset: <T>(
    name: string,
    options: { readonly signal?: AbortSignal },
    work: (connection: Connection) => Promise<T>,
  ) => Promise<T>;
}

export function createReplays(needs: ReplayNeeds): ReplayHandlers {
  const { getPack, withDataset } = needs;
  const controls = new Map<string, (control: Control) => void>();

  async function run(request: Parameters<ReplayHandlers['replay.run']>[0], { signal, onProgress }: Job) {
    if (controls.has(request.run))
      throw new EngineError('already_exists', `There is already a replay named “${request.run}”.`);
    const pack = await getPack(request.pack);
    // Controls may come before the events have been counted.
    let waiting: Control[] | null = [];
    controls.set(request.run, (control) => waiting?.push(control));
    const onStart = (control: (control: Control) => void) => {
      for (const early of waiting ?? []) control(early);
      waiting = null;
      controls.set(request.run, control);
    };
    try {
      return await withDataset(request.dataset, { signal }, (connection) =>
        runReplay({
          ...needs,
          connection,
          request,
          pack,
          signal: connection.signal ?? signal, // also aborted where the dataset is removed
          onProgress,
          onStart,
        }),
      );
    } finally {
      controls.delete(request.run);
    }
  }

  /** Tries the packs one after the other on the same version of the dataset. */
  async function tryPacks(
    {
      dataset,
      from,
      to,
    }: { readonly dataset: string; readonly from?: string | undefined; readonly to?: string | undefined },
    choices: readonly PackChoice[],
    { signal, onProgress }: Job,
  ): Promise<readonly Simulated[]> {
    const packs = await Promise.all(choices.map((choice) => getPack(choice)));
    return withDataset(dataset, { signal }, async (connection) => {
      const tried: Simulated[] = [];
      for (const [at, pack] of packs.entries()) {
        tried.push(
          await simulate({
            connection,
            startThread: needs.startThread,
            pack,
            range: { from: from ?? null, to: to ?? null },
            signal: connection.signal ?? signal,
            onProgress,
            turn: { at, of: packs.length },
            ...(needs.batchRows !== undefined && { batchRows: needs.batchRows }),
          }),
        );
      }
      return tried;
    });
  }

  return {
    'replay.run': run,
    'replay.control': async ({ run: name, action, speed }) => {
      const control = controls.get(name);
      if (control === undefined) throw new EngineError('not_found', `There is no replay named “${name}” under way.`);
      control({ ...(action !== undefined && { action }), ...(speed !== undefined && { speed }) });
      return null;
    },
    'replay.simulate': async (params, job) => {
      const [tried] = (await tryPacks(params, [params.pack], job)) as [Simulated];
      return tried.simulation;
    },
    'replay.compare': async (params, job) => {
      const tried = await tryPacks(params, [params.before, params.after], job);
      const [before, after] = tried as [Simulated, Simulated];
      return {
        before: before.simulation,
        after: after.simulation,
        ...compareAlerts(before.alerts, after.alerts),
      };
    },
  };
}
