/** An answer that is an error, in S3's and in Athena's shape. */

export class AwsError extends Error {
  constructor(
    /** `NoSuchKey`, `InvalidRequestException`. */
    readonly code: string,
    message: string,
    readonly status: number = 400,
    readonly more: {
      /** Further elements (S3) or members (Athena) of the body. */
      readonly fields?: Readonly<Record<string, string | number>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
  }
}
