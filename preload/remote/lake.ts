/** What is in S3, what is fetched from there, what is published there. Sizes are bytes, times ISO 8601. */

export interface Bucket {
  readonly name: string;
  readonly createdAt: string | null;
}

export interface LakeObject {
  readonly uri: string;
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: string | null;
  readonly etag: string;
  /** Whether it can be loaded: by its name. */
  readonly isLoadable: boolean;
  /** Its day, where its key names one (`event_date=2019-10-01`). */
  readonly day: string | null;
}

/** One page of what lies below a prefix. */
export interface LakeListing {
  readonly bucket: string;
  readonly prefix: string;
  readonly prefixes: readonly string[];
  readonly objects: readonly LakeObject[];
  /** Give it back to get what follows; null at the end. */
  readonly next: string | null;
}

export interface FetchedFile {
  /** As it was asked for: `s3://…` or a URL. */
  readonly source: string;
  /** On this machine; the file keeps its name. */
  readonly path: string;
  readonly bytes: number;
  /** Whether it was there already, unchanged. */
  readonly fromCache: boolean;
  /** What one would not expect, in a sentence: it changed over there while it came, and was begun anew. */
  readonly note?: string;
}

export interface CacheState {
  readonly bytes: number;
  readonly capBytes: number;
  readonly files: number;
}

export interface PublishObject {
  readonly key: string;
  readonly zone: 'raw' | 'curated' | 'manifest';
  readonly table: string | null;
  /** `event_date` of it; null where its table is not parted. */
  readonly partition: string | null;
  readonly rows: number | null;
  /** Null in a dry run, where it is only known once it is written. */
  readonly bytes: number | null;
  readonly estimatedBytes: number;
  /** `keep`: it is there, unchanged. */
  readonly action: 'put' | 'keep' | 'delete';
}

/** What publishing does, or did. */
export interface Publication {
  readonly dataset: string;
  readonly connection: string;
  readonly to: string;
  readonly isDryRun: boolean;
  readonly objects: readonly PublishObject[];
  /** To be sent, or sent: those of `put`. */
  readonly bytes: number;
  /** In the order in which they run. */
  readonly statements: readonly string[];
  readonly cost: {
    readonly requests: number;
    readonly requestsUsd: number;
    /** A month of all objects that are there afterwards. */
    readonly storageUsdPerMonth: number;
  };
  /** What one would not expect, in sentences: a raw file that is gone. */
  readonly notes: readonly string[];
  readonly seconds: number;
}
