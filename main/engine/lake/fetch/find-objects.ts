/** What can be loaded below a prefix. Of a lake that Vitrine has published: its events, and only when it is complete. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { EngineError, type LakeObject } from '../../../../preload/contract.js';
import { manifestKey } from '../../lake-manifest.js';
import { listBelow } from './list-objects.js';
import { s3Uri, type S3Place } from './s3-address.js';
import type { S3Access } from './s3-files.js';

export interface Days {
  readonly from?: string;
  /** Not included. */
  readonly to?: string;
}

/** What a manifest says of which objects count, whatever else it says by now. */
const manifestObjects = z.object({
  format: z.literal('vitrine-lake'),
  state: z.string(),
  tables: z.record(z.string(), z.object({ objects: z.array(z.object({ key: z.string() })) })),
});

/** Null where there is no manifest of a lake, or it may not be read. */
async function readManifest(access: S3Access, place: S3Place, signal: AbortSignal) {
  try {
    const command = new GetObjectCommand({ Bucket: place.bucket, Key: place.key });
    const answer = await (await access.client()).send(command, { abortSignal: signal });
    const parsed = manifestObjects.safeParse(JSON.parse((await answer.Body?.transformToString()) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

const curated = 'curated/';

/** Where the lake would lie that the prefix is of: `lake/` of `lake/`, and of `lake/curated/events/`. */
function rootsOf(prefix: string): readonly string[] {
  const at = `/${prefix}`.lastIndexOf(`/${curated}`);
  return at < 0 ? [prefix] : [prefix, prefix.slice(0, at)];
}

/**
 * The objects that count: of a lake those of its events that its manifest names, else all of them. Throws EngineError
 * `mismatch` for a lake that is half published.
 */
async function chooseOfLake(
  access: S3Access,
  { bucket, key: prefix }: S3Place,
  objects: readonly LakeObject[],
  signal: AbortSignal,
): Promise<readonly LakeObject[]> {
  for (const root of rootsOf(prefix)) {
    const isBelowCurated = prefix !== root;
    const key = `${root}${manifestKey}`;
    if (!isBelowCurated && !objects.some((object) => object.key === key)) continue;
    const manifest = await readManifest(access, { bucket, key }, signal);
    if (manifest === null) continue;
    if (manifest.state !== 'complete')
      throw new EngineError('mismatch', `The lake at ${s3Uri({ bucket, key: root })} is half published.`, {
        resource: s3Uri({ bucket, key: root }),
        wayOut: 'Wait until publishing has ended, or publish it again: it goes on where it was.',
      });
    const named = new Set(
      Object.entries(manifest.tables).flatMap(([table, { objects: ofTable }]) =>
        isBelowCurated || table === 'events' ? ofTable.map((object) => root + object.key) : [],
      ),
    );
    return objects.filter((object) => named.has(object.key));
  }
  return objects;
}

/** Loadable objects below a prefix; with days, those whose key names one in them. Throws EngineError. */
export async function findObjects(
  access: S3Access,
  place: S3Place,
  { from, to }: Days,
  signal: AbortSignal,
): Promise<readonly LakeObject[]> {
  const all = await listBelow(access, place, signal);
  const chosen = await chooseOfLake(access, place, all, signal);
  return chosen.filter(({ isLoadable, day }) => {
    if (!isLoadable) return false;
    if (from === undefined && to === undefined) return true;
    return day !== null && (from === undefined || day >= from) && (to === undefined || day < to);
  });
}
