/** `--pack NAME|FILE`: a pack of the workspace by its name, or the rules of a JSON file. */
import { readFile } from 'node:fs/promises';
import { EngineError, type PackChoice } from '../../preload/contract.js';
import { packName, rulePack } from '../../preload/rules/pack.js';
import type { Session } from './session.js';

const maximumFaults = 5;
const wayOut = 'The format is described in docs/rules.md; the shipped packs are default, strict and baseline.';

function parsePack(text: string, file: string): PackChoice {
  const refuse = (why: string) => new EngineError('bad_input', `The rule pack “${file}” ${why}`, { file, wayOut });
  let written: unknown;
  try {
    written = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refuse(`is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const parsed = rulePack.safeParse(written);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  const more = faults.length > maximumFaults ? `; and ${faults.length - maximumFaults} more` : '';
  throw refuse(`does not fit: ${faults.slice(0, maximumFaults).join('; ')}${more}.`);
}

/** What can be no name is a file; a name is one of the workspace’s packs. Throws EngineError `not_found`, `bad_input`. */
export async function readPack(
  given: string | undefined,
  { toPath }: Pick<Session, 'toPath'>,
): Promise<PackChoice | undefined> {
  if (given === undefined || packName.safeParse(given).success) return given;
  const text = await readFile(toPath(given), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new EngineError('not_found', `There is no file “${given}”.`, { file: given, wayOut });
    throw new EngineError('bad_input', `The file “${given}” cannot be read: ${error.message}`, { file: given });
  });
  return parsePack(text, given);
}
