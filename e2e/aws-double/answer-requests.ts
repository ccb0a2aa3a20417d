/** Every request: whose it is, what it is, what goes wrong with it on purpose, who answers it. */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Athena } from './athena-service.js';
import { AwsError } from './aws-error.js';
import type { Fault, FaultBox, LoggedRequest } from './faults.js';
import type { DoubleCredentials } from './options.js';
import { answerFault, refuseAthena, refuseS3 } from './refusals.js';
import { sendS3, toS3Error } from './s3-answer.js';
import type { S3Context } from './s3-context.js';
import { answerS3, nameOperation } from './s3-route.js';
import type { S3Store } from './s3-store.js';
import type { Uploads } from './s3-uploads.js';
import { verify } from './sigv4.js';

export interface Parts {
  readonly store: S3Store;
  readonly uploads: Uploads;
  readonly athena: Athena;
  readonly credentials: readonly DoubleCredentials[];
  readonly region: string;
  readonly faults: FaultBox;
  readonly requests: LoggedRequest[];
  readonly now: () => number;
  readonly minimumPartBytes: number;
}

const longestMessageBytes = 2 << 20;
const uploads = new Set(['PutObject', 'UploadPart']);

class Cut extends Error {}

/** Counts what comes in, and cuts the connection after `limit` bytes. */
async function* count(request: IncomingMessage, log: LoggedRequest, limit: number): AsyncGenerator<Buffer> {
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    log.bytesIn += (chunk as Buffer).length;
    if (log.bytesIn > limit) throw new Cut('cut');
    yield chunk as Buffer;
  }
}

function readQuery(text: string): Map<string, string> {
  const pairs = text.split('&').filter(Boolean);
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [decodeURIComponent(name), decodeURIComponent(value)];
    }),
  );
}

function randomCut(fault: Fault | null, bytes: number): number | null {
  if (fault?.kind !== 'cut') return null;
  return fault.afterBytes ?? Math.floor(Math.random() * Math.max(bytes, 1));
}

export async function answerRequest(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const target = String(request.headers['x-amz-target'] ?? '');
  const isAthena = path === '/' && request.method === 'POST' && target.startsWith('AmazonAthena.');
  const log: LoggedRequest = {
    service: isAthena ? 'athena' : 's3',
    method: request.method ?? 'GET',
    path,
    query,
    operation: isAthena ? target.slice('AmazonAthena.'.length) : 'Unknown',
    bucket: null,
    key: null,
    range: request.headers.range ?? null,
    bytesIn: 0,
    bytesOut: 0,
    status: 0,
    errorCode: null,
    wasCut: false,
    at: Date.now(),
  };
  parts.requests.push(log);
  const requestId = randomUUID();
  const { socket } = request;
  response.setHeader(isAthena ? 'x-amzn-requestid' : 'x-amz-request-id', requestId);
  response.on('error', () => undefined);
  try {
    await (isAthena ? answerAthena(parts, request, response, log) : answerStore(parts, request, response, log));
  } catch (error) {
    if (error instanceof Cut || socket.destroyed) {
      log.wasCut = true;
      socket.destroy();
      return;
    }
    const known =
      error instanceof AwsError
        ? error
        : new AwsError(
            isAthena ? 'InternalServerException' : 'InternalError',
            `The double failed: ${String((error as Error).stack)}`,
            500,
          );
    log.errorCode = known.code;
    if (response.headersSent) socket.destroy();
    else if (isAthena) sendAthena(response, log, known.status, toAthenaError(known), null);
    else await sendS3(response, toS3Error(known, path, requestId), log, null);
  }
}

function toAthenaError(error: AwsError): object {
  return { __type: error.code, Message: error.message, message: error.message, ...error.more.fields };
}

function sendAthena(
  response: ServerResponse,
  log: LoggedRequest,
  status: number,
  answer: object,
  cutAfter: number | null,
): void {
  const body = Buffer.from(JSON.stringify(answer));
  log.status = status;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'content-length': body.length });
  log.bytesOut = Math.min(cutAfter ?? body.length, body.length);
  if (cutAfter === null) {
    response.end(body);
    return;
  }
  log.wasCut = true;
  response.write(body.subarray(0, cutAfter));
  response.socket?.destroySoon();
}

async function answerAthena(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  log: LoggedRequest,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of count(request, log, longestMessageBytes)) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const { headers } = request;
  const signed = { method: log.method, path: log.path, query: log.query, headers, payloadHash };
  const verdict = verify(signed, 'athena', new Set([parts.region]), parts.credentials, parts.now());
  if ('refusal' in verdict) throw refuseAthena(verdict.refusal, verdict.detail);
  const fault = await meetFault(parts, log);
  const answer = await parts.athena.answer(log.operation, body.toString('utf8'), verdict.identity);
  sendAthena(response, log, 200, answer, randomCut(fault, 100));
}

/** Takes the next fault that fits. Throws what it says; waits as it says; gives it back where it is a cut. */
async function meetFault(parts: Parts, log: LoggedRequest): Promise<Fault | null> {
  const fault = parts.faults.take(log);
  if (fault === null) return null;
  if (fault.delayMs !== undefined) await delay(fault.delayMs);
  const error = answerFault(fault.kind, log.service, log.operation);
  if (error !== null) throw error;
  return fault;
}

async function answerStore(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  log: LoggedRequest,
): Promise<void> {
  const { headers } = request;
  const [, bucketName = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(log.path) ?? [];
  const query = readQuery(log.query);
  const name = nameOperation(log.method, bucketName, key, query, headers['x-amz-copy-source'] !== undefined);
  log.operation = name ?? 'Unknown';
  log.bucket = bucketName === '' ? null : decodeURIComponent(bucketName);
  log.key = key === '' ? null : decodeURIComponent(key);
  const regions = new Set([parts.region, ...[...parts.store.buckets.values()].map(({ region }) => region)]);
  const payloadHash = String(headers['x-amz-content-sha256'] ?? '');
  const signed = { method: log.method, path: log.path, query: log.query, headers, payloadHash };
  const verdict = verify(signed, 's3', regions, parts.credentials, parts.now());
  if ('refusal' in verdict) throw refuseS3(verdict.refusal, verdict.detail, parts.region);
  const fault = await meetFault(parts, log);
  const isUpload = uploads.has(log.operation);
  const inLimit = isUpload ? randomCut(fault, Number(headers['content-length'] ?? 65_536)) : null;
  const context: S3Context = {
    store: parts.store,
    uploads: parts.uploads,
    region: parts.region,
    identity: verdict.identity,
    headers,
    query,
    bucketName: log.bucket ?? '',
    key: log.key ?? '',
    body: { headers, chunks: count(request, log, inLimit ?? Infinity) },
    minimumPartBytes: parts.minimumPartBytes,
  };
  const answer = await answerS3(name, context, verdict.region);
  const { body } = answer;
  const size = typeof body === 'object' ? body.end - body.start : Buffer.byteLength(body ?? '');
  await sendS3(response, answer, log, isUpload ? null : randomCut(fault, size));
}
