/** Multipart uploads that are under way; their parts are files. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { ChecksumAlgorithm } from './checksums.js';

export interface UploadedPart {
  readonly number: number;
  readonly file: string;
  readonly bytes: number;
  /** MD5, hexadecimal. */
  readonly etag: string;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | null;
  readonly modifiedAt: number;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly startedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: 'FULL_OBJECT' | 'COMPOSITE' } | null;
  readonly parts: Map<number, UploadedPart>;
}

export interface Uploads {
  readonly all: ReadonlyMap<string, Upload>;
  begin(upload: Omit<Upload, 'id' | 'startedAt' | 'parts'>): Upload;
  setPart(upload: Upload, part: UploadedPart): Promise<void>;
  /** Forgets it and its files. */
  end(upload: Upload): Promise<void>;
}

/** Kept in memory: an upload does not outlive the double. */
export function createUploads(): Uploads {
  const all = new Map<string, Upload>();
  return {
    all,
    begin(given) {
      const upload: Upload = { ...given, id: randomUUID(), startedAt: Date.now(), parts: new Map() };
      all.set(upload.id, upload);
      return upload;
    },
    async setPart(upload, part) {
      const before = upload.parts.get(part.number);
      upload.parts.set(part.number, part);
      if (before !== undefined) await rm(before.file, { force: true });
    },
    async end(upload) {
      all.delete(upload.id);
      for (const { file } of upload.parts.values()) await rm(file, { force: true });
    },
  };
}
