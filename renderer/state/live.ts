/** The replay that is watched: it plays on whatever screen is shown. Frames are drawn at most once an animation frame. */
import { create } from 'zustand';
import {
  EngineError,
  type LiveFrame,
  type Progress,
  type ReplayRequest,
  type RunSummary,
} from '../../preload/contract.js';
import { callEngine } from '../engine.js';
import { formatCount } from '../ui/format-number.js';
import { refreshAlerts, refreshFlagged } from './alerts.js';
import { currentScreen, goTo } from './filters.js';
import { foldFrame, type LivePicture } from './live-picture.js';
import { notifyOfAlerts } from './notify.js';
import { dismissTask, failureOf, startTask, type RunningTask } from './tasks.js';

/** What is to be played. */
export interface LiveAim {
  readonly dataset: string;
  /** Null: the active pack. */
  readonly pack: string | null;
  /** ISO 8601; null: from the first event, to the last. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface LiveRun extends LiveAim {
  readonly id: string;
  readonly taskId: number;
}

interface LiveState {
  /** The run that plays or is paused, or the last one. */
  readonly run: LiveRun | null;
  readonly isRunning: boolean;
  readonly isPaused: boolean;
  /** Seconds of event time a second; null for as fast as it goes. */
  readonly speed: number | null;
  /** Whether the run has gone as fast as it could from its beginning on: only then its time says how fast that is. */
  readonly isFullSpeed: boolean;
  readonly picture: LivePicture | null;
  /** How the last run came to its end; null while one runs, or where it was stopped. */
  readonly summary: RunSummary | null;
  readonly error: EngineError | null;
}

export const speeds: readonly (number | null)[] = [1, 10, 60, 600, 3600, null];

export const useLive = create<LiveState>(() => ({
  run: null,
  isRunning: false,
  isPaused: false,
  speed: 60,
  isFullSpeed: false,
  picture: null,
  summary: null,
  error: null,
}));

/** The task that the Live screen shows in large; the tray then need not. */
export function liveTask({ run, isRunning }: LiveState): number | null {
  return isRunning && run ? run.taskId : null;
}

interface Playing {
  readonly task: RunningTask;
  readonly seen: Set<string>;
  readonly stop: AbortController;
  /** Gathered, not yet drawn. */
  picture: LivePicture | null;
  isDrawing: boolean;
  alertsShown: number;
  askedAt: number;
  isOver: Promise<void>;
}

let playing: Playing | null = null;
let lastRun = 0;

/** While the run goes on, lists of alerts are asked for again so often. */
const refreshMs = 4000;

function draw(own: Playing): void {
  own.isDrawing = false;
  if (playing === own && own.picture !== null) useLive.setState({ picture: own.picture });
}

function takeFrame(own: Playing, frame: LiveFrame): void {
  own.picture = foldFrame(own.picture, frame, own.seen);
  notifyOfAlerts(frame.alerts);
  if (!own.isDrawing) {
    own.isDrawing = true;
    if (document.hidden) setTimeout(() => draw(own), 1000);
    else requestAnimationFrame(() => draw(own));
  }
  if (frame.totalAlerts !== own.alertsShown && performance.now() - own.askedAt > refreshMs) {
    own.askedAt = performance.now();
    own.alertsShown = frame.totalAlerts;
    refreshAlerts();
  }
}

/** With the time that is left at the pace of the moment. */
function withTimeLeft(progress: Progress): Progress {
  const { frame, total, done } = progress;
  if (!frame || total === null) return progress;
  if (frame.state === 'paused') return { ...progress, phase: 'Paused' };
  const { eventsPerSecond } = frame.health;
  return { ...progress, phase: 'Playing', secondsLeft: eventsPerSecond > 0 ? (total - done) / eventsPerSecond : null };
}

/** The tray is written less often than the screen. */
function everyQuarterSecond(onProgress: (progress: Progress) => void): (progress: Progress) => void {
  let toldAt = -Infinity;
  return (progress) => {
    if (!progress.frame || performance.now() - toldAt < 250) return;
    toldAt = performance.now();
    onProgress(withTimeLeft(progress));
  };
}

/** A cancelled call ends here at once; the engine then writes down where the run had come to. */
const settleMs = [300, 1500, 5000];

async function follow(own: Playing, request: ReplayRequest): Promise<void> {
  const tellTray = everyQuarterSecond(own.task.onProgress);
  try {
    const summary = await callEngine('replay.run', request, {
      signal: own.stop.signal,
      onProgress: (progress) => {
        tellTray(progress);
        if (progress.frame) takeFrame(own, progress.frame);
      },
    });
    own.task.finish({
      kind: 'done',
      message: `Played ${formatCount(summary.rows, 'event')}, ${formatCount(summary.alerts, 'alert')}`,
      action: { label: 'Look at them', run: () => goTo('alerts', { dataset: request.dataset }, { run: summary.id }) },
    });
    if (playing === own) useLive.setState({ summary });
    if (currentScreen() === 'live') dismissTask(own.task.id); // the screen says it already
  } catch (thrown) {
    const outcome = failureOf(thrown);
    own.task.finish(outcome);
    if (outcome.kind === 'cancelled') {
      dismissTask(own.task.id);
      for (const ms of settleMs) setTimeout(refreshFlagged, ms);
    }
    if (playing === own) useLive.setState({ error: outcome.kind === 'failed' ? outcome.error : null });
  } finally {
    draw(own);
    if (playing === own) {
      playing = null;
      useLive.setState({ isRunning: false, isPaused: false });
    }
    refreshFlagged();
  }
}

/** Stops what plays; resolves when it has ended. Where it had come to stays in the workspace, to be resumed. */
export async function stopPlaying(): Promise<void> {
  const own = playing;
  own?.stop.abort();
  await own?.isOver;
}

interface StartOptions {
  readonly isPaused?: boolean;
  readonly resume?: boolean;
}

/** Starts a run; one that plays is stopped before. */
export async function startPlaying(
  aim: LiveAim,
  { isPaused = false, resume = false }: StartOptions = {},
): Promise<string> {
  await stopPlaying();
  const id = `${Date.now().toString(36)}-${(lastRun += 1)}`;
  const task = startTask(`Playing ${aim.dataset}`);
  const stop = new AbortController();
  task.signal.addEventListener('abort', () => stop.abort());
  const run: LiveRun = { ...aim, id, taskId: task.id };
  const { speed } = useLive.getState();
  const own: Playing = {
    task,
    stop,
    seen: new Set(),
    picture: null,
    isDrawing: false,
    alertsShown: 0,
    askedAt: performance.now(),
    isOver: Promise.resolve(),
  };
  playing = own;
  useLive.setState({
    run,
    isRunning: true,
    isPaused,
    isFullSpeed: speed === null && !isPaused,
    picture: null,
    summary: null,
    error: null,
  });
  own.isOver = follow(own, {
    run: id,
    dataset: aim.dataset,
    pack: aim.pack ?? undefined,
    from: aim.from ?? undefined,
    to: aim.to ?? undefined,
    speed,
    isPaused: isPaused || undefined,
    resume: resume || undefined,
  });
  return id;
}

async function control(change: { action?: 'play' | 'pause' | 'step'; speed?: number | null }): Promise<void> {
  const { run, isRunning } = useLive.getState();
  if (!isRunning || run === null) return;
  if (change.action !== undefined || change.speed !== null) useLive.setState({ isFullSpeed: false });
  try {
    await callEngine('replay.control', { run: run.id, ...change });
  } catch (thrown) {
    const error = EngineError.from(thrown);
    // The run may have come to its end while the call was on its way.
    if (error.code !== 'not_found' && useLive.getState().isRunning) useLive.setState({ error });
  }
}

export function pausePlaying(isPaused: boolean): void {
  useLive.setState({ isPaused });
  void control({ action: isPaused ? 'pause' : 'play' });
}

export function setSpeed(speed: number | null): void {
  useLive.setState({ speed });
  void control({ speed });
}

/** One speed up or down; at the ends it stays. */
export function changeSpeed(by: 1 | -1): void {
  const at = speeds.indexOf(useLive.getState().speed);
  const next = speeds[Math.min(speeds.length - 1, Math.max(0, at + by))];
  if (next !== undefined) setSpeed(next);
}

/** Plays a minute of event time and pauses; begins a run where none is there. */
export async function stepPlaying(aim: LiveAim): Promise<void> {
  if (!useLive.getState().isRunning) await startPlaying(aim, { isPaused: true });
  useLive.setState({ isPaused: true });
  await control({ action: 'step' });
}
