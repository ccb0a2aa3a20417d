/** A copy of a large file: at once where the file system shares blocks (APFS, Btrfs, XFS), else in pieces. */
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

const pieceBytes = 2 ** 22;

/** Rejects with the signal's reason when aborted; what is written then is for the caller to delete. */
export async function cloneFile(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
  } catch {
    const options = { highWaterMark: pieceBytes };
    await pipeline(createReadStream(from, options), createWriteStream(to, options), signal ? { signal } : {});
  }
}
