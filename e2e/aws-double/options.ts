/** What a test says about the AWS that it wants to meet. */

export interface DoubleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where it is set, requests must carry it. */
  readonly sessionToken?: string;
  /** The name in messages: `arn:aws:iam::123456789012:user/NAME`. */
  readonly user?: string;
  /**
   * Actions that are refused, such as `s3:GetObject`, `glue:GetTable` or `athena:*`; with a place, `s3:GetObject lake/raw/*`,
   * only there. May be changed while the double runs.
   */
  denied?: readonly string[];
  /** Whether they have expired. May be changed while the double runs. */
  expired?: boolean;
}

export interface DoubleBucket {
  readonly name: string;
  /** The double's own where it is left out. */
  readonly region?: string;
}

/** May be changed while the double runs. */
export interface DoubleWorkGroup {
  readonly name: string;
  description?: string;
  disabled?: boolean;
  /** `s3://bucket/prefix/`. */
  output?: string;
  /** Whether its output wins over the request's. */
  enforced?: boolean;
  /** At least 10,000,000. */
  bytesScannedCutoff?: number;
  engineVersion?: string;
  /** The results stay with Athena: there is no file in S3. */
  managedResults?: boolean;
}

/** A real Trino of e2e/trino over a folder of `.tsv` tables, which the double fills. */
export interface TrinoPlace {
  readonly url: string;
  readonly folder: string;
}

export interface DoubleOptions {
  /** Everything is kept here; what an earlier double has left here is there again. */
  readonly folder: string;
  /** 0, which is the default: any free one. */
  readonly port?: number;
  /** `us-east-1` where it is left out. */
  readonly region?: string;
  readonly credentials?: readonly DoubleCredentials[];
  /** `lake` and `results` where they are left out. */
  readonly buckets?: readonly DoubleBucket[];
  /** `primary`, which writes to s3://results/athena/, where they are left out. */
  readonly workGroups?: readonly DoubleWorkGroup[];
  /** There from the start, besides `default`. */
  readonly databases?: readonly string[];
  readonly executor?: 'duckdb' | { readonly trino: TrinoPlace };
  /** How long a query waits before it runs. */
  readonly queuedMs?: number;
  /** How long it runs at least. May be changed while the double runs. */
  runningMs?: number;
  /** Active (queued and running) DML queries; one more is refused. */
  readonly activeQueryLimit?: number;
  /** Whether the calls a second are limited as in the account quotas. */
  readonly rateLimits?: boolean;
  /** Milliseconds since 1970: against this clock signatures are checked. */
  readonly now?: () => number;
  /** Least size of a part that is not the last: 5 MB, as in S3. */
  readonly minimumPartBytes?: number;
}

export const accountId = '123456789012';

export const usualCredentials: DoubleCredentials = {
  accessKeyId: 'AKIADOUBLE0000000001',
  secretAccessKey: 'double/secret+of/the+tests/0000000000000',
  user: 'analyst',
};
