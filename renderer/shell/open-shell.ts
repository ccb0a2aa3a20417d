import type { Bridge, Shell } from '../../preload/shell.js';
import { openBrowserShell } from './browser-shell.js';
import { openElectronShell } from './electron-shell.js';

declare global {
  interface Window {
    /** Only in Electron: exposed by preload/bridge.ts. */
    readonly vitrine?: Bridge;
  }
}

/** The window around this page. Call it once, before the page reads its address: it takes its own words out of it. */
export function openShell(): Shell {
  return window.vitrine ? openElectronShell(window.vitrine) : openBrowserShell();
}
