/** The files that a dataset was loaded from, as they lie on this machine or in the lake already. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, gunzipSync, constants } from 'node:zlib';
import { fields, type DatasetInfo } from '../../../../preload/contract.js';
import type { LakeManifest } from '../../lake-manifest.js';
import { digest, rawFolder } from './lake-place.js';

type PublishedRaw = LakeManifest['raw'][number];

export interface RawFile {
  /** Below the place. */
  readonly key: string;
  /** As the dataset names it. */
  readonly name: string;
  readonly bytes: number;
  /** Of the content, uncompressed, as a load takes it; empty where it is not known. */
  readonly sha256: string;
  /** CSV or gzipped CSV with the usual header. */
  readonly isUsual: boolean;
  /** Null: it is in the lake already. */
  readonly path: string | null;
}

const headBytes = 64 * 1024;

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;
const isZip = (head: Buffer) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;

function unpackHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }); // the end of it is missing
  } catch {
    return Buffer.alloc(0);
  }
}

/** Whether Athena can read the file as it is: the nine columns in the usual order, a name that it does not hide. */
async function isUsual(path: string, key: string): Promise<boolean> {
  const head = await readHead(path);
  const name = key.slice(rawFolder.length);
  if (/^[._]/.test(name) || isGzip(head) !== /\.gz$/i.test(name)) return false; // it is unpacked by its name
  const text = (isGzip(head) ? unpackHead(head) : head).toString('utf8');
  return /^[^\n]*\n/.exec(text)?.[0].trimEnd() === fields.join(',');
}

/** Keys that tell files of one name apart. */
function nameRaw(file: DatasetInfo['files'][number], files: DatasetInfo['files']): string {
  const base = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const isAlone = files.filter((other) => base(other.name) === base(file.name)).length === 1;
  return `${rawFolder}${isAlone ? '' : `${digest([file.name, file.sha256]).slice(0, 8)}-`}${base(file.name)}`;
}

/**
 * Which files are to be put, or stay; those that are neither there nor here are told in `notes`. `isThere` says whether an
 * object of this key and size is in the lake. Nothing is read but the beginnings of files.
 */
export async function findRawFiles(
  info: DatasetInfo,
  manifest: LakeManifest | null,
  isThere: (key: string, bytes: number) => boolean,
): Promise<{ readonly files: readonly RawFile[]; readonly notes: readonly string[] }> {
  const found: RawFile[] = [];
  const notes: string[] = [];
  for (const file of info.files) {
    const { name, bytes, path } = file;
    const key = nameRaw(file, info.files);
    const sha256 = file.sha256 ?? '';
    const same = (other: PublishedRaw) => other.key === key && other.sha256 === sha256 && other.bytes === bytes;
    const published = manifest?.raw.find(same);
    if (published !== undefined && isThere(key, bytes)) {
      found.push({ key, name, bytes, sha256, isUsual: published.isUsual, path: null });
      continue;
    }
    const why = await findFault(path, bytes);
    if (why !== null || path === undefined) notes.push(`The file “${name}” is not in the raw zone: ${why ?? ''}`);
    else found.push({ key, name, bytes, sha256, isUsual: await isUsual(path, key), path });
  }
  return { files: found, notes };
}

async function findFault(path: string | undefined, bytes: number): Promise<string | null> {
  if (path === undefined) return 'where it lay was not kept when it was loaded.';
  const there = await stat(path).catch(() => null);
  if (there === null || !there.isFile()) return `it is not at “${path}” any more.`;
  return there.size === bytes ? null : `the file at “${path}” has another size than when it was loaded.`;
}

/** Whether the file still has the content that was loaded. A zip's is inside it: there the size has to do. */
export async function hasContent(path: string, sha256: string, signal: AbortSignal): Promise<boolean> {
  const head = await readHead(path);
  if (sha256 === '' || isZip(head)) return true;
  const hash = createHash('sha256');
  const packed = createReadStream(path, { highWaterMark: 2 ** 20, signal });
  const content = isGzip(head) ? pipeline(packed, createGunzip({ chunkSize: 2 ** 20 }), () => undefined) : packed;
  try {
    for await (const chunk of content) hash.update(chunk as Buffer);
  } catch (error) {
    signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') === true) return false;
    throw error;
  }
  return hash.digest('hex') === sha256;
}
