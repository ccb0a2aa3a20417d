/** `--layout FILE|NAME`: the layout of a JSON file, or a shipped one by its name. */
import { readFile, stat } from 'node:fs/promises';
import { EngineError, fileLayout, type FileLayout } from '../../preload/contract.js';
import { toFileError } from '../engine/ingest/file-kind.js';
import { describeLayoutFaults } from './layout-faults.js';
import type { Session } from './session.js';
import { findShippedLayout, listShippedLayouts } from './shipped-layouts.js';

const maxBytes = 1_000_000;
const maxFaults = 5;
const wayOut = 'The format is described in docs/layouts.md; “vitrine layout FILE” writes one for a file.';

/** Throws EngineError `bad_input` that names what does not fit; `file` is how the person named the file. */
export function parseLayout(text: string, file: string): FileLayout {
  const refuse = (why: string) => new EngineError('bad_input', `The layout “${file}” ${why}`, { file, wayOut });
  let written: unknown;
  try {
    written = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refuse(`is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const parsed = fileLayout.safeParse(written);
  if (parsed.success) return parsed.data;
  const faults = describeLayoutFaults(parsed.error.issues, written);
  const more = faults.length > maxFaults ? `; and ${faults.length - maxFaults} more` : '';
  throw refuse(`does not fit: ${faults.slice(0, maxFaults).join('; ')}${more}.`);
}

/** Null where there is no such file. */
async function readText(path: string, given: string): Promise<string | null> {
  try {
    const info = await stat(path);
    if (!info.isFile() || info.size > maxBytes)
      throw new EngineError(
        'bad_input',
        `“${given}” is no layout: it is ${info.isFile() ? 'too large for one' : 'not a file'}.`,
        { file: path, wayOut },
      );
    return await readFile(path, 'utf8');
  } catch (error) {
    const failed = toFileError(error, path);
    if (failed.code === 'not_found') return null;
    throw failed;
  }
}

/**
 * The layout in the file `given`, else the shipped one of that name. Throws EngineError `not_found` where there is
 * neither, `bad_input` where the file holds no layout.
 */
export async function readLayout(
  given: string,
  { call, toPath }: Pick<Session, 'call' | 'toPath'>,
  shippedDir: string,
): Promise<FileLayout> {
  const text = await readText(toPath(given), given);
  if (text !== null) return parseLayout(text, given);
  const shipped = await listShippedLayouts(call, shippedDir);
  const layout = findShippedLayout(shipped, given);
  if (layout !== null) return layout;
  const names = shipped.map((one) => one.file?.replace(/\.json$/, '') ?? one.layout.name);
  throw new EngineError('not_found', `There is no file “${given}”, and no shipped layout of that name.`, {
    file: given,
    wayOut: names.length > 0 ? `The shipped layouts are ${names.join(', ')}.` : wayOut,
  });
}
