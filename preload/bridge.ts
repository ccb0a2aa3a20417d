/** Electron only: hands the engine's port to the page, and the shell that only the main process can be. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels.js';
import type { Bridge, EngineMessage, MenuCommand } from './shell.js';

const earlyCommands: MenuCommand[] = [];
let onMenu: (command: MenuCommand) => void = (command) => earlyCommands.push(command);

function postToPage(message: EngineMessage, ports: MessagePort[] = []): void {
  window.postMessage(message, window.location.origin, ports);
}

ipcRenderer.on(channels.menu, (_event, command: MenuCommand) => onMenu(command));
ipcRenderer.on(channels.enginePort, (event, notice: string | null) => {
  postToPage({ vitrine: 'engine-port', notice }, event.ports);
});
ipcRenderer.on(channels.engineGone, (_event, reason: string) => postToPage({ vitrine: 'engine-gone', reason }));

const bridge: Bridge = {
  pickFiles: () => ipcRenderer.invoke(channels.pickFiles),
  // webUtils is there from Electron 29 on; before, the File itself has the path.
  pathOf: (file) => (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? '',
  chooseSavePath: (suggestedName) => ipcRenderer.invoke(channels.chooseSavePath, suggestedName),
  showInFolder: (path) => ipcRenderer.invoke(channels.showInFolder, path),
  saveBytes: (suggestedName, bytes) => ipcRenderer.invoke(channels.saveBytes, suggestedName, bytes),
  mayNotify: () => ipcRenderer.invoke(channels.mayNotify),
  notify: (title, body) => ipcRenderer.invoke(channels.notify, title, body),
  onMenu: (listener) => {
    onMenu = listener;
    for (const command of earlyCommands.splice(0)) listener(command);
  },
  requestEngine: () => ipcRenderer.send(channels.requestEngine),
};

contextBridge.exposeInMainWorld('vitrine', bridge);
