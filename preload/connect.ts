/** A wire becomes one typed call. */
import {
  EngineError,
  type CallEngine,
  type CallName,
  type CallOptions,
  type CallParams,
  type CallResult,
  type Reply,
  type Request,
  type Wire,
} from './contract.js';

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: EngineError) => void;
  readonly onProgress: CallOptions['onProgress'];
}

/**
 * Returns the call function of a client. A call that is aborted rejects with `cancelled` at once and tells the engine;
 * when the wire closes, all that wait reject with `disconnected`, and so does every later call.
 */
export function connect(wire: Wire<Request, Reply>): CallEngine {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let closedBecause: string | null = null;

  function settle(id: number): Waiting | undefined {
    const entry = waiting.get(id);
    waiting.delete(id);
    return entry;
  }

  wire.onMessage((reply) => {
    switch (reply.kind) {
      case 'progress':
        return waiting.get(reply.id)?.onProgress?.(reply.progress);
      case 'result':
        return settle(reply.id)?.resolve(reply.result as never);
      case 'error':
        return settle(reply.id)?.reject(EngineError.deserialize(reply.error));
    }
  });

  wire.onClose((reason) => {
    closedBecause = reason;
    for (const id of [...waiting.keys()]) settle(id)?.reject(new EngineError('disconnected', reason));
  });

  return <Name extends CallName>(name: Name, params: CallParams<Name>, options: CallOptions = {}) =>
    new Promise<CallResult<Name>>((resolve, reject) => {
      const { signal, onProgress } = options;
      if (closedBecause !== null) return reject(new EngineError('disconnected', closedBecause));
      if (signal?.aborted) return reject(new EngineError('cancelled', 'Cancelled.'));

      const id = ++lastId;
      const abort = () => {
        if (settle(id) === undefined) return;
        wire.post({ kind: 'cancel', id });
        reject(new EngineError('cancelled', 'Cancelled.'));
      };
      const done = () => signal?.removeEventListener('abort', abort);
      waiting.set(id, {
        resolve: (result) => (done(), resolve(result)),
        reject: (error) => (done(), reject(error)),
        onProgress,
      });
      signal?.addEventListener('abort', abort, { once: true });
      wire.post({ kind: 'call', id, name, params });
    });
}
