/** Signs a person in by IAM Identity Center (SSO), by way of a browser, as `aws sso login` does. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { EngineError, type AwsProfile } from '../../../preload/contract.js';
import { explainRemoteError } from '../aws-errors.js';
import type { Job } from '../serve.js';
import { askHttp } from './ask-http.js';
import { readAwsFiles, ssoOf, writeSsoToken, type SsoSettings } from './aws-files.js';
import { findProfile } from './aws-profiles.js';

const registration = z.looseObject({
  clientId: z.string(),
  clientSecret: z.string(),
  /** Seconds since 1970. */
  clientSecretExpiresAt: z.number().optional(),
});
const authorization = z.looseObject({
  deviceCode: z.string(),
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string().optional(),
  /** Seconds. */
  expiresIn: z.number(),
  interval: z.number().optional(),
});
const granted = z.looseObject({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.number(),
  refreshToken: z.string().optional(),
});
const refused = z.looseObject({
  error: z.string().optional(),
  error_description: z.string().optional(),
  /** `AuthorizationPendingException`: what the standard calls `authorization_pending`. */
  __type: z.string().optional(),
});

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

function endpointOf(region: string): string {
  const configured = process.env['AWS_ENDPOINT_URL_SSO_OIDC'];
  if (configured) return configured.replace(/\/$/, '');
  return `https://oidc.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** Posts JSON. Throws the service's refusal as an error named as the service names it. */
async function post<Answer>(url: string, body: object, shape: z.ZodType<Answer>, signal: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const { status, json } = await askHttp({ url, method: 'POST', headers, body: JSON.stringify(body), signal });
  if (status >= 200 && status < 300) return shape.parse(json);
  const { error: standard, error_description: text, __type: type } = refused.safeParse(json).data ?? {};
  const error =
    standard ??
    type
      ?.replace(/^.*#|Exception$/g, '')
      .replace(/\B[A-Z]/g, '_$&')
      .toLowerCase();
  throw Object.assign(new Error(text ?? error ?? 'The sign-in service refused it.'), {
    name: error ?? 'Error',
    $metadata: { httpStatusCode: status },
  });
}

async function waitForPerson(
  endpoint: string,
  client: z.infer<typeof registration>,
  device: z.infer<typeof authorization>,
  signal: AbortSignal,
): Promise<z.infer<typeof granted>> {
  const { clientId, clientSecret } = client;
  const request = { clientId, clientSecret, grantType: deviceGrant, deviceCode: device.deviceCode };
  const endsAt = Date.now() + device.expiresIn * 1000;
  for (let pauseSeconds = device.interval ?? 5; Date.now() < endsAt;) {
    await wait(pauseSeconds * 1000, undefined, { signal });
    try {
      return await post(`${endpoint}/token`, request, granted, signal);
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'slow_down') pauseSeconds += 5;
      else if (name === 'expired_token') break;
      else if (name === 'access_denied')
        throw new EngineError('credentials', 'The sign-in was refused in the browser.', {
          wayOut: 'Sign in again, and allow it there.',
        });
      else if (name !== 'authorization_pending') throw error;
    }
  }
  throw new EngineError('credentials', 'Nobody confirmed the sign-in in time.', { wayOut: 'Sign in again.' });
}

async function signInTo(sso: SsoSettings, { signal, onProgress }: Job): Promise<void> {
  const endpoint = endpointOf(sso.region);
  const client = await post(
    `${endpoint}/client/register`,
    { clientName: 'vitrine', clientType: 'public', ...(sso.isSession && { scopes: sso.scopes }) },
    registration,
    signal,
  );
  const { clientId, clientSecret, clientSecretExpiresAt } = client;
  const device = await post(
    `${endpoint}/device_authorization`,
    { clientId, clientSecret, startUrl: sso.startUrl },
    authorization,
    signal,
  );
  const address = device.verificationUriComplete ?? device.verificationUri;
  onProgress({ phase: `Open ${address} and confirm the code ${device.userCode}`, done: 0, total: 1, unit: 'steps' });
  const { accessToken, expiresIn, refreshToken } = await waitForPerson(endpoint, client, device, signal);
  await writeSsoToken(sso.key, {
    startUrl: sso.startUrl,
    region: sso.region,
    accessToken,
    expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    clientId,
    clientSecret,
    ...(clientSecretExpiresAt !== undefined && {
      registrationExpiresAt: new Date(clientSecretExpiresAt * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    }),
    ...(refreshToken !== undefined && { refreshToken }),
  });
  onProgress({ phase: 'Signed in', done: 1, total: 1, unit: 'steps' });
}

/**
 * Waits until the person has confirmed in the browser; the progress' phase is `Open ADDRESS and confirm the code CODE`.
 * Throws EngineError `not_found`, `misconfigured`, `credentials`, `network`.
 */
export async function signIn(name: string, job: Job): Promise<AwsProfile> {
  const files = await readAwsFiles();
  if (!files.profiles.has(name))
    throw new EngineError('not_found', `There is no profile “${name}” in the AWS files of this machine.`, {
      wayOut: 'Make it with `aws configure sso`.',
    });
  const source = files.profiles.get(name)?.['source_profile'];
  const sso = ssoOf(files, name) ?? (source === undefined ? null : ssoOf(files, source));
  if (!sso)
    throw new EngineError('misconfigured', `The profile “${name}” does not sign in by SSO.`, {
      wayOut: 'Choose a profile that has sso_session or sso_start_url, or use it as it is.',
    });
  try {
    await signInTo(sso, job);
  } catch (error) {
    job.signal.throwIfAborted();
    throw explainRemoteError(error, { trying: `sign in to ${sso.startUrl}`, region: sso.region });
  }
  const profile = await findProfile(name);
  if (!profile) throw new EngineError('not_found', `The profile “${name}” is gone.`, { wayOut: 'Make it again.' });
  return profile;
}
