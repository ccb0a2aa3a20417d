/** Whether a person may do something: all that is not denied is allowed. */
import { AwsError } from './aws-error.js';
import { accountId, type DoubleCredentials } from './options.js';

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

/** `place`: `bucket/key`, a database or a work group. */
export function isDenied(identity: DoubleCredentials, action: string, place: string): boolean {
  return (identity.denied ?? []).some((denial) => {
    const [pattern = '', where] = denial.split(/ (.*)/s);
    return matches(pattern, action) && (where === undefined || matches(where, place));
  });
}

export function denialMessage(identity: DoubleCredentials, action: string, arn: string): string {
  const user = `arn:aws:iam::${accountId}:user/${identity.user ?? identity.accessKeyId}`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${arn} because no identity-based policy allows the ${action} action`;
}

/** Throws AccessDenied of S3. */
export function allowS3(identity: DoubleCredentials, action: string, place: string): void {
  if (!isDenied(identity, action, place)) return;
  throw new AwsError('AccessDenied', denialMessage(identity, action, `"arn:aws:s3:::${place}"`), 403);
}
