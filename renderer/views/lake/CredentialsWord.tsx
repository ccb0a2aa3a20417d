import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import { formatMoment } from '../../../charts/format-moment.js';
import type { AwsProfile, ConnectionInfo } from '../../../preload/contract.js';
import { useFilters } from '../../state/filters.js';
import classes from './Connections.module.css';
import { useNow } from './use-now.js';

interface CredentialsWordProps {
  readonly info: ConnectionInfo;
  readonly profiles: readonly AwsProfile[];
}

const secretWords = {
  kept: 'kept in the safe storage of the system',
  until_the_app_ends: 'known until the app ends',
  missing: 'not known any more: edit the connection and write them again',
} as const;

function source(info: ConnectionInfo): string {
  if (info.kind === 'trino') return info.secret === null ? 'No password' : `Password ${secretWords[info.secret]}`;
  switch (info.credentials.from) {
    case 'default':
      return 'Credentials as the AWS tools find them';
    case 'environment':
      return 'Credentials of the environment';
    case 'profile':
      return `Profile ${info.credentials.profile}`;
    case 'keys':
      return `Access keys ${secretWords[info.secret ?? 'missing']}`;
  }
}

/** Whose credentials, where they are, and until when they hold. */
export function CredentialsWord({ info, profiles }: CredentialsWordProps) {
  const [{ tz }] = useFilters();
  const now = useNow();
  const used = info.kind === 'athena' && info.credentials.from === 'profile' ? info.credentials.profile : null;
  const profile = profiles.find(({ name }) => name === used);
  const isGone = used !== null && profiles.length > 0 && !profile;
  const expiresAt = info.expiresAt ?? profile?.expiresAt ?? null;
  const isExpired = profile?.isExpired === true || (expiresAt !== null && Date.parse(expiresAt) <= now);
  const isSso = profile?.kind === 'sso';
  const isBad = isExpired || isGone || info.secret === 'missing';
  const until = expiresAt === null ? '' : ` ${formatMoment(expiresAt, tz).slice(0, 16)} (${tz})`;
  const state = isGone
    ? 'there is no such profile on this machine'
    : isExpired
      ? `${isSso ? 'the sign-in has ended' : 'expired'}${until}`
      : expiresAt !== null
        ? `good until${until}`
        : isSso
          ? 'nobody is signed in'
          : null;
  const Glyph = isBad ? IconAlertTriangle : IconKey;
  return (
    <div className={classes.credentials} data-bad={isBad || undefined}>
      <Glyph size={14} stroke={1.75} aria-hidden />
      {[source(info), state].filter((part) => part !== null).join(', ')}
    </div>
  );
}
