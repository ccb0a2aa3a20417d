/** CreateMultipartUpload, UploadPart, CompleteMultipartUpload, AbortMultipartUpload. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AwsError } from './aws-error.js';
import { checksumAlgorithms, checksumHeader, startHash } from './checksums.js';
import { receiveBody, receiveText } from './receive-body.js';
import { findBucket, header, type S3Answer, type S3Context } from './s3-context.js';
import type { StoredChecksum } from './s3-store.js';
import type { Upload, UploadedPart } from './s3-uploads.js';
import { checkWrite, headersToKeep } from './s3-write.js';
import { childText, element, parseXml, xmlDocument } from './xml.js';

export function findUpload(context: S3Context): Upload {
  const upload = context.uploads.all.get(context.query.get('uploadId') ?? '');
  if (upload?.bucket === context.bucketName && upload.key === context.key) return upload;
  throw new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { fields: { UploadId: context.query.get('uploadId') ?? '' } },
  );
}

export function createMultipartUpload(context: S3Context): S3Answer {
  const bucket = findBucket(context);
  const asked = header(context, 'x-amz-checksum-algorithm');
  const algorithm = checksumAlgorithms.find((name) => name === asked?.toUpperCase());
  if (asked !== undefined && algorithm === undefined)
    throw new AwsError('NotImplemented', `The double does not compute ${asked}.`, 501);
  const type = header(context, 'x-amz-checksum-type') === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE';
  const upload = context.uploads.begin({
    bucket: bucket.name,
    key: context.key,
    headers: headersToKeep(context),
    checksum: algorithm === undefined ? null : { algorithm, type },
  });
  return {
    status: 200,
    headers: algorithm === undefined ? {} : { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type },
    body: xmlDocument(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket.name),
      element('Key', context.key),
      element('UploadId', upload.id),
    ),
  };
}

export async function uploadPart(context: S3Context): Promise<S3Answer> {
  const upload = findUpload(context);
  const number = Number(context.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  const file = context.store.newFile();
  try {
    const { bytes, md5, checksum } = await receiveBody(context.body, file);
    findUpload(context);
    if (upload.checksum !== null && checksum !== null && checksum.algorithm !== upload.checksum.algorithm)
      throw new AwsError(
        'InvalidRequest',
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum.algorithm.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
      );
    await context.uploads.setPart(upload, { number, file, bytes, etag: md5, checksum, modifiedAt: Date.now() });
    return {
      status: 200,
      headers: { etag: `"${md5}"`, ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }) },
    };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** The parts named, in order, each as it was uploaded. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
function chooseParts(context: S3Context, upload: Upload, text: string): readonly UploadedPart[] {
  const root = parseXml(text);
  const named = root?.children.filter(({ name }) => name === 'Part') ?? [];
  if (root?.name !== 'CompleteMultipartUpload' || named.length === 0)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  let last = 0;
  const parts = named.map((node) => {
    const number = Number(childText(node, 'PartNumber'));
    const etag = (childText(node, 'ETag') ?? '').replaceAll('"', '');
    const part = upload.parts.get(number);
    if (number <= last)
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    last = number;
    const sum = upload.checksum && childText(node, `Checksum${upload.checksum.algorithm}`);
    if (upload.checksum?.type === 'COMPOSITE' && sum === undefined)
      throw new AwsError(
        'InvalidRequest',
        `The upload was created using a ${upload.checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    if (part?.etag !== etag || (sum && sum !== part.checksum?.value))
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { fields: { UploadId: upload.id, PartNumber: number, ETag: etag } },
      );
    return part;
  });
  const small = parts.slice(0, -1).find(({ bytes }) => bytes < context.minimumPartBytes);
  if (small !== undefined)
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
      fields: { ProposedSize: small.bytes, MinSizeAllowed: context.minimumPartBytes, PartNumber: small.number },
    });
  return parts;
}

/** Puts the parts' files behind each other, into the first one's. */
async function joinFiles(parts: readonly UploadedPart[], file: string): Promise<void> {
  const [first, ...others] = parts;
  if (first === undefined) return;
  await rename(first.file, file);
  for (const part of others)
    await pipeline(createReadStream(part.file, { highWaterMark: 1 << 20 }), createWriteStream(file, { flags: 'a' }));
}

async function computeChecksum(
  upload: Upload,
  parts: readonly UploadedPart[],
  file: string,
): Promise<StoredChecksum | null> {
  if (upload.checksum === null) return null;
  const { algorithm, type } = upload.checksum;
  const hash = startHash(algorithm);
  if (type === 'COMPOSITE') {
    for (const { checksum } of parts) hash.update(Buffer.from(checksum?.value ?? '', 'base64'));
    return { algorithm, type, value: `${hash.digest().toString('base64')}-${parts.length}` };
  }
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { algorithm, type, value: hash.digest().toString('base64') };
}

export async function completeMultipartUpload(context: S3Context): Promise<S3Answer> {
  const bucket = findBucket(context);
  const upload = findUpload(context);
  const parts = chooseParts(context, upload, await receiveText(context.body, 8 << 20));
  checkWrite(context, bucket.objects.get(context.key));
  const file = context.store.newFile();
  await joinFiles(parts, file);
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  const etag = `${md5.digest('hex')}-${parts.length}`;
  const checksum = await computeChecksum(upload, parts, file);
  const wanted = checksum && header(context, checksumHeader(checksum.algorithm));
  if (wanted && wanted.replace(/-\d+$/, '') !== checksum.value.replace(/-\d+$/, ''))
    throw new AwsError('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
  await context.store.put(bucket, {
    key: context.key,
    file,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    etag,
    headers: upload.headers,
    checksum,
  });
  await context.uploads.end(upload);
  return {
    status: 200,
    body: xmlDocument(
      'CompleteMultipartUploadResult',
      element('Location', `http://${header(context, 'host') ?? ''}/${bucket.name}/${context.key}`),
      element('Bucket', bucket.name),
      element('Key', context.key),
      element('ETag', `"${etag}"`),
      checksum === null ? '' : element(`Checksum${checksum.algorithm}`, checksum.value),
      checksum === null ? '' : element('ChecksumType', checksum.type),
    ),
  };
}

export async function abortMultipartUpload(context: S3Context): Promise<S3Answer> {
  await context.uploads.end(findUpload(context));
  return { status: 204 };
}
