/** Files behind web addresses. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { EngineError } from '../../../../preload/contract.js';
import { digestNames, type DigestName, type Proof } from './digests.js';
import { explainHttpError } from './http-errors.js';
import { ask, HttpStatusError, showUrl } from './http-request.js';
import { isPassing, pause } from './passing-faults.js';
import { ChangedError, type RemoteFile } from './remote-file.js';
import { isLoadable, safeName } from './s3-address.js';
import { etagOf } from './s3-proof.js';

export const isHttp = (address: string) => /^https?:\/\//i.test(address);

const textOf = (header: string | readonly string[] | undefined) =>
  typeof header === 'string' ? header : header?.join(',');

/** Changes with the content; null where the server says nothing of it. */
function versionOf(headers: IncomingHttpHeaders): string | null {
  if (headers.etag !== undefined) return headers.etag.replace(/^W\//, '');
  return headers['last-modified'] ?? null;
}

const names: Readonly<Record<string, DigestName>> = {
  'sha-512': 'sha512',
  'sha-256': 'sha256',
  sha: 'sha1',
  md5: 'md5',
  crc32c: 'crc32c',
};

/** `Repr-Digest: sha-256=:…:` (RFC 9530), `Digest: SHA-256=…` (RFC 3230), `x-goog-hash: md5=…`: of the whole file. */
function readDigests(text: string | undefined): Partial<Record<DigestName, string>> {
  const found: Partial<Record<DigestName, string>> = {};
  for (const entry of (text ?? '').split(',')) {
    const [, name = '', base64 = ''] = /^\s*([\w-]+)=:?([A-Za-z0-9+/]+=*):?\s*$/.exec(entry) ?? [];
    const digest = names[name.toLowerCase()];
    if (digest !== undefined) found[digest] = Buffer.from(base64, 'base64').toString('hex');
  }
  return found;
}

/** `isOfWhole`: the headers are those of an answer with the whole file, where `Content-MD5` is the file's. */
export function proofOfHeaders(headers: IncomingHttpHeaders, isOfWhole: boolean): Proof | null {
  const texts = ['repr-digest', 'digest', 'x-goog-hash'].map((name) => textOf(headers[name]));
  const found = Object.assign({}, ...texts.map(readDigests)) as Partial<Record<DigestName, string>>;
  const md5 = textOf(headers['content-md5']);
  if (isOfWhole && md5 !== undefined) found.md5 ??= Buffer.from(md5, 'base64').toString('hex');
  // an address of S3 itself, public or signed
  const etag = etagOf(headers.etag);
  const isOfS3 =
    headers.server === 'AmazonS3' && !textOf(headers['x-amz-server-side-encryption'])?.startsWith('aws:kms');
  if (isOfS3 && /^[0-9a-f]{32}$/.test(etag)) found.md5 ??= etag;
  for (const digest of digestNames) {
    const value = found[digest];
    if (value !== undefined) return { of: 'whole', digest, value };
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** By what the server calls it, where the address itself does not end like a file that can be loaded. */
function nameOf(asked: URL, reached: URL, headers: IncomingHttpHeaders): string {
  const last = (url: URL) => decoded(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
  const disposition = headers['content-disposition'] ?? '';
  const [, encoded] = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(disposition) ?? [];
  const [, quoted, plain] = /filename\s*=\s*(?:"([^"]+)"|([^;\s]+))/i.exec(disposition) ?? [];
  const given = encoded === undefined ? (quoted ?? plain ?? '') : decoded(encoded);
  const candidates = [last(asked), given, last(reached)];
  return safeName(candidates.find(isLoadable) ?? candidates.find((name) => name !== '') ?? asked.hostname);
}

/** Signatures differ from one address to the next; the rest of a query may say which file it is. */
function identityOf(url: URL): string {
  const kept = new URL(url.href);
  kept.username = '';
  kept.password = '';
  kept.hash = '';
  for (const name of [...kept.searchParams.keys()]) if (/^x-amz-/i.test(name)) kept.searchParams.delete(name);
  return kept.href;
}

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly url: URL;
  /** Of the whole file. */
  readonly bytes: number | null;
  readonly isOfWhole: boolean;
  readonly takesRanges: boolean;
}

const lengthOf = (headers: IncomingHttpHeaders) =>
  headers['content-length'] === undefined ? null : Number(headers['content-length']);

function rangeOf(response: IncomingMessage): { readonly start: number; readonly total: number | null } {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '') ?? [];
  return { start: Number(start ?? -1), total: total === undefined || total === '*' ? null : Number(total) };
}

/** By HEAD; by the first byte where that is refused, as by addresses that are signed for GET. */
async function see(url: URL, signal: AbortSignal): Promise<Seen> {
  try {
    const { response, url: reached } = await ask(url, { method: 'HEAD', signal });
    response.resume();
    const { headers } = response;
    return { headers, url: reached, bytes: lengthOf(headers), isOfWhole: true, takesRanges: servesRanges(headers) };
  } catch (error) {
    if (!(error instanceof HttpStatusError) || isPassing(error) || error.status === 404) throw error;
  }
  const { response, url: reached } = await ask(url, { method: 'GET', signal, headers: { range: 'bytes=0-0' } });
  response.destroy();
  const { headers, statusCode } = response;
  const isPart = statusCode === 206;
  const bytes = isPart ? rangeOf(response).total : lengthOf(headers);
  return { headers, url: reached, bytes, isOfWhole: !isPart, takesRanges: isPart && servesRanges(headers) };
}

const servesRanges = (headers: IncomingHttpHeaders) => headers['accept-ranges']?.toLowerCase() !== 'none';

const mostLooks = 3;

async function seePatiently(url: URL, signal: AbortSignal): Promise<Seen> {
  for (let looks = 1; ; looks++) {
    try {
      return await see(url, signal);
    } catch (error) {
      if (looks >= mostLooks || !isPassing(error)) throw error;
      await pause(300 * looks, signal);
    }
  }
}

/** The file behind an address, as it is now. Throws EngineError. */
export async function lookAtUrl(source: string, signal: AbortSignal): Promise<RemoteFile> {
  const url = parseUrl(source);
  const title = showUrl(url);
  const explain = (error: unknown) => explainHttpError(error, title);
  const seen = await seePatiently(url, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw explain(error);
  });
  const { headers, bytes } = seen;
  const name = nameOf(url, seen.url, headers);
  if (/^text\/html/i.test(headers['content-type'] ?? '') && !isLoadable(name))
    throw new EngineError('bad_input', `“${title}” is a web page, not a file of events.`, {
      wayOut: 'Open it in a browser, and copy the address of the file itself.',
    });
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding))
    throw new EngineError('bad_input', `“${title}” comes packed as “${encoding}”, which is not unpacked here.`, {
      wayOut: 'Download the file with a browser, and load it from there.',
    });
  const version = versionOf(headers);
  const isStrong = headers.etag === undefined || !headers.etag.startsWith('W/');

  return {
    source,
    title,
    identity: identityOf(url),
    place: [name],
    bytes,
    version: version === null ? null : `${version} ${bytes ?? ''}`,
    takesRanges: seen.takesRanges,
    explain,
    findProof: async () => proofOfHeaders(headers, seen.isOfWhole),
    async open(range, openSignal) {
      const asked: Record<string, string> = {};
      if (range !== null) asked['range'] = `bytes=${range.start}-${range.end - 1}`;
      if (range !== null && version !== null && isStrong) asked['if-range'] = headers.etag ?? version;
      const { response } = await ask(url, { method: 'GET', headers: asked, signal: openSignal }).catch(
        (error: unknown) => {
          const hasChanged = error instanceof HttpStatusError && [412, 416].includes(error.status);
          throw hasChanged ? new ChangedError() : error;
        },
      );
      const isWhole = response.statusCode !== 206;
      const { start, total } = isWhole ? { start: 0, total: lengthOf(response.headers) } : rangeOf(response);
      const isOther = versionOf(response.headers) !== version || (total !== null && bytes !== null && total !== bytes);
      if (isOther || (range !== null && !isWhole && start !== range.start)) {
        response.destroy();
        if (isOther) throw new ChangedError();
        throw new EngineError('network', `“${title}” sends other bytes than it was asked for.`, {
          wayOut: 'Download the file with a browser, and load it from there.',
        });
      }
      return { isWhole, stream: response };
    },
    lookAgain: (lookSignal) => lookAtUrl(source, lookSignal),
  };
}

function parseUrl(source: string): URL {
  try {
    return new URL(source);
  } catch {
    throw new EngineError('bad_params', 'This is no web address.', {
      wayOut: 'A web address is written https://host/2019-Oct.csv.gz.',
    });
  }
}
