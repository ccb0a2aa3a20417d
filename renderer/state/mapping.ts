/** The mapping of the files that are shown on the Load screen: begun, confirmed for all of them, left. */
import { EngineError, type FileLayout } from '../../preload/contract.js';
import type { FileInspection } from '../../preload/shapes.js';
import { callEngine } from '../engine.js';
import { formatBytes } from '../ui/format-number.js';
import { fileName } from './exports.js';
import { startDraft, writeLayout, type LayoutDraft } from './layout-draft.js';
import { changeFound, type Found } from './loading.js';
import { shell } from './shell.js';
import { runTask } from './tasks.js';

export function beginMapping({ files }: Found, file: FileInspection): void {
  changeFound(files, { draft: startDraft(file) });
}

export function changeDraft({ files }: Found, draft: LayoutDraft): void {
  changeFound(files, { draft });
}

export function leaveMapping({ files }: Found): void {
  changeFound(files, { draft: null });
}

/** Looks at all files through the layout, which holds for them from now on; null: each as it is recognised. */
export async function confirmMapping({ files }: Found, layout: FileLayout | null): Promise<void> {
  const paths = files.map(({ path }) => path);
  try {
    const params = layout === null ? { paths } : { paths, layout };
    changeFound(files, { files: await callEngine('files.inspect', params), layout, draft: null });
  } catch (thrown) {
    changeFound(files, {}, EngineError.from(thrown));
  }
}

/** Saves the layout as the file that the command line takes with --layout. */
export async function saveMapping(layout: FileLayout): Promise<void> {
  const bytes = new TextEncoder().encode(writeLayout(layout));
  await runTask(
    'Saving the mapping',
    async () => {
      const saved = await shell.saveBytes(fileName(layout.name, 'json'), bytes, 'application/json');
      if (saved === null) throw new EngineError('cancelled', 'Cancelled.');
      return saved;
    },
    (path) => ({ message: `Saved ${path.split(/[\\/]/).at(-1) ?? path} (${formatBytes(bytes.length)})` }),
  );
}
