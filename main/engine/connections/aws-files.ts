/** The files that the AWS tools share on a machine: profiles, SSO sessions, sign-ins. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export type ProfileSection = Readonly<Record<string, string | undefined>>;

export interface AwsFiles {
  readonly profiles: ReadonlyMap<string, ProfileSection>;
  readonly sessions: ReadonlyMap<string, ProfileSection>;
}

/** Of one SSO profile. The key names its file in the cache: the session's name, or without one the start URL. */
export interface SsoSettings {
  readonly key: string;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
  /** Whether a session is named, whose sign-in can be renewed without the person. */
  readonly isSession: boolean;
}

const token = z.looseObject({
  expiresAt: z.string(),
  refreshToken: z.string().optional(),
  registrationExpiresAt: z.string().optional(),
});
type SsoToken = z.infer<typeof token>;

const sessionPrefix = 'sso-session.';

/** `~/.aws/config` and `~/.aws/credentials`, or the files of AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE. */
export async function readAwsFiles(): Promise<AwsFiles> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profiles = new Map<string, ProfileSection>();
  const sessions = new Map<string, ProfileSection>();
  for (const [name, section] of Object.entries(configFile)) {
    if (name.startsWith(sessionPrefix)) sessions.set(name.slice(sessionPrefix.length), section);
    else if (!name.startsWith('services.')) profiles.set(name, section);
  }
  for (const [name, section] of Object.entries(credentialsFile))
    profiles.set(name, { ...profiles.get(name), ...section });
  return { profiles, sessions };
}

/** Null where the profile does not sign in by SSO, or says too little. */
export function ssoOf(files: AwsFiles, profile: string): SsoSettings | null {
  const section = files.profiles.get(profile);
  if (section === undefined) return null;
  const name = section['sso_session'];
  const session = name === undefined ? section : files.sessions.get(name);
  const startUrl = session?.['sso_start_url'];
  const region = session?.['sso_region'];
  if (startUrl === undefined || region === undefined) return null;
  const scopes = session?.['sso_registration_scopes']?.split(/[\s,]+/).filter((scope) => scope !== '');
  return {
    key: name ?? startUrl,
    startUrl,
    region,
    scopes: scopes && scopes.length > 0 ? scopes : ['sso:account:access'],
    isSession: name !== undefined,
  };
}

async function tokenFile(key: string): Promise<string> {
  const { getHomeDir } = await import('@smithy/core/config');
  return join(getHomeDir(), '.aws', 'sso', 'cache', `${createHash('sha1').update(key).digest('hex')}.json`);
}

/** Null where nobody is signed in. */
export async function readSsoToken(key: string): Promise<SsoToken | null> {
  try {
    return token.parse(JSON.parse(await readFile(await tokenFile(key), 'utf8')));
  } catch {
    return null;
  }
}

/** As the AWS tools write it, for the person's eyes only. */
export async function writeSsoToken(key: string, content: Readonly<Record<string, string>>): Promise<void> {
  const file = await tokenFile(key);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, JSON.stringify(content, null, 2), { mode: 0o600 });
    await chmod(temporary, 0o600);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
