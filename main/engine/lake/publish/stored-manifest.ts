/** The manifest of a lake as it lies in S3. */
import { EngineError } from '../../../../preload/contract.js';
import { lakeManifest, manifestKey, type LakeManifest } from '../../lake-manifest.js';
import type { QueryFiles } from '../../query-files.js';
import { digest } from './lake-place.js';
import type { LakeStore } from './lake-store.js';

/** Of the models' texts: tables that were made by others are not what this program's reports take them for. */
export function modelsVersion(files: QueryFiles): string {
  return digest([...files.models.values()].map(({ name, sql }) => [name, sql]).sort()).slice(0, 16);
}

export interface StoredManifest {
  readonly manifest: LakeManifest;
  readonly etag: string;
}

/** Whatever its state. Null where there is none; throws EngineError `mismatch` for a text that is none. */
export async function loadManifest(store: LakeStore): Promise<StoredManifest | null> {
  const stored = await store.read(manifestKey);
  if (stored === null) return null;
  const { text, etag } = stored;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = lakeManifest.safeParse(json);
  if (parsed.success) return { manifest: parsed.data, etag };
  throw new EngineError(
    'mismatch',
    `${store.place.uri}${manifestKey} is no manifest that this version of Vitrine reads.`,
    {
      resource: `${store.place.uri}${manifestKey}`,
      wayOut: 'Choose another place, or delete what lies there and publish again.',
    },
  );
}

/**
 * In the place of the manifest with the entity tag `before`; null where there was none. Throws EngineError `in_use` where
 * another one lies there: of two that publish at once only one does it.
 */
export async function storeManifest(
  store: LakeStore,
  manifest: LakeManifest,
  before: string | null,
): Promise<{ readonly bytes: number; readonly etag: string }> {
  const text = `${JSON.stringify(manifest)}\n`;
  return { etag: await store.write(manifestKey, text, before), bytes: Buffer.byteLength(text) };
}

/** Not models: what they hold does not depend on how the reports see it. */
const isData = (table: string) => table === 'events' || table.endsWith('_words');

/**
 * What may be read of a lake. Of one whose models were made by other texts than ours the events and the dictionaries are
 * left: the models are then worked out from the events. Throws EngineError `mismatch` for one that is half published.
 */
export function readableManifest(manifest: LakeManifest, files: QueryFiles, uri: string): LakeManifest {
  if (manifest.state === 'publishing')
    throw new EngineError('mismatch', `The lake at ${uri} is half published.`, {
      resource: uri,
      wayOut: `Publish the dataset “${manifest.dataset}” there again: it goes on where it ended.`,
    });
  if (manifest.models === modelsVersion(files)) return manifest;
  const tables = Object.entries(manifest.tables).filter(([name]) => isData(name));
  return { ...manifest, tables: Object.fromEntries(tables) };
}
