/** The shell in Electron: native dialogs by the bridge, the engine by a MessagePort that the preload posts to this window. */
import type { Bridge, EngineListener, EngineMessage, Shell } from '../../preload/shell.js';
import { portWire, type ClosableWire } from './port-wire.js';

/** Electron before version 32 has no webUtils and writes the path on the File itself. */
type FileWithPath = File & { readonly path?: string };

export function openElectronShell(bridge: Bridge): Shell {
  return {
    host: 'electron',
    pickFiles: () => bridge.pickFiles(),
    pathsOf: async (files) =>
      files.map((file: FileWithPath) => bridge.pathOf(file) || (file.path ?? '')).filter((path) => path !== ''),
    release: () => undefined,
    chooseSavePath: (suggestedName) => bridge.chooseSavePath(suggestedName),
    deliver: (path) => bridge.showInFolder(path),
    saveBytes: (suggestedName, bytes) => bridge.saveBytes(suggestedName, bytes),
    mayNotify: () => bridge.mayNotify(),
    notify: (title, body, onClick) => {
      void bridge.notify(title, body).then((isClicked) => {
        if (isClicked) onClick();
      });
    },
    onMenu: (listener) => bridge.onMenu(listener),
    onEngine: (listener) => listenForEngine(bridge, listener),
  };
}

function listenForEngine(bridge: Bridge, listener: EngineListener): void {
  let wire: ClosableWire | null = null;
  window.addEventListener('message', (event: MessageEvent<EngineMessage | undefined>) => {
    if (event.source !== window || !event.data) return;
    const [port] = event.ports;
    if (event.data.vitrine === 'engine-gone') {
      wire?.close(event.data.reason);
    } else if (event.data.vitrine === 'engine-port' && port) {
      wire?.close('The page was connected to the engine anew.');
      wire = portWire(port);
      listener(wire, event.data.notice);
    }
  });
  bridge.requestEngine();
}
