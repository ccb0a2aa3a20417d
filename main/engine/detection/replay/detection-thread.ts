/** Detection on a thread of its own, as the engine sees it. */
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../../../preload/contract.js';
import type { EventBatch } from '../events.js';
import type { FromThread, ThreadData, ToThread } from './worker-messages.js';

export interface DetectionThread {
  post(message: ToThread): void;
  end(): Promise<void>;
}

export interface ThreadListeners {
  readonly onMessage: (message: FromThread) => void;
  /** It is over, and was not asked to be. */
  readonly onDeath: (error: EngineError) => void;
}

export type StartThread = (data: ThreadData, listeners: ThreadListeners) => Promise<DetectionThread>;

function buffersOf(batch: EventBatch): ArrayBuffer[] {
  const { row, time, type, product, user, session, price, brand, category } = batch;
  return [row, time, type, product, user, session, price, brand, category].map(({ buffer }) => buffer as ArrayBuffer);
}

async function readWorker(workerFile: string): Promise<string> {
  return readFile(workerFile, 'utf8').catch((error: Error) => {
    throw new EngineError('internal', `The part of Vitrine that detects is missing: ${error.message}`, {
      wayOut: 'Install Vitrine again (in a checkout: npm run build).',
    });
  });
}

/** `workerFile` is the bundle of detection-worker.ts. */
export function startThreadFrom(workerFile: string): StartThread {
  return async (data, { onMessage, onDeath }) => {
    const code = await readWorker(workerFile);
    // The code is given as text: a thread cannot everywhere be started from a file inside a packaged app.
    const worker = new Worker(code, { eval: true, workerData: data });
    let isEnding = false;
    const die = (message: string) => {
      if (isEnding) return;
      isEnding = true;
      onDeath(
        new EngineError('internal', message, { wayOut: 'Start the replay again; the alerts found so far are kept.' }),
      );
    };
    worker.on('message', onMessage);
    worker.on('error', (error) => die(`Detection has ended early: ${error.message}`));
    worker.on('exit', () => die('Detection’s thread has ended early.'));
    return {
      post: (message) => worker.postMessage(message, message.kind === 'batch' ? buffersOf(message.batch) : []),
      async end() {
        isEnding = true;
        await worker.terminate();
      },
    };
  };
}
