/** Sends what S3 answers: a text or a span of a file, cut where a fault says so. */
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AwsError } from './aws-error.js';
import type { LoggedRequest } from './faults.js';
import type { S3Answer } from './s3-context.js';
import { element, xmlDocument } from './xml.js';

export function toS3Error(error: AwsError, resource: string, requestId: string): S3Answer {
  return {
    status: error.status,
    headers: error.more.headers ?? {},
    body: xmlDocument(
      'Error',
      element('Code', error.code),
      element('Message', error.message),
      ...Object.entries(error.more.fields ?? {}).map(([name, value]) => element(name, value)),
      element('Resource', resource),
      element('RequestId', requestId),
      element('HostId', 'double'),
    ),
  };
}

/** `cutAfter`: bytes of the body after which the connection ends; null: none. */
export async function sendS3(
  response: ServerResponse,
  answer: S3Answer,
  log: LoggedRequest,
  cutAfter: number | null,
): Promise<void> {
  const { body } = answer;
  const isHead = log.method === 'HEAD';
  log.status = answer.status;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (typeof body === 'string') {
    response.setHeader('content-type', 'application/xml');
    if (!isHead) response.setHeader('content-length', Buffer.byteLength(body));
  } else if (body === undefined && !isHead && answer.status !== 204 && answer.status !== 304)
    response.setHeader('content-length', 0);
  if (body === undefined || isHead) {
    response.end();
    return;
  }
  if (typeof body === 'string') {
    const bytes = Buffer.from(body);
    log.bytesOut = Math.min(bytes.length, cutAfter ?? bytes.length);
    if (cutAfter === null) response.end(bytes);
    else cut(response, log, bytes.subarray(0, cutAfter));
    return;
  }
  const end = cutAfter === null ? body.end : Math.min(body.start + cutAfter, body.end);
  async function* count(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      log.bytesOut += chunk.length;
      yield chunk;
    }
  }
  // the stream's end is inclusive
  const span = { start: body.start, end: end - 1, highWaterMark: 1 << 18 };
  if (end > body.start) await pipeline(createReadStream(body.file, span), count, response, { end: false });
  if (cutAfter === null) response.end();
  else cut(response, log, Buffer.alloc(0));
}

function cut(response: ServerResponse, log: LoggedRequest, last: Buffer): void {
  log.wasCut = true;
  if (last.length > 0) response.write(last);
  else response.flushHeaders();
  response.socket?.destroySoon();
}
