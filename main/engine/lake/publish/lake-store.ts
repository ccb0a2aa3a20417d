/** The calls of S3 that publishing takes, below one place; keys are below it, too. Errors are explained, an abort ends each. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { EngineError } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import type { LakePlace } from './lake-place.js';

export interface SentPart {
  readonly number: number;
  readonly bytes: number;
  readonly etag: string;
  readonly crc32: string | undefined;
}

export interface StoredText {
  readonly text: string;
  readonly etag: string;
}

export interface LakeStore {
  readonly place: LakePlace;
  /** Bytes of the objects, by key. */
  list(folder: string): Promise<ReadonlyMap<string, number>>;
  /** Null where there is no such object. */
  read(key: string): Promise<StoredText | null>;
  /**
   * Returns its entity tag. What is replaced must have the entity tag `before` (null: there must be nothing), as far as the
   * service can tell. Throws EngineError `in_use` where something else is there meanwhile.
   */
  write(key: string, text: string, before: string | null): Promise<string>;
  /** Null where there is no such object. */
  head(key: string): Promise<{ readonly bytes: number; readonly etag: string } | null>;
  remove(keys: readonly string[]): Promise<void>;
  beginUpload(key: string, contentType: string): Promise<string>;
  sendPart(key: string, uploadId: string, number: number, body: Buffer): Promise<SentPart>;
  /** Null where the service does not know the upload: completed, aborted, or too old. */
  listParts(key: string, uploadId: string): Promise<readonly SentPart[] | null>;
  /** Returns the entity tag; null where the service does not know the upload. */
  completeUpload(key: string, uploadId: string, parts: readonly SentPart[]): Promise<string | null>;
  /** One that is not known any more is aborted already. */
  abortUpload(key: string, uploadId: string): Promise<void>;
}

export const publishedMeanwhile = (uri: string) =>
  new EngineError('in_use', `Somebody else publishes to ${uri}, too.`, {
    resource: uri,
    wayOut: 'Publish again when they are done.',
  });

const isNamed = (error: unknown, ...names: readonly string[]) => error instanceof Error && names.includes(error.name);

/** As many as the service takes. */
const deletedAtOnce = 1000;

export function openLakeStore(client: S3Client, region: string, place: LakePlace, signal: AbortSignal): LakeStore {
  const { bucket: Bucket, prefix } = place;
  const abortSignal = signal;
  const full = (key: string) => ({ Bucket, Key: `${prefix}${key}` });

  async function readText(key: string): Promise<StoredText | null> {
    try {
      const { Body, ETag = '' } = await client.send(new GetObjectCommand(full(key)), { abortSignal });
      return { text: (await Body?.transformToString('utf-8')) ?? '', etag: ETag };
    } catch (error) {
      if (isNamed(error, 'NoSuchKey', 'NotFound')) return null;
      throw error;
    }
  }

  async function writeText(key: string, text: string, condition: { IfMatch?: string; IfNoneMatch?: string }) {
    const object = { ...full(key), Body: Buffer.from(text), ContentType: 'application/json' };
    const { ETag = '' } = await client.send(new PutObjectCommand({ ...object, ...condition }), { abortSignal });
    return ETag;
  }

  async function attempt<T>(trying: string, action: string, key: string, call: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    try {
      return await call();
    } catch (error) {
      if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
      const resource = `arn:aws:s3:::${Bucket}${key === '' ? '' : `/${prefix}${key}`}`;
      throw explainRemoteError(error, { trying, action, resource, region });
    }
  }

  return {
    place,

    list: (folder) =>
      attempt(`list what lies below ${place.uri}${folder}`, 's3:ListBucket', '', async () => {
        const found = new Map<string, number>();
        let token: string | undefined;
        do {
          const page = await client.send(
            new ListObjectsV2Command({ Bucket, Prefix: `${prefix}${folder}`, ContinuationToken: token }),
            { abortSignal },
          );
          for (const { Key = '', Size = 0 } of page.Contents ?? []) found.set(Key.slice(prefix.length), Size);
          token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
        } while (token !== undefined);
        return found;
      }),

    read: (key) => attempt(`read ${place.uri}${key}`, 's3:GetObject', key, () => readText(key)),

    write: (key, text, before) =>
      attempt(`write ${place.uri}${key}`, 's3:PutObject', key, async () => {
        try {
          return await writeText(key, text, before === null ? { IfNoneMatch: '*' } : { IfMatch: before });
        } catch (error) {
          if (isNamed(error, 'NotImplemented')) return writeText(key, text, {}); // by services that know no conditions
          if (!isNamed(error, 'PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey')) throw error;
          const there = await readText(key);
          if (there?.text === text) return there.etag; // the answer to an earlier attempt got lost
          throw publishedMeanwhile(place.uri);
        }
      }),

    head: (key) =>
      attempt(`look at ${place.uri}${key}`, 's3:GetObject', key, async () => {
        try {
          const { ContentLength = 0, ETag = '' } = await client.send(new HeadObjectCommand(full(key)), { abortSignal });
          return { bytes: ContentLength, etag: ETag };
        } catch (error) {
          if (isNamed(error, 'NotFound', 'NoSuchKey')) return null;
          throw error;
        }
      }),

    async remove(keys) {
      for (let at = 0; at < keys.length; at += deletedAtOnce) {
        const Objects = keys.slice(at, at + deletedAtOnce).map((key) => ({ Key: `${prefix}${key}` }));
        await attempt(`delete what was replaced below ${place.uri}`, 's3:DeleteObject', keys[at] ?? '', async () => {
          const { Errors = [] } = await client.send(
            new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
            { abortSignal },
          );
          const [first] = Errors;
          if (first !== undefined)
            throw Object.assign(new Error(`${first.Key ?? ''}: ${first.Message ?? ''}`), { name: first.Code ?? '' });
        });
      }
    },

    beginUpload: (key, contentType) =>
      attempt(`begin to send ${place.uri}${key}`, 's3:PutObject', key, async () => {
        const { UploadId = '' } = await client.send(
          new CreateMultipartUploadCommand({ ...full(key), ContentType: contentType, ChecksumAlgorithm: 'CRC32' }),
          { abortSignal },
        );
        return UploadId;
      }),

    sendPart: (key, UploadId, number, body) =>
      attempt(`send a part of ${place.uri}${key}`, 's3:PutObject', key, async () => {
        const { ETag = '', ChecksumCRC32 } = await client.send(
          new UploadPartCommand({ ...full(key), UploadId, PartNumber: number, Body: body, ChecksumAlgorithm: 'CRC32' }),
          { abortSignal },
        );
        return { number, bytes: body.length, etag: ETag, crc32: ChecksumCRC32 };
      }),

    listParts: (key, UploadId) =>
      attempt(`see what has arrived of ${place.uri}${key}`, 's3:ListMultipartUploadParts', key, async () => {
        const parts: SentPart[] = [];
        let marker: string | undefined;
        try {
          do {
            const page = await client.send(new ListPartsCommand({ ...full(key), UploadId, PartNumberMarker: marker }), {
              abortSignal,
            });
            for (const { PartNumber = 0, Size = 0, ETag = '', ChecksumCRC32 } of page.Parts ?? [])
              parts.push({ number: PartNumber, bytes: Size, etag: ETag, crc32: ChecksumCRC32 });
            marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
          } while (marker !== undefined);
        } catch (error) {
          if (isNamed(error, 'NoSuchUpload')) return null;
          throw error;
        }
        return parts;
      }),

    completeUpload: (key, UploadId, parts) =>
      attempt(`complete ${place.uri}${key}`, 's3:PutObject', key, async () => {
        const Parts = parts.map(({ number, etag, crc32 }) => ({
          PartNumber: number,
          ETag: etag,
          ...(crc32 !== undefined && { ChecksumCRC32: crc32 }),
        }));
        try {
          const { ETag = '' } = await client.send(
            new CompleteMultipartUploadCommand({ ...full(key), UploadId, MultipartUpload: { Parts } }),
            { abortSignal },
          );
          return ETag;
        } catch (error) {
          if (isNamed(error, 'NoSuchUpload')) return null;
          throw error;
        }
      }),

    abortUpload: (key, UploadId) =>
      attempt(`abort an upload of ${place.uri}${key}`, 's3:AbortMultipartUpload', key, async () => {
        try {
          await client.send(new AbortMultipartUploadCommand({ ...full(key), UploadId }), { abortSignal });
        } catch (error) {
          if (!isNamed(error, 'NoSuchUpload')) throw error;
        }
      }),
  };
}
