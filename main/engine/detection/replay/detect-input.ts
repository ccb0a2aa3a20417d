/** Detection over a file or a stream, in the order of arrival, without a dataset; nothing is kept. */
import type { PackChoice, Progress } from '../../../../preload/contract.js';
import type { RulePack } from '../../../../preload/rules/pack.js';
import type { EventInput, ReadEventInput } from '../../event-input.js';
import type { Job } from '../../serve.js';
import { AlertWriter, writeTime, type ReadNames } from './alert-writer.js';
import { ArrivalOrder } from './arrival-order.js';
import type { StartThread } from './detection-thread.js';
import type { EventBatch } from '../events.js';
import { playEvents } from './play-events.js';
import { RecentWords } from './recent-words.js';
import { requireAllRows } from './run-replay.js';

export interface InputDetectionNeeds {
  readonly startThread: StartThread;
  readonly getPack: (choice?: PackChoice) => Promise<RulePack>;
  readonly readInput: ReadEventInput;
}

export interface InputDetection {
  /** Events that detection has seen. */
  readonly rows: number;
  /** Events that came too late for the pack's bound, and were dropped. */
  readonly late: number;
  /** Rows that are no events or have a wrong time, and rows that the layout passes over. */
  readonly rejected: number;
  readonly ignored: number;
  readonly seconds: number;
}

export type DetectInput = (input: EventInput, pack: PackChoice | undefined, job: Job) => Promise<InputDetection>;

/** The progress carries every change of an alert, and the rejects. Throws as a replay does, and what reading throws. */
export function createInputDetection({ startThread, getPack, readInput }: InputDetectionNeeds): DetectInput {
  return async (input, choice, { signal, onProgress }) => {
    const startedAt = performance.now();
    const pack = await getPack(choice);
    const order = new ArrivalOrder(pack.boundSeconds * 1000);
    const words = { user: new RecentWords(), product: new RecentWords(), session: new RecentWords() };
    let rejected = 0;
    let ignored = 0;
    let handedOn = 0;
    const report = (more: Pick<Progress, 'alerts' | 'rejects'>) =>
      onProgress({ phase: 'Detecting', done: handedOn, total: null, unit: 'rows', ...more });

    async function* batches(reading: AbortSignal): AsyncGenerator<EventBatch> {
      const count = (batch: EventBatch) => {
        handedOn += batch.length;
        return batch;
      };
      const reportRefuted = () => {
        const rejects = order.takeRefuted().map(({ time, place }) => ({
          ...place,
          reason: 'its time is more than 6 hours ahead of the rows around it',
          text: writeTime(time),
        }));
        rejected += rejects.length;
        if (rejects.length > 0) report({ rejects });
      };
      for await (const events of readInput(input, reading)) {
        for (const kind of ['user', 'product', 'session'] as const) words[kind].add(events.words[kind]);
        rejected += events.rejects.length;
        ignored += events.ignored;
        if (events.rejects.length > 0) report({ rejects: events.rejects });
        const batch = order.push(events, events.placeOf);
        reportRefuted();
        if (batch !== null) yield count(batch);
      }
      const rest = order.end();
      reportRefuted();
      if (rest !== null) yield count(rest);
    }

    const readNames: ReadNames = async (kind, keys) =>
      new Map(
        keys.flatMap((key) => {
          const word = words[kind].get(key);
          return word === undefined ? [] : [[key, word] as const];
        }),
      );
    const writer = new AlertWriter(pack, readNames);
    const { reached } = await playEvents({
      startThread,
      data: {
        pack,
        start: null,
        speed: null,
        isPaused: false,
        catchUpRows: 0,
        withFrames: false,
        withChanges: true,
        withSpreads: false,
      },
      batches,
      signal,
      onNews: async ({ changes }) => report({ alerts: await writer.write(changes) }),
    });
    requireAllRows(reached.rows, handedOn);
    return { rows: reached.rows, late: order.late, rejected, ignored, seconds: (performance.now() - startedAt) / 1000 };
  };
}
