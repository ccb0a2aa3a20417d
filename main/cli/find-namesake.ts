/** A file that is in a dataset under the same name with other content: its rows, or some of them, would count twice. */
import { createHash } from 'node:crypto';
import { sep } from 'node:path';
import { EngineError, type CallEngine, type DatasetFile } from '../../preload/contract.js';
import { readFirstBytes, tellKind } from '../engine/ingest/file-kind.js';
import { readCsvBytes } from '../engine/ingest/open-bytes.js';

/** A dataset names files that share a name with some of their folders: `a/f.csv`, `b/f.csv`. */
const isNamed = (path: string, name: string) => `/${path.split(sep).join('/')}`.endsWith(`/${name}`);

/** Of the uncompressed bytes, as the engine keeps it for each file. */
async function hashContent(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readCsvBytes(path, tellKind(await readFirstBytes(path, 4)))) {
    signal.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest('hex');
}

async function readFiles(call: CallEngine, dataset: string): Promise<readonly DatasetFile[]> {
  try {
    return (await call('datasets.get', { dataset })).files;
  } catch (error) {
    if (EngineError.from(error).code === 'not_found') return []; // the first file makes it
    throw error;
  }
}

/**
 * The dataset's file that has the name of the one at `path` (absolute), where the dataset holds that one's content under
 * no name; else null. Throws EngineError where the dataset or the file cannot be read.
 */
export async function findNamesake(
  call: CallEngine,
  dataset: string,
  path: string,
  signal: AbortSignal,
): Promise<DatasetFile | null> {
  const files = await readFiles(call, dataset);
  const namesake = files.find(({ name }) => isNamed(path, name));
  if (namesake === undefined) return null;
  const sha256 = await hashContent(path, signal);
  return files.some((file) => file.sha256 === sha256) ? null : namesake;
}
