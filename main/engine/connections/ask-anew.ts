/** Has a client ask for its credentials anew when a service refuses them as expired or unknown: the SDK does not. */
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { InitializeHandler, InitializeHandlerArguments, MetadataBearer } from '@smithy/types';
import type { Credentials } from './credentials.js';

const expired = /^(ExpiredToken|TokenRefreshRequired)(Exception)?$/;
/** Keys that were changed on this machine while the app ran. */
const unknown = /^(InvalidAccessKeyId|UnrecognizedClient|InvalidClientTokenId|InvalidToken)(Exception)?$/;

function isExpired(error: unknown): boolean {
  return error instanceof Error && expired.test(error.name);
}

/** Whether other credentials might do. An answer to HEAD has no text: S3 says 400 there, whatever it is. */
function mayBeOutdated(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return unknown.test(error.name) || (error.name === 'Unknown' && $metadata?.httpStatusCode === 400);
}

/** A stream was read by the first attempt and cannot be sent again. */
function canBeRepeated(input: object): boolean {
  const body = (input as { Body?: unknown }).Body;
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

function areSame(a: AwsCredentialIdentity, b: AwsCredentialIdentity): boolean {
  return (
    a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey && a.sessionToken === b.sessionToken
  );
}

/** A middleware of the step `initialize`: what it calls signs again. */
export function askAnew(credentials: Credentials) {
  return <Input extends object, Output extends MetadataBearer>(next: InitializeHandler<Input, Output>) =>
    async (args: InitializeHandlerArguments<Input>) => {
      const before = await credentials.get();
      try {
        return await next(args);
      } catch (error) {
        if (!isExpired(error) && !mayBeOutdated(error)) throw error;
        // Another call may have asked anew already, while this one was under way.
        if (areSame(before, await credentials.get())) credentials.forget();
        if (!canBeRepeated(args.input)) throw error;
        const after = await credentials.get();
        if (!isExpired(error) && areSame(before, after)) throw error;
        return next(args);
      }
    };
}
