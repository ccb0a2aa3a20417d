/** Reads a request's body to memory or to a file: aws-chunked framing taken off, hashes and checksums verified on the way. */
import { open } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.js';
import { checksumAlgorithms, checksumHeader, startHash, type ChecksumAlgorithm } from './checksums.js';
import { createHash } from 'node:crypto';

export interface Received {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Base64, of the algorithm that the client chose. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | null;
}

export interface IncomingBody {
  readonly headers: IncomingHttpHeaders;
  /** The body as it comes over the wire. */
  readonly chunks: AsyncIterable<Buffer>;
}

const flushBytes = 1 << 20;
const longestLineBytes = 16 * 1024;

/** Takes off the framing `size;extensions\r\n data \r\n … 0\r\n trailers \r\n`; trailers are put into `trailers`. */
async function* decodeChunked(source: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  const incomplete = new AwsError('IncompleteBody', 'The request body terminated unexpectedly', 400);
  let rest: Buffer = Buffer.alloc(0);
  let left = 0;
  let state = 'size' as 'size' | 'data' | 'after' | 'trailers';
  for await (const chunk of source) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      if (state === 'data') {
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        if (part.length > 0) yield part;
        if (left > 0) break;
        state = 'after';
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) {
        if (rest.length > longestLineBytes) throw incomplete;
        break;
      }
      const line = rest.subarray(0, end).toString('latin1');
      rest = rest.subarray(end + 2);
      if (state === 'after') {
        if (line !== '') throw incomplete;
        state = 'size';
      } else if (state === 'size') {
        const size = /^([0-9a-f]{1,13})(;.*)?$/i.exec(line)?.[1];
        if (size === undefined) throw incomplete;
        left = parseInt(size, 16);
        state = left > 0 ? 'data' : 'trailers';
      } else if (line !== '') {
        const colon = line.indexOf(':');
        trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      }
    }
  }
  if (state !== 'trailers') throw incomplete;
}

/** Which checksum the client sends, ahead or behind. */
function announcedChecksum(headers: IncomingHttpHeaders): ChecksumAlgorithm | null {
  const trailer = String(headers['x-amz-trailer'] ?? '').toLowerCase();
  return (
    checksumAlgorithms.find(
      (name) => headers[checksumHeader(name)] !== undefined || trailer === checksumHeader(name),
    ) ?? null
  );
}

/** Throws AwsError where a hash, checksum or length is not what was announced. `file` null: `take` gets the data. */
export async function receiveBody(
  body: IncomingBody,
  file: string | null,
  take: (data: Buffer) => void = () => undefined,
): Promise<Received> {
  const { headers } = body;
  const contentHash = String(headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  const isFramed = contentHash.startsWith('STREAMING-');
  if (isFramed && contentHash !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    throw new AwsError('NotImplemented', `The double does not read ${contentHash}.`, 501);
  if (!isFramed && contentHash !== 'UNSIGNED-PAYLOAD' && !/^[0-9a-f]{64}$/.test(contentHash))
    throw new AwsError('InvalidArgument', 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a valid sha256 value.');
  const trailers = new Map<string, string>();
  const md5 = startHash('MD5');
  const sha256 = /^[0-9a-f]{64}$/.test(contentHash) ? createHash('sha256') : null;
  const algorithm = announcedChecksum(headers);
  const checksum = algorithm === null ? null : startHash(algorithm);
  const handle = file === null ? null : await open(file, 'w');
  let bytes = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    if (handle !== null && waiting.length > 0) await handle.writev(waiting);
    waiting = [];
    waitingBytes = 0;
  };
  try {
    for await (const data of isFramed ? decodeChunked(body.chunks, trailers) : body.chunks) {
      bytes += data.length;
      md5.update(data);
      sha256?.update(data);
      checksum?.update(data);
      if (handle === null) take(data);
      else {
        waiting.push(data);
        waitingBytes += data.length;
        if (waitingBytes >= flushBytes) await flush();
      }
    }
    await flush();
  } finally {
    await handle?.close();
  }
  if (sha256 !== null && sha256.digest('hex') !== contentHash)
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  const announced = headers['x-amz-decoded-content-length'];
  if (isFramed && announced !== undefined && Number(announced) !== bytes)
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  const digest = md5.digest();
  const contentMd5 = headers['content-md5'];
  if (contentMd5 !== undefined && contentMd5 !== digest.toString('base64'))
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  if (algorithm === null || checksum === null) return { bytes, md5: digest.toString('hex'), checksum: null };
  const value = checksum.digest().toString('base64');
  const name = checksumHeader(algorithm);
  if ((headers[name] ?? trailers.get(name)) !== value)
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  return { bytes, md5: digest.toString('hex'), checksum: { algorithm, value } };
}

/** The whole body, of at most `limit` bytes. */
export async function receiveText(body: IncomingBody, limit: number): Promise<string> {
  const parts: Buffer[] = [];
  let total = 0;
  await receiveBody(body, null, (data) => {
    total += data.length;
    if (total > limit) throw new AwsError('MaxMessageLengthExceeded', 'Your request was too big.');
    parts.push(data);
  });
  return Buffer.concat(parts).toString('utf8');
}
