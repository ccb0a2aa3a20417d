/** Desktop notifications of high alerts while a replay plays: off until the person turns them on. */
import { create } from 'zustand';
import type { Alert } from '../../preload/contract.js';
import { goTo } from './filters.js';
import { shell } from './shell.js';

const key = 'vitrine.notifications';

interface Notifying {
  readonly isOn: boolean;
  /** The system or browser has refused them. */
  readonly isRefused: boolean;
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

export const useNotifying = create<Notifying>(() => ({ isOn: readChoice(), isRefused: false }));

/** Asks for permission where it is needed: call it from a click. */
export async function setNotifying(wanted: boolean): Promise<void> {
  const isAllowed = wanted && (await shell.mayNotify());
  useNotifying.setState({ isOn: isAllowed, isRefused: wanted && !isAllowed });
  try {
    localStorage.setItem(key, isAllowed ? 'on' : 'off');
  } catch {
    // Where the page may keep nothing, the choice lasts as long as the page.
  }
}

/** Between two notifications there are at least so many milliseconds: at high speeds alerts come in heaps. */
const quietMs = 5000;
const mostRemembered = 2000;

let told = new Set<string>();
let toldAt = -Infinity;
/** Alerts that came while it was quiet: they are told together afterwards. */
let held: readonly Alert[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** The high alerts among these that nothing was said of yet; at high speeds they may be over when they are first heard of. Pure but for `known`, which it adds to. */
export function pickNews(alerts: readonly Alert[], known: Set<string>): readonly Alert[] {
  const news = alerts.filter(({ id, severity, state }) => severity === 'high' && state !== 'pending' && !known.has(id));
  for (const { id } of news) known.add(id);
  return news;
}

function tellHeld(): void {
  timer = undefined;
  const [first] = held;
  if (!first) return;
  const title = held.length === 1 ? 'A high alert' : `${held.length} high alerts`;
  held = [];
  toldAt = performance.now();
  if (useNotifying.getState().isOn) shell.notify(title, first.reason, () => goTo('alerts', {}, { alert: first.id }));
}

export function notifyOfAlerts(alerts: readonly Alert[]): void {
  if (!useNotifying.getState().isOn || alerts.length === 0) return;
  if (told.size > mostRemembered) told = new Set();
  held = [...held, ...pickNews(alerts, told)];
  if (held.length === 0 || timer !== undefined) return;
  const quiet = quietMs - (performance.now() - toldAt);
  if (quiet <= 0) tellHeld();
  else timer = setTimeout(tellHeld, quiet);
}
