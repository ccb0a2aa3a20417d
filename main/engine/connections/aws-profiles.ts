/** The profiles of the AWS tools on this machine, as people choose one. No secret of theirs is kept. */
import type { AwsProfile } from '../../../preload/contract.js';
import { readAwsFiles, readSsoToken, ssoOf, type AwsFiles, type ProfileSection } from './aws-files.js';

/** As the SDK decides. */
function kindOf(section: ProfileSection): AwsProfile['kind'] {
  if (section['role_arn'] !== undefined) return 'role';
  if (section['aws_access_key_id'] !== undefined) return 'keys';
  if (section['credential_process'] !== undefined) return 'process';
  if (section['sso_session'] !== undefined || section['sso_start_url'] !== undefined) return 'sso';
  return 'other';
}

/** The profile whose sign-in it takes: its own, or that of the profile a role is taken from. */
function findSignIn(files: AwsFiles, name: string): string | null {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next);) {
    seen.add(next);
    if (ssoOf(files, next)) return next;
    next = files.profiles.get(next)?.['source_profile'];
  }
  return null;
}

async function describe(files: AwsFiles, name: string, section: ProfileSection): Promise<AwsProfile> {
  const signIn = findSignIn(files, name);
  const sso = signIn === null ? null : ssoOf(files, signIn);
  const token = sso && (await readSsoToken(sso.key));
  const ends = token ? Date.parse(token.expiresAt) : NaN;
  // With a session the tools and the SDK renew a sign-in by themselves as long as they are registered.
  const renews =
    sso?.isSession === true &&
    token?.refreshToken !== undefined &&
    Date.parse(token.registrationExpiresAt ?? '') > Date.now();
  return {
    name,
    region: section['region'] ?? null,
    kind: kindOf(section),
    expiresAt: Number.isNaN(ends) ? null : new Date(ends).toISOString(),
    isExpired: sso !== null && !renews && !(ends > Date.now()),
  };
}

/** By name, `default` first. */
export async function listProfiles(): Promise<readonly AwsProfile[]> {
  const files = await readAwsFiles();
  const profiles = await Promise.all([...files.profiles].map(([name, section]) => describe(files, name, section)));
  const rank = ({ name }: AwsProfile) => (name === 'default' ? `0` : `1${name}`);
  return profiles.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Null where there is no such profile. */
export async function findProfile(name: string): Promise<AwsProfile | null> {
  return (await listProfiles()).find((profile) => profile.name === name) ?? null;
}
