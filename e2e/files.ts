/** Choosing and saving files as a person does: with the native dialogs in Electron, the browser's own in the browser. */
import { join } from 'node:path';
import type { RunningApp } from './launch.js';

export interface Files {
  /** Carries out `ask`, which opens a dialog for files, and chooses these. */
  choose(paths: readonly string[], ask: () => Promise<void>): Promise<void>;
  /** Carries out `ask`, which saves a file, and resolves to where the file is once it is complete. */
  save(ask: () => Promise<void>): Promise<string>;
}

export function handleFiles({ page, electron }: RunningApp, folder: string): Files {
  let saved = 0;
  if (electron === null)
    return {
      async choose(paths, ask) {
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), ask()]);
        await chooser.setFiles([...paths]);
      },
      async save(ask) {
        const [download] = await Promise.all([page.waitForEvent('download'), ask()]);
        const path = join(folder, `${++saved}-${download.suggestedFilename()}`);
        await download.saveAs(path);
        return path;
      },
    };
  return {
    async choose(paths, ask) {
      await electron.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
      }, paths);
      await ask();
    },
    async save(ask) {
      const prefix = join(folder, `${++saved}-`);
      await electron.evaluate(({ dialog, app }, start) => {
        const asked = new Promise<string>((resolve) => {
          dialog.showSaveDialog = ((_window: unknown, options: Electron.SaveDialogOptions) => {
            const name = (options.defaultPath ?? '').split(/[/\\]/).pop() ?? '';
            resolve(start + name);
            return Promise.resolve({ canceled: false, filePath: start + name });
          }) as typeof dialog.showSaveDialog;
        });
        Object.assign(app, { savedPath: asked });
      }, prefix);
      await ask();
      return electron.evaluate(({ app }) => (app as unknown as { savedPath: Promise<string> }).savedPath);
    },
  };
}
