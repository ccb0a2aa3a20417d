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

/** The high alerts among these that nothing was said of yet; at high speeds they may be over when they are first heard of. Pure but for `known`, which it adds to. */
export function pickNews(alerts: readonly Alert[], known: Set<string>): readonly Alert[] {
  const news = alerts.filter(({ id, severity, state }) => severity === 'high' && state !== 'pending' && !known.has(id));
  for (const { id } of news) known.add(id);
  return news;
}

export function notifyOfAlerts(alerts: readonly Alert[]): void {
  if (!useNotifying.getState().isOn || alerts.length === 0) return;
  if (told.size > mostRemembered) told = new Set();
  const news = pickNews(alerts, told);
  const [first] = news;
  if (!first || performance.now() - toldAt < quietMs) return;
  toldAt = performance.now();
  const title = news.length === 1 ? 'A high alert' : `${news.length} high alerts`;
  shell.notify(title, first.reason, () => goTo('alerts', {}, { alert: first.id }));
}
