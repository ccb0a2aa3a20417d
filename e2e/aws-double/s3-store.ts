/** Buckets and objects on disk: a data file and a description for each, both named by the key's hash. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChecksumAlgorithm } from './checksums.js';

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface StoredObject {
  readonly key: string;
  /** The data, on disk. It stays as it is; what is put later is another file. */
  readonly file: string;
  readonly bytes: number;
  /** Without quotation marks. */
  readonly etag: string;
  readonly modifiedAt: number;
  /** `content-type` and the like, and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: StoredChecksum | null;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  readonly objects: Map<string, StoredObject>;
}

export interface S3Store {
  readonly buckets: ReadonlyMap<string, Bucket>;
  addBucket(name: string, region: string): Promise<Bucket>;
  removeBucket(name: string): Promise<void>;
  /** Where data may be written before it is put. */
  newFile(): string;
  /** Makes a file of {@link newFile} an object. */
  put(bucket: Bucket, object: Omit<StoredObject, 'modifiedAt'>): Promise<StoredObject>;
  remove(bucket: Bucket, key: string): Promise<void>;
  /** Sorted, those that begin with `prefix`. */
  list(bucket: Bucket, prefix: string): readonly StoredObject[];
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export async function openS3Store(folder: string): Promise<S3Store> {
  const data = join(folder, 's3-data');
  const described = join(folder, 's3');
  await mkdir(data, { recursive: true });
  await mkdir(described, { recursive: true });
  const buckets = new Map<string, Bucket>();
  const sorted = new WeakMap<Bucket, readonly StoredObject[]>();
  const place = (bucket: string, key: string) =>
    join(described, bucket, `${createHash('sha1').update(key).digest('hex')}.json`);

  for (const name of await readdir(described)) {
    const objects = new Map<string, StoredObject>();
    const { region, createdAt } = JSON.parse(await readFile(join(described, name, 'bucket.json'), 'utf8')) as Bucket;
    for (const entry of await readdir(join(described, name))) {
      if (entry === 'bucket.json' || !entry.endsWith('.json')) continue;
      const object = JSON.parse(await readFile(join(described, name, entry), 'utf8')) as StoredObject;
      objects.set(object.key, { ...object, file: join(data, object.file) });
    }
    buckets.set(name, { name, region, createdAt, objects });
  }

  /** Sorts once for each change. */
  function all(bucket: Bucket): readonly StoredObject[] {
    const known = sorted.get(bucket);
    if (known !== undefined) return known;
    const list = [...bucket.objects.values()].sort((a, b) => compareKeys(a.key, b.key));
    sorted.set(bucket, list);
    return list;
  }

  return {
    buckets,
    async addBucket(name, region) {
      const bucket: Bucket = { name, region, createdAt: Date.now(), objects: new Map() };
      await mkdir(join(described, name), { recursive: true });
      await writeFile(join(described, name, 'bucket.json'), JSON.stringify({ region, createdAt: bucket.createdAt }));
      buckets.set(name, bucket);
      return bucket;
    },
    async removeBucket(name) {
      buckets.delete(name);
      await rm(join(described, name), { recursive: true, force: true });
    },
    newFile: () => join(data, randomUUID()),
    async put(bucket, given) {
      const object: StoredObject = { ...given, modifiedAt: Date.now() };
      const file = place(bucket.name, object.key);
      const unfinished = `${file}.${randomUUID()}.part`;
      await writeFile(unfinished, JSON.stringify({ ...object, file: object.file.slice(data.length + 1) }));
      await rename(unfinished, file);
      const before = bucket.objects.get(object.key);
      bucket.objects.set(object.key, object);
      sorted.delete(bucket);
      if (before !== undefined && before.file !== object.file) await rm(before.file, { force: true });
      return object;
    },
    async remove(bucket, key) {
      const object = bucket.objects.get(key);
      if (object === undefined) return;
      bucket.objects.delete(key);
      sorted.delete(bucket);
      await rm(place(bucket.name, key), { force: true });
      await rm(object.file, { force: true });
    },
    list(bucket, prefix) {
      const objects = all(bucket);
      if (prefix === '') return objects;
      let low = 0;
      let high = objects.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compareKeys(objects[middle]?.key ?? '', prefix) < 0) low = middle + 1;
        else high = middle;
      }
      const found: StoredObject[] = [];
      for (let at = low; at < objects.length; at += 1) {
        const object = objects[at];
        if (!object?.key.startsWith(prefix)) break;
        found.push(object);
      }
      return found;
    },
  };
}
