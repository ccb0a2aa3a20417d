/** What takes or gives a stream, and so is no call: for hosts in the engine's own process. */
import type { Connection } from '../../database.js';
import { createInputDetection, type DetectInput, type InputDetectionNeeds } from './detect-input.js';
import { emitEvents, type EmitEvents } from './emit-events.js';

export interface EventStreams {
  readonly detectInput: DetectInput;
  readonly emitEvents: EmitEvents;
}

export interface StreamNeeds extends InputDetectionNeeds {
  readonly withDataset: <T>(
    name: string,
    options: { readonly signal?: AbortSignal },
    work: (connection: Connection) => Promise<T>,
  ) => Promise<T>;
}

export function createStreams(needs: StreamNeeds): EventStreams {
  return {
    detectInput: createInputDetection(needs),
    emitEvents: ({ dataset, ...request }, take, job) =>
      needs.withDataset(dataset, { signal: job.signal }, (connection) => emitEvents(connection, request, take, job)),
  };
}
