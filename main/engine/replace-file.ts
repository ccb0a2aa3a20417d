/** Files that are either whole or as they were. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';

/** Has `write` fill a file beside this one, then renames it, so that a kill at any moment leaves the old text or the new. */
export async function replaceFile(
  path: string,
  write: (handle: FileHandle) => Promise<void>,
  mode = 0o666,
): Promise<void> {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'w', mode);
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
