/** Handlers and a wire become answers: parse, run, progress, cancel, errors. */
import {
  calls,
  EngineError,
  type CallEngine,
  type CallName,
  type CallParams,
  type CallResult,
  type Progress,
  type Reply,
  type Request,
  type Wire,
} from '../../preload/contract.js';

export interface Job {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export type Handlers = {
  readonly [Name in CallName]: (params: CallParams<Name>, job: Job) => Promise<CallResult<Name>>;
};

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/** Parses the params and runs the handler. Throws EngineError `unknown_call`, `bad_params`, or what the handler throws. */
async function run(handlers: Handlers, name: string, params: unknown, job: Job): Promise<unknown> {
  if (!isCallName(name)) throw new EngineError('unknown_call', `There is no call named “${name}”.`);
  const parsed = calls[name].params.safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    throw new EngineError('bad_params', `${where}${issue?.message ?? 'The parameters do not fit.'}`);
  }
  job.signal.throwIfAborted();
  const handler = handlers[name] as (params: unknown, job: Job) => Promise<unknown>;
  return handler(parsed.data, job);
}

/** The same calls without a wire, for a host that lives in the engine's own process. */
export function callDirectly(handlers: Handlers): CallEngine {
  return async (name, params, options = {}) => {
    const signal = options.signal ?? new AbortController().signal;
    try {
      return (await run(handlers, name, params, {
        signal,
        onProgress: options.onProgress ?? (() => undefined),
      })) as CallResult<typeof name>;
    } catch (error) {
      throw signal.aborted ? new EngineError('cancelled', 'Cancelled.') : EngineError.from(error);
    }
  };
}

/** Answers the requests of one wire until it closes; then everything that still runs for it is cancelled. */
export function serve(handlers: Handlers, wire: Wire<Reply, Request>): void {
  const running = new Map<number, AbortController>();
  let open = true;

  async function answer(id: number, name: string, params: unknown): Promise<Reply> {
    const controller = new AbortController();
    running.set(id, controller);
    const onProgress = (progress: Progress) => {
      if (open && !controller.signal.aborted) wire.post({ kind: 'progress', id, progress });
    };
    try {
      return {
        kind: 'result',
        id,
        result: await run(handlers, name, params, { signal: controller.signal, onProgress }),
      };
    } catch (error) {
      const reported = controller.signal.aborted ? new EngineError('cancelled', 'Cancelled.') : EngineError.from(error);
      return { kind: 'error', id, error: reported.serialize() };
    } finally {
      running.delete(id);
    }
  }

  wire.onMessage((request) => {
    if (request.kind === 'cancel') return running.get(request.id)?.abort();
    void answer(request.id, request.name, request.params).then((reply) => {
      if (open) wire.post(reply);
    });
  });

  wire.onClose(() => {
    open = false;
    for (const controller of running.values()) controller.abort();
  });
}
