/** What lies in S3 or behind a URL, and how it comes to this machine. */
import { EngineError } from '../../../../preload/contract.js';
import type { Job } from '../../serve.js';
import type { Lake, LakeHandlers, LakeNeeds } from '../create-lake.js';
import { eachAtOnce } from '../at-once.js';
import { openCache } from './cache.js';
import { fetchFiles } from './fetch-files.js';
import { findObjects } from './find-objects.js';
import { isHttp, lookAtUrl } from './http-files.js';
import { listBelow, listBuckets, listFolder } from './list-objects.js';
import { pauseAfter } from './passing-faults.js';
import type { RemoteFile } from './remote-file.js';
import { parseS3, requireS3 } from './s3-address.js';
import { lookAtObject, s3File, type S3Access } from './s3-files.js';
import type { Timings } from './timings.js';

export interface Fetching {
  readonly handlers: Omit<LakeHandlers, 'lake.publish'>;
  readonly measure: Lake['measure'];
}

export const usualTimings: Timings = {
  partBytes: 8 * 2 ** 20,
  partsAtOnce: 4,
  stallMs: 20_000,
  mostFailures: 7,
  pauseMs: pauseAfter,
};

const looksAtOnce = 8;

export type FetchingNeeds = Pick<LakeNeeds, 'workspaceDir' | 'json' | 'withLock' | 'measureFreeBytes'> & {
  readonly connections: Pick<LakeNeeds['connections'], 'openS3'>;
};

export function createFetching(needs: FetchingNeeds, timings: Timings = usualTimings): Fetching {
  const { connections } = needs;
  const cache = openCache(needs);

  async function access(connection: string): Promise<S3Access> {
    const { connection: settings } = await connections.openS3(connection);
    return {
      client: async () => (await connections.openS3(connection)).client,
      region: settings.region,
      endpoint: settings.endpoint,
    };
  }

  /** The files that a source stands for. */
  async function look(source: string, connection: string | undefined, signal: AbortSignal) {
    if (isHttp(source)) return [await lookAtUrl(source, signal)];
    const place = parseS3(source);
    if (place === null)
      throw new EngineError('bad_params', 'Only s3://, http:// and https:// addresses can be fetched.', {
        wayOut: 'For example: s3://shop-lake/raw/2019-Oct.csv.gz.',
      });
    if (connection === undefined)
      throw new EngineError('bad_params', `“${source}” needs a connection.`, {
        wayOut: 'Name one with --connection, or make one: vitrine connect NAME --kind athena --region R.',
      });
    const s3 = await access(connection);
    if (place.key !== '' && !place.key.endsWith('/')) return [await lookAtObject(s3, place, signal)];
    const objects = await findObjects(s3, place, {}, signal);
    if (objects.length > 0)
      return objects.map((object): RemoteFile => s3File(s3, { bucket: place.bucket, key: object.key }, object));
    throw new EngineError('not_found', `There is nothing below “${source}” that can be loaded.`, {
      resource: source,
      wayOut: `List what is there: vitrine lake ls ${source}`,
    });
  }

  async function fetch(sources: readonly string[], connection: string | undefined, job: Job) {
    const { signal, onProgress } = job;
    onProgress({ phase: 'Looking for the files', done: 0, total: null, unit: 'files' });
    const found = await eachAtOnce(sources, looksAtOnce, signal, (source, itsSignal) =>
      look(source, connection, itsSignal),
    );
    return fetchFiles(found.flat(), cache, timings, job);
  }

  return {
    handlers: {
      'lake.buckets': async ({ connection }, { signal }) => listBuckets(await access(connection), signal),
      'lake.list': async ({ connection, bucket, prefix, after }, { signal }) =>
        listFolder(await access(connection), { bucket, key: prefix }, after, signal),
      'lake.find': async ({ connection, bucket, prefix, from, to }, { signal }) =>
        findObjects(await access(connection), { bucket, key: prefix }, { from, to }, signal),
      'lake.fetch': ({ connection, sources }, job) => fetch(sources, connection, job),
      'lake.cache': (changes) => cache.change(changes),
    },
    async measure(connection, place, { signal }) {
      const { bucket, key } = requireS3(place);
      // what lies below a place lies in it: `lake` is not `lake2`
      const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
      const objects = await listBelow(await access(connection), { bucket, key: prefix }, signal);
      const byDay = new Map<string, number>();
      for (const { day, bytes } of objects) if (day !== null) byDay.set(day, bytes + (byDay.get(day) ?? 0));
      return { bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0), byDay };
    },
  };
}
