/** A dataset's way into a lake: tried without doing it, then done. It goes on whatever screen is shown. */
import { create } from 'zustand';
import { EngineError, type Publication } from '../../preload/contract.js';
import { callEngine, refreshCalls } from '../engine.js';
import { formatBytes, formatCount } from '../ui/format-number.js';
import { goTo } from './filters.js';
import { forgetAnswersOf } from './kept-answers.js';
import { parsePlace } from './place.js';
import { dismissTask, failureOf, startTask } from './tasks.js';

export interface PublishRequest {
  readonly connection: string;
  readonly dataset: string;
  /** `s3://bucket/prefix/` */
  readonly to: string;
}

interface Publishing {
  /** What runs now; null: nothing. */
  readonly running: { readonly request: PublishRequest; readonly isDryRun: boolean; readonly taskId: number } | null;
  /** The last outcome, until another is asked for. */
  readonly outcome: {
    readonly request: PublishRequest;
    readonly isDryRun: boolean;
    readonly publication: Publication | null;
    readonly error: EngineError | null;
  } | null;
}

export const usePublishing = create<Publishing>(() => ({ running: null, outcome: null }));

export function isSameRequest(a: PublishRequest, b: PublishRequest): boolean {
  return a.connection === b.connection && a.dataset === b.dataset && a.to === b.to;
}

/** `12 objects sent (3.4 GB), 30 kept`. */
function describePublication({ objects, bytes, isDryRun }: Publication): string {
  const count = (action: string) => objects.filter((object) => object.action === action).length;
  const parts = [`${formatCount(count('put'), 'object')} ${isDryRun ? 'to send' : 'sent'} (${formatBytes(bytes)})`];
  if (count('keep') > 0) parts.push(`${count('keep')} kept as they are`);
  if (count('delete') > 0) parts.push(`${count('delete')} ${isDryRun ? 'to delete' : 'deleted'}`);
  return parts.join(', ');
}

/** Whether the person looks at the part of the screen that shows the outcome. */
function isShown(): boolean {
  const { screen, own } = parsePlace(location.hash);
  return screen === 'lake' && own['tab'] === 'publish';
}

export async function publish(request: PublishRequest, isDryRun: boolean): Promise<void> {
  if (usePublishing.getState().running) return;
  const { dataset } = request;
  const task = startTask(isDryRun ? `Dry run of publishing ${dataset}` : `Publishing ${dataset}`);
  usePublishing.setState({ running: { request, isDryRun, taskId: task.id }, outcome: null });
  try {
    const publication = await callEngine('lake.publish', isDryRun ? { ...request, dryRun: true } : request, task);
    usePublishing.setState({ running: null, outcome: { request, isDryRun, publication, error: null } });
    task.finish({
      kind: 'done',
      message: describePublication(publication),
      action: { label: 'Look at it', run: () => goTo('lake', {}, { tab: 'publish', with: request.connection }) },
    });
    if (isShown()) dismissTask(task.id); // the screen says it already
  } catch (thrown) {
    const outcome = failureOf(thrown);
    const error = outcome.kind === 'failed' ? outcome.error : EngineError.from(thrown);
    usePublishing.setState({ running: null, outcome: { request, isDryRun, publication: null, error } });
    task.finish(outcome);
    if (isShown()) dismissTask(task.id);
  }
  if (!isDryRun) forgetAnswersOf(request.connection);
  // What lies there is different now, and the engine writes down where the lake is.
  if (!isDryRun) refreshCalls('connections.list', 'lake.list', 'lake.find', 'catalog.databases', 'catalog.tables');
}
