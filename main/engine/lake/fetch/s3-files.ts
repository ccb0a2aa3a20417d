/** Objects of S3 as files. */
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { EngineError, type LakeObject } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import { ChangedError, type RemoteFile } from './remote-file.js';
import { placeOfKey, s3Uri, type S3Place } from './s3-address.js';
import { etagOf, findS3Proof, type ObjectHead } from './s3-proof.js';

export interface S3Access {
  /** Asked for each request: clients are made anew when their credentials change. */
  readonly client: () => Promise<S3Client>;
  readonly region: string;
  /** Of a service that speaks like AWS: two services may each have a bucket of a name. */
  readonly endpoint: string | null;
}

type Facts = Pick<LakeObject, 'bytes' | 'etag'>;

const statusOf = (error: unknown) =>
  (error as { readonly $metadata?: { readonly httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;

/** The object of a key as a list of its bucket has it, or as its `head` says. */
export function s3File(access: S3Access, place: S3Place, { bytes, etag }: Facts, head?: ObjectHead): RemoteFile {
  const { bucket, key } = place;
  const source = s3Uri(place);
  const ifMatch = etag === '' ? undefined : `"${etag}"`;
  const explain = (error: unknown): EngineError => explainObjectError(error, place, access);

  async function headOfPart(number: number, signal: AbortSignal): Promise<ObjectHead> {
    // without If-Match: there are stores where a part has an ETag of its own
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key, PartNumber: number });
    return (await access.client()).send(command, { abortSignal: signal });
  }

  return {
    source,
    title: source,
    identity: access.endpoint === null ? source : `${access.endpoint} ${source}`,
    place: placeOfKey(key),
    bytes,
    version: etag === '' ? null : etag,
    takesRanges: true,
    explain,
    async findProof(signal) {
      try {
        const command = new HeadObjectCommand({ Bucket: bucket, Key: key, IfMatch: ifMatch, ChecksumMode: 'ENABLED' });
        const known = head ?? (await (await access.client()).send(command, { abortSignal: signal }));
        return await findS3Proof(known, bucket, (number) => headOfPart(number, signal));
      } catch (error) {
        throw statusOf(error) === 412 ? new ChangedError() : error;
      }
    },
    async open(range, signal) {
      const Range = range === null ? undefined : `bytes=${range.start}-${range.end - 1}`;
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range, IfMatch: ifMatch });
      try {
        const answer = await (await access.client()).send(command, { abortSignal: signal });
        const stream = answer.Body;
        if (!(stream instanceof Readable)) throw new EngineError('internal', 'S3 gave no stream.');
        // not every store keeps to If-Match
        if (etagOf(answer.ETag) !== etag) {
          stream.on('error', () => undefined).destroy();
          throw new ChangedError();
        }
        return { isWhole: answer.$metadata.httpStatusCode !== 206, stream };
      } catch (error) {
        throw [412, 416].includes(statusOf(error) ?? 0) ? new ChangedError() : error;
      }
    },
    lookAgain: (signal) => lookAtObject(access, place, signal),
  };
}

function explainObjectError(error: unknown, place: S3Place, { region }: S3Access): EngineError {
  const { bucket, key } = place;
  if ((error as Error).name === 'NotFound' || (error as Error).name === 'NoSuchKey')
    return new EngineError('not_found', `There is no object “${s3Uri(place)}”.`, {
      resource: s3Uri(place),
      wayOut: `List what is there: vitrine lake ls s3://${bucket}/. A prefix ends with a slash.`,
    });
  return explainRemoteError(error, {
    trying: `read ${s3Uri(place)}`,
    action: 's3:GetObject',
    resource: `arn:aws:s3:::${bucket}/${key}`,
    region,
  });
}

/** The object as it is now. Throws EngineError. */
export async function lookAtObject(access: S3Access, place: S3Place, signal: AbortSignal): Promise<RemoteFile> {
  try {
    const command = new HeadObjectCommand({ Bucket: place.bucket, Key: place.key, ChecksumMode: 'ENABLED' });
    const head = await (await access.client()).send(command, { abortSignal: signal });
    return s3File(access, place, { bytes: head.ContentLength ?? 0, etag: etagOf(head.ETag) }, head);
  } catch (error) {
    signal.throwIfAborted();
    throw explainObjectError(error, place, access);
  }
}
