/** The thread in which detection runs, so that the engine goes on answering. It knows no database. */
import { parentPort, workerData } from 'node:worker_threads';
import { ReplayLoop, type LoopClock } from './replay-loop.js';
import type { ThreadData, ToThread } from './worker-messages.js';

const clock: LoopClock = {
  now: () => performance.now(),
  later(callback, ms) {
    if (ms === 0) {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const timeout = setTimeout(callback, ms);
    return () => clearTimeout(timeout);
  },
  memoryBytes() {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
};

const port = parentPort;
if (port !== null) {
  const loop = new ReplayLoop(workerData as ThreadData, clock, (message) => port.postMessage(message));
  port.on('message', (message: ToThread) => loop.hear(message));
}
