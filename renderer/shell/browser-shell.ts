/** The shell in a browser: files are uploaded to and downloaded from the host on 127.0.0.1, the engine is behind its WebSocket. */
import type { EngineListener, Shell } from '../../preload/shell.js';
import { socketWire } from './socket-wire.js';
import { releaseUploads, uploadFiles } from './upload-files.js';

const retryAfterMs = 1000;

export function openBrowserShell(): Shell {
  const opensSample = takeFromAddress('open') === 'sample';
  return {
    host: 'browser',
    pickFiles: async (onProgress, signal) => uploadFiles(await askForFiles(), onProgress, signal),
    pathsOf: uploadFiles,
    release: releaseUploads,
    chooseSavePath: askForSavePath,
    deliver: async (path) => download(`/download?${new URLSearchParams({ path })}`, ''),
    saveBytes: async (suggestedName, bytes, mime) => {
      const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
      download(url, suggestedName);
      setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it after the click
      return suggestedName;
    },
    mayNotify: askToNotify,
    notify: showNotification,
    onMenu: (listener) => {
      if (opensSample) listener('open-sample');
    },
    onEngine: (listener) => openEngine(listener, null),
  };
}

/** Reads a word of the page's address and takes it out of it, so that a reload does not repeat it. */
function takeFromAddress(name: string): string | null {
  const address = new URL(window.location.href);
  const value = address.searchParams.get(name);
  if (value === null) return null;
  address.searchParams.delete(name);
  window.history.replaceState(window.history.state, '', address);
  return value;
}

function openEngine(listener: EngineListener, notice: string | null): void {
  const socket = new WebSocket(`ws://${window.location.host}/engine`);
  socket.binaryType = 'arraybuffer';
  let opened = false;
  socket.addEventListener('open', () => {
    opened = true;
    listener(socketWire(socket), notice);
  });
  socket.addEventListener('close', () => {
    const nextNotice = opened ? 'The connection to Vitrine was lost for a moment. It is back.' : notice;
    setTimeout(() => openEngine(listener, nextNotice), retryAfterMs);
  });
}

async function askToNotify(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

function showNotification(title: string, body: string, onClick: () => void): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body });
  shown.addEventListener('click', () => {
    window.focus();
    shown.close();
    onClick();
  });
}

function askForFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = '.csv,.tsv,.txt,.ndjson,.jsonl,.json,.gz,.zip,.parquet';
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

async function askForSavePath(suggestedName: string): Promise<string> {
  const answer = await fetch('/save-path', { method: 'POST', body: suggestedName });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

function download(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}
