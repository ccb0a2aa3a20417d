/** What a screen asks of the window around it, the same in Electron and in the browser. `openShell()` in renderer/shell returns it. */
import type { Reply, Request, Wire } from './contract.js';

export type MenuCommand = 'open-files' | 'open-sample' | 'settings' | 'about';

export interface Shell {
  readonly host: 'electron' | 'browser';

  /** Lets the person choose files; resolves to paths that the engine can read, [] when cancelled. The browser uploads them to the engine's disk first; an abort ends the upload with EngineError `cancelled`. */
  pickFiles(onProgress?: UploadProgress, signal?: AbortSignal): Promise<readonly string[]>;

  /** Paths of dropped or chosen files. The browser uploads them, streamed to the engine's disk; Electron knows the paths. */
  pathsOf(files: readonly File[], onProgress?: UploadProgress, signal?: AbortSignal): Promise<readonly string[]>;

  /** Says that the files of these paths are not needed any more. The browser host deletes those that were uploaded to it; Electron, where they are the person's own, does nothing. */
  release(paths: readonly string[]): void;

  /** Where the engine is to write a file: a save dialog in Electron (null when cancelled), a path in the host's temporary folder in the browser. */
  chooseSavePath(suggestedName: string): Promise<string | null>;

  /**
   * Hands over the file that the engine wrote to a path of `chooseSavePath`. The browser downloads it: call it at once.
   * Electron shows it in its folder: offer it as a button “Show in folder”, never unasked.
   */
  deliver(path: string): Promise<void>;

  /** Saves bytes that the page made (a chart's PNG or SVG). Resolves to the path or name, null when cancelled. */
  saveBytes(suggestedName: string, bytes: Uint8Array, mime: string): Promise<string | null>;

  /** Whether notifications may be shown; asks the person where the browser wants that. Call it from a click. */
  mayNotify(): Promise<boolean>;

  /** Shows a notification of the system; `onClick` where the person follows it. */
  notify(title: string, body: string, onClick: () => void): void;

  /** Commands of the native menu, and `open-sample` where the app was started with `--sample`. Commands given earlier are kept for the first listener. */
  onMenu(listener: (command: MenuCommand) => void): void;

  /** Called at the start and after each restart of the engine with the new wire; `notice` says why when it is a restart, else null. */
  onEngine(listener: EngineListener): void;
}

export type UploadProgress = (doneBytes: number, totalBytes: number) => void;
export type EngineListener = (wire: Wire<Request, Reply>, notice: string | null) => void;

/** What preload/bridge.ts exposes as `window.vitrine`. Ports cannot cross it: they come by window.postMessage as {@link EngineMessage}. */
export interface Bridge {
  pickFiles(): Promise<readonly string[]>;
  /** '' where this Electron leaves the path on the File object (before version 32). */
  pathOf(file: File): string;
  chooseSavePath(suggestedName: string): Promise<string | null>;
  showInFolder(path: string): Promise<void>;
  saveBytes(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
  /** False where this system shows no notifications. */
  mayNotify(): Promise<boolean>;
  /** Resolves to whether it was clicked, once it is gone. */
  notify(title: string, body: string): Promise<boolean>;
  onMenu(listener: (command: MenuCommand) => void): void;
  /** Asks the host for a port to the engine; it comes as an `engine-port` message. */
  requestEngine(): void;
}

/** Posted by the preload to its own window; `engine-port` carries the port. */
export type EngineMessage =
  | { readonly vitrine: 'engine-port'; readonly notice: string | null }
  | { readonly vitrine: 'engine-gone'; readonly reason: string };
