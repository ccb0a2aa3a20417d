/** What the page asks of the system: dialogs, writing its own pictures, showing a saved file. */
import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Notification,
  shell,
  type FileFilter,
  type IpcMainInvokeEvent,
} from 'electron';
import { channels } from '../../preload/channels.js';
import { isOwnPage } from './page-protocol.js';

/** Answers a channel, for our own page only. */
function handle<Params extends readonly unknown[], Result>(
  channel: string,
  answer: (window: BrowserWindow, ...params: Params) => Promise<Result>,
): void {
  ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...params) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!window || !isOwnPage(event.senderFrame?.url ?? '')) throw new Error('This page may not ask for that.');
    return answer(window, ...(params as unknown as Params));
  });
}

function filtersFor(name: string): FileFilter[] {
  const extension = extname(name).slice(1);
  return extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }];
}

async function chooseSavePath(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), suggestedName),
    filters: filtersFor(suggestedName),
  });
  return canceled || !filePath ? null : filePath;
}

/** Held, as a notification that nobody refers to is collected with its listeners. */
const shownNotifications = new Set<Notification>();
const mostHeld = 100;

/** Resolves to whether it was clicked, once it is gone; where a system never tells, it stays open. */
function showNotification(window: BrowserWindow, title: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const shown = new Notification({ title, body });
    const end = (isClicked: boolean) => {
      shownNotifications.delete(shown);
      resolve(isClicked);
    };
    for (const oldest of shownNotifications) if (shownNotifications.size >= mostHeld) shownNotifications.delete(oldest);
    shownNotifications.add(shown);
    shown.once('click', () => {
      if (window.isMinimized()) window.restore();
      window.focus();
      end(true);
    });
    shown.once('close', () => end(false));
    shown.once('failed', () => end(false));
    shown.show();
  });
}

export function answerShellCalls(): void {
  const savedPaths = new Set<string>();

  handle(channels.pickFiles, async (window) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile', 'multiSelections'],
      filters: [
        {
          name: 'Event data (CSV, NDJSON, Parquet, gzip, zip)',
          extensions: ['csv', 'tsv', 'txt', 'ndjson', 'jsonl', 'json', 'gz', 'zip', 'parquet'],
        },
        { name: 'All files', extensions: ['*'] },
      ],
    });
    return canceled ? [] : filePaths;
  });

  handle(channels.chooseSavePath, async (window, suggestedName: string) => {
    const path = await chooseSavePath(window, suggestedName);
    if (path !== null) savedPaths.add(path);
    return path;
  });

  handle(channels.saveBytes, async (window, suggestedName: string, bytes: Uint8Array) => {
    const path = await chooseSavePath(window, suggestedName);
    if (path === null) return null;
    await writeFile(path, bytes);
    savedPaths.add(path);
    return path;
  });

  handle(channels.mayNotify, async () => Notification.isSupported());
  handle(channels.notify, (window, title: string, body: string) =>
    showNotification(window, String(title).slice(0, 200), String(body).slice(0, 500)),
  );

  handle(channels.showInFolder, async (_window, path: string) => {
    if (savedPaths.has(path)) shell.showItemInFolder(path);
  });
}
