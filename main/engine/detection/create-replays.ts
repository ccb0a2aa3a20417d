/** The calls that play datasets through detection. */
import { EngineError, type PackChoice } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import type { Connection } from '../database.js';
import type { Handlers, Job } from '../serve.js';
import { runReplay, type RunTools } from './run-replay.js';
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

  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Simulations are not built yet.');
  };

  return {
    'replay.run': run,
    'replay.control': async ({ run: name, action, speed }) => {
      const control = controls.get(name);
      if (control === undefined) throw new EngineError('not_found', `There is no replay named “${name}” under way.`);
      control({ ...(action !== undefined && { action }), ...(speed !== undefined && { speed }) });
      return null;
    },
    'replay.simulate': later,
    'replay.compare': later,
  };
}
