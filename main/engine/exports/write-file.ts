/** A file that is there whole or not at all: written under a temporary name beside the target, then renamed. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants, createWriteStream } from 'node:fs';
import { access, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { EngineError } from '../../../preload/contract.js';

const pieceCharacters = 64 * 1024;

/** The system's refusals in words. Everything else passes as it is. */
function toEngineError(error: unknown, path: string): unknown {
  const details = { file: path };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new EngineError('not_found', `There is no folder ${dirname(path)}.`, {
        ...details,
        wayOut: 'Make the folder first, or choose another one.',
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new EngineError('bad_input', `${path} may not be written.`, {
        ...details,
        wayOut: 'Choose a folder in which you may write.',
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new EngineError('no_space', `The disk is full: ${path} was not written.`, {
        ...details,
        wayOut: 'Free some disk space and try again.',
      });
    default:
      return error;
  }
}

/** The file behind `path`: links are followed, so that a link stays a link. Throws EngineError `bad_input` for what is no plain file. */
async function findTarget(path: string): Promise<string> {
  const target = await realpath(path).catch(() => resolve(path));
  const there = await stat(target).catch(() => null);
  if (there !== null && !there.isFile())
    throw new EngineError('bad_input', `${path} is ${there.isDirectory() ? 'a folder' : 'not a plain file'}.`, {
      file: path,
      wayOut: 'Give the name of a file.',
    });
  return target;
}

/**
 * Gives `write` the path of a temporary file beside `path`, and puts it in the place of `path` when `write` is done.
 * When `write` fails, or `signal` is aborted by then, nothing is left behind and an older file stays as it was.
 * Throws EngineError `not_found`, `bad_input`, `no_space`, `cancelled`, and what `write` throws.
 */
export async function writeWhole<T>(
  path: string,
  signal: AbortSignal,
  write: (temporaryPath: string) => Promise<T>,
): Promise<{ readonly written: T; readonly bytes: number }> {
  const target = await findTarget(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`);
  try {
    await access(dirname(target), constants.W_OK); // DuckDB would say it in its own words
    const written = await write(temporary);
    if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    const { size } = await stat(temporary);
    await rename(temporary, target);
    return { written, bytes: size };
  } catch (error) {
    await rm(temporary, { force: true });
    throw toEngineError(error, target);
  }
}

/** Joins small texts into pieces of about 64 K characters. */
export function* joinPieces(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Writes texts as UTF-8, no faster than the disk takes them. Throws EngineError `cancelled`, or the system's error. */
export async function writeTexts(
  path: string,
  signal: AbortSignal,
  texts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx' });
  const closed = finished(stream);
  closed.catch(() => undefined); // awaited below; a failure while the texts are made must not go unheard until then
  try {
    for await (const text of texts) {
      if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
      if (stream.destroyed) break;
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), closed]);
    }
    stream.end();
  } catch (error) {
    stream.destroy();
    await closed.catch(() => undefined);
    throw error;
  }
  await closed;
}
