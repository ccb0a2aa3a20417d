/** Long work that goes on when the screen changes: loads and exports. The tray at the foot shows it. */
import { create } from 'zustand';
import { EngineError, type CallOptions, type Progress } from '../../preload/contract.js';

export interface TaskAction {
  readonly label: string;
  readonly run: () => void;
}

export type TaskOutcome =
  | { readonly kind: 'done'; readonly message: string; readonly action?: TaskAction }
  | { readonly kind: 'failed'; readonly error: EngineError }
  | { readonly kind: 'cancelled' };

export interface Task {
  readonly id: number;
  readonly title: string;
  readonly progress: Progress | null;
  /** Null while it runs. */
  readonly outcome: TaskOutcome | null;
  readonly cancel: () => void;
}

interface Tasks {
  readonly tasks: readonly Task[];
}

export const useTasks = create<Tasks>(() => ({ tasks: [] }));

const doneShownMs = 20_000;
let lastId = 0;

function change(id: number, changes: Partial<Task>): void {
  useTasks.setState(({ tasks }) => ({ tasks: tasks.map((task) => (task.id === id ? { ...task, ...changes } : task)) }));
}

/** Takes a task that is over out of the tray. */
export function dismissTask(id: number): void {
  useTasks.setState(({ tasks }) => ({ tasks: tasks.filter((task) => task.id !== id || task.outcome === null) }));
}

/**
 * Runs `work` in the tray and resolves to its result, or null when it failed or was cancelled: the tray says which.
 * `describe` is the sentence that stands in the tray afterwards.
 */
export async function runTask<Result>(
  title: string,
  work: (options: Required<CallOptions>) => Promise<Result>,
  describe: (result: Result) => { readonly message: string; readonly action?: TaskAction },
): Promise<Result | null> {
  const id = ++lastId;
  const controller = new AbortController();
  const task: Task = { id, title, progress: null, outcome: null, cancel: () => controller.abort() };
  useTasks.setState(({ tasks }) => ({ tasks: [...tasks, task] }));
  try {
    const result = await work({
      signal: controller.signal,
      onProgress: (progress) => change(id, { progress }),
    });
    change(id, { outcome: { kind: 'done', ...describe(result) } });
    setTimeout(() => dismissTask(id), doneShownMs);
    return result;
  } catch (thrown) {
    const error = EngineError.from(thrown);
    const isCancelled = error.code === 'cancelled';
    change(id, { outcome: isCancelled ? { kind: 'cancelled' } : { kind: 'failed', error } });
    if (isCancelled) setTimeout(() => dismissTask(id), doneShownMs / 4);
    return null;
  }
}
