/** The calls that play datasets through detection. */
import { EngineError } from '../../../preload/contract.js';
import type { Handlers } from '../serve.js';

type ReplayHandlers = Pick<Handlers, 'replay.run' | 'replay.control' | 'replay.simulate' | 'replay.compare'>;

export function createReplays(): ReplayHandlers {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Replays are not built yet.');
  };
  return { 'replay.run': later, 'replay.control': later, 'replay.simulate': later, 'replay.compare': later };
}
