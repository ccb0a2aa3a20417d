/** Host 1: the Electron main process. It opens the window, starts the engine, introduces them and steps aside. */
import { join } from 'node:path';
import { app, dialog, ipcMain, type BrowserWindow } from 'electron';
import { channels } from '../../preload/channels.js';
import type { MenuCommand } from '../../preload/shell.js';
import { EngineProcess } from './engine-process.js';
import { lockDown } from './lock-down.js';
import { setMenu } from './menu.js';
import { isOwnPage, registerPageScheme, servePage } from './page-protocol.js';
import { answerShellCalls } from './shell-calls.js';
import { openSafeVault } from './safe-vault.js';
import { readStartOptions } from './start-options.js';
import { systemCipher } from './system-cipher.js';
import { openWindow } from './window.js';

const options = readStartOptions(process.argv);
const shippedDir = app.isPackaged ? process.resourcesPath : app.getAppPath();

async function askWhetherToTryAgain(reason: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The engine keeps stopping.',
    detail: `${reason} It was started again several times within a minute. The loaded data is as it was.`,
    buttons: ['Start it again', 'Quit'],
  });
  if (response === 1) app.quit();
  return response === 0;
}

/** A page that died is shown again when the person says so: by itself it might die in a loop. */
async function recoverPage(window: BrowserWindow, reason: string): Promise<void> {
  if (reason === 'clean-exit' || window.isDestroyed()) return;
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The page stopped unexpectedly.',
    detail: `Its process ended (${reason}). The loaded data is as it was.`,
    buttons: ['Show it again', 'Quit'],
  });
  if (response === 0) window.webContents.reload();
  else app.quit();
}

function start(): void {
  servePage(join(__dirname, '../renderer'));
  lockDown();
  answerShellCalls();
  const engine = new EngineProcess({
    entry: join(__dirname, 'engine.cjs'),
    config: { workspaceDir: options.workspaceDir, shippedDir, version: app.getVersion(), host: 'electron' },
    vault: openSafeVault(join(app.getPath('userData'), 'secrets.json'), systemCipher),
    askWhetherToTryAgain,
  });
  const window = openWindow(join(shippedDir, 'resources/icons/icon.png'));
  const send = (command: MenuCommand) => window.webContents.send(channels.menu, command);
  setMenu(send);

  ipcMain.on(channels.requestEngine, (event) => {
    if (isOwnPage(event.senderFrame?.url ?? '')) engine.connect(event.sender);
  });
  if (options.opensSample) window.webContents.once('did-finish-load', () => send('open-sample'));

  window.webContents.on('render-process-gone', (_event, { reason }) => void recoverPage(window, reason));

  app.on('second-instance', (_event, argv) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    if (readStartOptions(argv).opensSample) send('open-sample');
  });
  app.on('window-all-closed', () => app.quit());

  let isEngineClosed = false;
  app.on('will-quit', (event) => {
    if (isEngineClosed) return;
    event.preventDefault();
    void engine.close().then(() => {
      isEngineClosed = true;
      app.quit();
    });
  });
}

// One app for each workspace: the lock that keeps a second one out lies in this folder.
app.setPath('userData', join(options.workspaceDir, 'window'));
registerPageScheme();
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();
