/** Long work that goes on when the screen changes: copies, loads and exports. The tray at the foot shows it. */
import { create } from 'zustand';
import { EngineError, type Progress } from '../../preload/contract.js';

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

/** While something runs, the browser asks before the page goes; in Electron main/electron/window.ts asks instead. */
function holdPage(event: BeforeUnloadEvent): void {
  event.preventDefault();
  event.returnValue = 'running'; // Chromium before 119 heeds this alone
}

useTasks.subscribe(({ tasks }) => {
  if (tasks.some(({ outcome }) => outcome === null)) globalThis.addEventListener?.('beforeunload', holdPage);
  else globalThis.removeEventListener?.('beforeunload', holdPage);
});

const shownMs = { done: 20_000, cancelled: 5_000 };
let lastId = 0;

function change(id: number, changes: Partial<Task>): void {
  useTasks.setState(({ tasks }) => ({ tasks: tasks.map((task) => (task.id === id ? { ...task, ...changes } : task)) }));
}

/** Takes a task that is over out of the tray. */
export function dismissTask(id: number): void {
  useTasks.setState(({ tasks }) => ({ tasks: tasks.filter((task) => task.id !== id || task.outcome === null) }));
}

export interface RunningTask {
  readonly id: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** What is done or cancelled leaves the tray after a while, what failed stays until it is read. */
  readonly finish: (outcome: TaskOutcome) => void;
}

export function startTask(title: string): RunningTask {
  const id = ++lastId;
  const controller = new AbortController();
  const task: Task = { id, title, progress: null, outcome: null, cancel: () => controller.abort() };
  useTasks.setState(({ tasks }) => ({ tasks: [...tasks, task] }));
  return {
    id,
    signal: controller.signal,
    onProgress: (progress) => change(id, { progress }),
    finish: (outcome) => {
      change(id, { outcome });
      if (outcome.kind !== 'failed') setTimeout(() => dismissTask(id), shownMs[outcome.kind]);
    },
  };
}

/** What the tray says of work that was thrown out of. */
export function failureOf(thrown: unknown): TaskOutcome {
  const error = EngineError.from(thrown);
  return error.code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', error };
}

/**
 * Runs `work` in the tray and resolves to its result, or null when it failed or was cancelled: the tray says which.
 * `describe` is the sentence that stands in the tray afterwards, null where the screen says it.
 */
export async function runTask<Result>(
  title: string,
  work: (task: RunningTask) => Promise<Result>,
  describe: (result: Result) => { readonly message: string; readonly action?: TaskAction } | null,
): Promise<Result | null> {
  const task = startTask(title);
  try {
    const result = await work(task);
    const description = describe(result);
    task.finish({ kind: 'done', message: '', ...description });
    if (description === null) dismissTask(task.id);
    return result;
  } catch (thrown) {
    task.finish(failureOf(thrown));
    return null;
  }
}
