/**
 * The components of the screens. That of the first screen comes with the page; the others are fetched when they are
 * opened, or soon after the first one stands, so that the window is there early and no click waits.
 */
import { useEffect, useSyncExternalStore, type ComponentType } from 'react';
import { EngineError } from '../../preload/contract.js';
import type { Screen } from '../state/place.js';
import { OverviewScreen } from '../views/overview/OverviewScreen.js';

const fetchers: Readonly<Record<Exclude<Screen, 'overview'>, () => Promise<ComponentType>>> = {
  visitors: async () => (await import('../views/visitors/VisitorsScreen.js')).VisitorsScreen,
  carts: async () => (await import('../views/carts/CartsScreen.js')).CartsScreen,
  categories: async () => (await import('../views/categories/CategoriesScreen.js')).CategoriesScreen,
  brands: async () => (await import('../views/brands/BrandsScreen.js')).BrandsScreen,
  live: async () => (await import('../views/live/LiveScreen.js')).LiveScreen,
  alerts: async () => (await import('../views/alerts/AlertsScreen.js')).AlertsScreen,
  rules: async () => (await import('../views/rules/RulesScreen.js')).RulesScreen,
  quality: async () => (await import('../views/quality/QualityScreen.js')).QualityScreen,
  load: async () => (await import('../views/load/LoadScreen.js')).LoadScreen,
  lake: async () => (await import('../views/lake/LakeScreen.js')).LakeScreen,
  settings: async () => (await import('../views/settings/SettingsScreen.js')).SettingsScreen,
};

/** When the first screen has been asked and drawn. */
const fetchOthersAfterMs = 2000;

interface FetchedScreen {
  /** Null until it is there. */
  readonly component: ComponentType | null;
  readonly error: EngineError | null;
}

const notFetched: FetchedScreen = { component: null, error: null };
const fetched = new Map<Screen, FetchedScreen>([['overview', { component: OverviewScreen, error: null }]]);
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function fetchScreen(screen: Screen): Promise<void> {
  if (screen === 'overview' || fetched.get(screen)?.component) return;
  try {
    fetched.set(screen, { component: await fetchers[screen](), error: null });
  } catch (error) {
    // A browser does not fetch again what has failed once: it is left to a new page.
    fetched.set(screen, { component: null, error: EngineError.from(error) });
  }
  for (const listener of listeners) listener();
}

async function fetchAll(): Promise<void> {
  for (const screen of Object.keys(fetchers) as Screen[]) await fetchScreen(screen);
}

export function useScreenComponent(screen: Screen): FetchedScreen {
  const found = useSyncExternalStore(listen, () => fetched.get(screen) ?? notFetched);
  useEffect(() => void fetchScreen(screen), [screen]);
  useEffect(() => {
    const timer = setTimeout(() => void fetchAll(), fetchOthersAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return found;
}
