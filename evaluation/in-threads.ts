/** Backgrounds side by side, each in a thread of its own. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { RulePack } from '../preload/rules/pack.js';
import { evaluateBackground, type EvaluatedBackground } from './evaluate-background.js';
import type { Plan } from './plan.js';

interface Work {
  readonly plan: Plan;
  readonly packs: readonly RulePack[];
}

type Message = { readonly text: string } | { readonly done: EvaluatedBackground };

/** `program` is the bundled file, which calls {@link workInThread} where it is not the main thread. */
export function evaluateInThread(
  program: string,
  work: Work,
  tell: (text: string) => void,
): Promise<EvaluatedBackground> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: work, resourceLimits: { maxOldGenerationSizeMb: 6000 } });
    thread.on('message', (message: Message) => {
      if ('text' in message) tell(message.text);
      else resolve(message.done);
    });
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`A thread of the evaluation ended with ${code}.`)));
  });
}

export async function workInThread(): Promise<void> {
  const { plan, packs } = workerData as Work;
  const say = (message: Message) => parentPort?.postMessage(message);
  say({ done: await evaluateBackground(plan, packs, (text) => say({ text })) });
}
