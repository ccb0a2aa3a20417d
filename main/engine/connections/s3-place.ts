/** A place in S3, taken apart. */
export interface S3Place {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

/** Of `s3://bucket/prefix/`, with or without the last slash. */
export function readS3Place(uri: string): S3Place {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  return { bucket, prefix: rest === '' || rest.endsWith('/') ? rest : `${rest}/` };
}
