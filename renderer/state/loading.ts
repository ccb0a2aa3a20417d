/** The way of files into a dataset: chosen, copied, looked into, loading, loaded. It goes on whatever screen is shown. */
import { create } from 'zustand';
import {
  EngineError,
  type CallParams,
  type EarlyAnswers,
  type FileLayout,
  type LoadRequest,
  type Progress,
} from '../../preload/contract.js';
import type { FileInspection, LoadSummary } from '../../preload/shapes.js';
import type { UploadProgress } from '../../preload/shell.js';
import { callEngine } from '../engine.js';
import { formatCount } from '../ui/format-number.js';
import { refreshDatasets } from './datasets.js';
import { currentScreen, goTo } from './filters.js';
import { shell } from './shell.js';
import { draftFor, isToMap, type LayoutDraft } from './layout-draft.js';
import { dismissTask, failureOf, startTask, type RunningTask } from './tasks.js';

/** Files that were looked into. */
export interface Found {
  readonly files: readonly FileInspection[];
  /** The mapping that was confirmed for all of them; null: each is as it was recognised. */
  readonly layout: FileLayout | null;
  /** The mapping that is worked on; null: none. */
  readonly draft: LayoutDraft | null;
}

/** The files that are looked at before they are loaded, and how they are written. */
export type PreviewQuestion = CallParams<'datasets.preview'>;

export type Loading =
  | { readonly step: 'choose' }
  | { readonly step: 'copying'; readonly taskId: number }
  /** From a lake or an address on the web. */
  | { readonly step: 'fetching'; readonly taskId: number; readonly title: string }
  | { readonly step: 'inspecting' }
  | ({ readonly step: 'inspected' } & Found)
  | {
      readonly step: 'loading';
      readonly dataset: string;
      readonly taskId: number;
      readonly preview: PreviewQuestion;
      /** Null until all rows have been counted. */
      readonly early: EarlyAnswers | null;
    }
  | { readonly step: 'loaded'; readonly summary: LoadSummary; readonly isAppended: boolean };

interface LoadingState {
  readonly loading: Loading;
  /** What went wrong at the last step. */
  readonly error: EngineError | null;
  /** The dataset whose “Add files…” was chosen; null: a new one, unless the person says otherwise. */
  readonly addTo: string | null;
}

/** The task that the Load screen shows in large; the tray then need not. */
export function taskOf(loading: Loading): number | null {
  return 'taskId' in loading ? loading.taskId : null;
}

export const useLoading = create<LoadingState>(() => ({ loading: { step: 'choose' }, error: null, addTo: null }));

function release(files: readonly FileInspection[]): void {
  shell.release(files.map(({ path }) => path));
}

/** Files that were looked into and are not going to be loaded are done with. */
function show(loading: Loading, error: EngineError | null = null): void {
  const { loading: before } = useLoading.getState();
  if (before.step === 'inspected' && loading.step !== 'loading') release(before.files);
  useLoading.setState({ loading, error });
}

/** Those of the files that can be loaded as they were looked into. */
export function loadable({ files }: Pick<Found, 'files'>): readonly FileInspection[] {
  return files.filter((file) => file.problem === null && !isToMap(file));
}

/** Null where no file can be loaded yet. */
export function previewOf(found: Found): PreviewQuestion | null {
  const paths = loadable(found).map(({ path }) => path);
  if (paths.length === 0 || found.draft !== null) return null;
  return { paths, ...(found.layout && { layout: found.layout }) };
}

/** Back to the choice of files, for the dataset that was meant before. */
export function chooseAgain(): void {
  show({ step: 'choose' });
}

/** To the choice of files that are added to this dataset; null: of those that become a new one. */
export function chooseFilesFor(addTo: string | null): void {
  useLoading.setState({ addTo });
  show({ step: 'choose' });
  goTo('load');
}

/** The Load screen follows a task that fetches files. */
export function followFetch(taskId: number, title: string): void {
  show({ step: 'fetching', taskId, title });
}

/** Whether the Load screen follows this fetch. */
export function isFetchFollowed(taskId: number): boolean {
  const { loading } = useLoading.getState();
  return loading.step === 'fetching' && loading.taskId === taskId;
}

/** Changes what is known of the files that are shown, unless others are shown by now. */
export function changeFound(files: readonly FileInspection[], changes: Partial<Found>, error?: EngineError): void {
  const { loading } = useLoading.getState();
  if (loading.step !== 'inspected' || loading.files !== files) return;
  useLoading.setState({ loading: { ...loading, ...changes }, error: error ?? null });
}

/** Files that are added and not recognised are as the dataset's others are, if they all fit. */
async function lookInto(paths: string[]): Promise<Found> {
  const files = await callEngine('files.inspect', { paths });
  const { addTo } = useLoading.getState();
  if (addTo !== null && files.some(({ layoutFrom }) => layoutFrom !== 'recognised')) {
    const { layout } = await callEngine('datasets.get', { dataset: addTo });
    const fitting = await callEngine('files.inspect', { paths, layout });
    if (fitting.every(({ problem }) => problem === null)) return { files: fitting, layout, draft: null };
  }
  return { files, layout: null, draft: draftFor(files) };
}

/** Looks into files or folders, named by paths that the engine can read, and shows what is in them. */
export async function inspectPaths(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  goTo('load');
  show({ step: 'inspecting' });
  try {
    show({ step: 'inspected', ...(await lookInto([...paths])) });
  } catch (error) {
    shell.release(paths);
    show({ step: 'choose' }, EngineError.from(error));
  }
}

/** Turns the bytes that are copied so far into what the tray shows. */
function reportCopying(task: RunningTask): UploadProgress {
  const startedAt = performance.now();
  return (done, total) => {
    const bytesPerSecond = (1000 * done) / Math.max(1, performance.now() - startedAt);
    const secondsLeft = bytesPerSecond > 0 ? (total - done) / bytesPerSecond : null;
    task.onProgress({ phase: 'Copying', done, total, unit: 'bytes', bytesPerSecond, secondsLeft });
  };
}

type FindFiles = (onProgress: UploadProgress, signal: AbortSignal) => Promise<readonly string[]>;

/** Inspects what `find` finds. A host that must copy the files first reports as it goes: then the copying is a task. */
async function inspectFound(find: FindFiles): Promise<void> {
  if (currentScreen() !== 'load') useLoading.setState({ addTo: null });
  const stop = new AbortController();
  const copying: { task?: RunningTask; report?: UploadProgress } = {};
  const startCopying = () => {
    const task = startTask('Copying the files into the workspace');
    task.signal.addEventListener('abort', () => stop.abort());
    goTo('load');
    show({ step: 'copying', taskId: task.id });
    Object.assign(copying, { task, report: reportCopying(task) });
  };
  try {
    const paths = await find((done, total) => {
      if (!copying.task) startCopying();
      copying.report?.(done, total);
    }, stop.signal);
    copying.task?.finish({ kind: 'done', message: formatCount(paths.length, 'file') });
    if (copying.task) dismissTask(copying.task.id); // the files that are shown next say it
    await inspectPaths(paths);
  } catch (thrown) {
    const outcome = failureOf(thrown);
    copying.task?.finish(outcome);
    goTo('load');
    show({ step: 'choose' }, outcome.kind === 'failed' ? outcome.error : null);
  }
}

export function inspectFiles(files: readonly File[]): Promise<void> {
  return inspectFound((onProgress, signal) => shell.pathsOf(files, onProgress, signal));
}

export function pickAndInspect(): Promise<void> {
  return inspectFound((onProgress, signal) => shell.pickFiles(onProgress, signal));
}

/** Whether the dataset had the content of every file already, so that it is as it was. */
export function addsNothing({ rowsRead, skipped }: LoadSummary): boolean {
  return rowsRead === 0 && skipped.length > 0;
}

function describeLoaded(summary: LoadSummary, isAppended: boolean): string {
  const { rowsLoaded, rowsRejected, skipped } = summary;
  if (addsNothing(summary)) return `Nothing was added, ${formatCount(skipped.length, 'file')} skipped`;
  const counts = `${formatCount(rowsLoaded, 'row')} ${isAppended ? 'added' : 'loaded'}, ${formatCount(rowsRejected, 'row')} rejected`;
  return skipped.length > 0 ? `${counts}, ${formatCount(skipped.length, 'file')} skipped` : counts;
}

/** Loads in the tray. The Load screen follows it, and comes back to the files when it fails. */
export async function startLoad(request: LoadRequest, found: Found): Promise<void> {
  const { dataset, append: isAppended = false, paths, layout } = request;
  const { files } = found;
  const task = startTask(isAppended ? `Adding to ${dataset}` : `Loading ${dataset}`);
  show({ step: 'loading', dataset, taskId: task.id, preview: { paths, layout }, early: null });
  const isFollowed = () => {
    const { loading } = useLoading.getState();
    return loading.step === 'loading' && loading.taskId === task.id;
  };
  const onProgress = ({ early, ...progress }: Progress) => {
    const { loading } = useLoading.getState();
    if (early && loading.step === 'loading' && isFollowed()) useLoading.setState({ loading: { ...loading, early } });
    task.onProgress(progress);
  };
  try {
    const summary = await callEngine('datasets.load', request, { signal: task.signal, onProgress });
    release(files);
    task.finish({
      kind: 'done',
      message: describeLoaded(summary, isAppended),
      action: { label: 'Look at it', run: () => goTo('overview', { dataset }) },
    });
    if (isFollowed()) {
      show({ step: 'loaded', summary, isAppended });
      if (currentScreen() === 'load') dismissTask(task.id); // the screen says it already
    }
    refreshDatasets();
  } catch (thrown) {
    const outcome = failureOf(thrown);
    task.finish(outcome);
    if (isFollowed()) show({ step: 'inspected', ...found }, outcome.kind === 'failed' ? outcome.error : null);
    else release(files);
  }
}
