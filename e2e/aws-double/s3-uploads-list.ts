/** ListParts and ListMultipartUploads. */
import { findUpload } from './s3-multipart.js';
import { findBucket, readInteger, toIso, type S3Answer, type S3Context } from './s3-context.js';
import { encodeKey } from './s3-list.js';
import { element, parent, xmlDocument } from './xml.js';

export function listParts(context: S3Context): S3Answer {
  const upload = findUpload(context);
  const limit = readInteger(context.query.get('max-parts'), 'max-parts', 1, 1000, 1000);
  const after = readInteger(context.query.get('part-number-marker'), 'part-number-marker', 0, 10_000, 0);
  const all = [...upload.parts.values()].filter(({ number }) => number > after).sort((a, b) => a.number - b.number);
  const page = all.slice(0, limit);
  const isTruncated = all.length > limit;
  return {
    status: 200,
    body: xmlDocument(
      'ListPartsResult',
      element('Bucket', upload.bucket),
      element('Key', upload.key),
      element('UploadId', upload.id),
      element('PartNumberMarker', after),
      element('NextPartNumberMarker', page.at(-1)?.number ?? 0),
      element('MaxParts', limit),
      element('IsTruncated', isTruncated),
      element('ChecksumAlgorithm', upload.checksum?.algorithm),
      element('ChecksumType', upload.checksum?.type),
      ...page.map((part) =>
        parent(
          'Part',
          element('PartNumber', part.number),
          element('LastModified', toIso(part.modifiedAt)),
          element('ETag', `"${part.etag}"`),
          part.checksum === null ? '' : element(`Checksum${part.checksum.algorithm}`, part.checksum.value),
          element('Size', part.bytes),
        ),
      ),
    ),
  };
}

export function listMultipartUploads(context: S3Context): S3Answer {
  const bucket = findBucket(context);
  const { query } = context;
  const prefix = query.get('prefix') ?? '';
  const limit = readInteger(query.get('max-uploads'), 'max-uploads', 1, 1000, 1000);
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const write = (text: string) => (query.get('encoding-type') === 'url' ? encodeKey(text) : text);
  const all = [...context.uploads.all.values()]
    .filter((upload) => upload.bucket === bucket.name && upload.key.startsWith(prefix))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1))
    .filter(({ key, id }) => key > keyMarker || (key === keyMarker && idMarker !== '' && id > idMarker));
  const page = all.slice(0, limit);
  const isTruncated = all.length > limit;
  return {
    status: 200,
    body: xmlDocument(
      'ListMultipartUploadsResult',
      element('Bucket', bucket.name),
      element('KeyMarker', write(keyMarker)),
      element('UploadIdMarker', idMarker),
      element('NextKeyMarker', isTruncated ? write(page.at(-1)?.key ?? '') : undefined),
      element('NextUploadIdMarker', isTruncated ? page.at(-1)?.id : undefined),
      element('Prefix', write(prefix)),
      element('MaxUploads', limit),
      element('IsTruncated', isTruncated),
      element('EncodingType', query.get('encoding-type')),
      ...page.map((upload) =>
        parent(
          'Upload',
          element('Key', write(upload.key)),
          element('UploadId', upload.id),
          element('StorageClass', 'STANDARD'),
          element('Initiated', toIso(upload.startedAt)),
        ),
      ),
    ),
  };
}
