import { join } from 'node:path';
import { BrowserWindow, dialog, nativeTheme } from 'electron';
import { pageUrl } from './page-protocol.js';

/** The page holds the window while a load or an export runs; Electron would say nothing and stay open. */
function askWhetherToEndWork(window: BrowserWindow): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'A load or an export is running. End it?',
    detail: 'What it has done so far is lost. The datasets that are loaded stay as they are.',
    buttons: ['Let it run', 'End it'],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === 1;
}

/** The app's one window: sandboxed, isolated, without Node; shown when its first picture is there. */
export function openWindow(iconFile: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 560,
    title: 'Vitrine',
    icon: iconFile,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.on('will-prevent-unload', (event) => {
    if (askWhetherToEndWork(window)) event.preventDefault();
  });
  void window.loadURL(pageUrl);
  return window;
}
