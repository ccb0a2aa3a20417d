import { NumberInput, PasswordInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { AwsProfile } from '../../../preload/contract.js';
import type { ConnectionDraft, CredentialsFrom } from '../../state/connection-draft.js';
import { useProfiles } from '../../state/connections.js';
import { shell } from '../../state/shell.js';
import type { FieldsProps } from './ConnectionForm.js';
import classes from './Connections.module.css';

const credentials: readonly { readonly value: CredentialsFrom; readonly label: string }[] = [
  { value: 'default', label: 'As the AWS tools' },
  { value: 'environment', label: 'Environment' },
  { value: 'profile', label: 'Profile' },
  { value: 'keys', label: 'Access keys' },
];

const hints: Readonly<Record<CredentialsFrom, string>> = {
  default: 'Environment, shared files, container or machine: the first that has some, as the AWS tools look for them.',
  environment: 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the process that Vitrine runs in.',
  profile: 'Of ~/.aws/config and ~/.aws/credentials: keys, a role, a process or a single sign-on.',
  keys:
    shell.host === 'electron'
      ? 'Kept in the safe storage of this system; where it has none, known until the app ends. They are never shown again.'
      : 'Not written down anywhere: known until the app ends. They are never shown again.',
};

function describeProfile({ name, kind, isExpired }: AwsProfile): string {
  if (kind !== 'sso') return name;
  return `${name} (single sign-on${isExpired ? ', sign-in has ended' : ''})`;
}

/** Name, place, credentials, where Athena asks and what it may cost. */
export function AthenaFields(props: FieldsProps) {
  const { draft, isNew, problemOf, onChange } = props;
  const text = (field: 'region' | 'endpoint' | 'workgroup' | 'output' | 'catalog' | 'database' | 'lake' | 'name') => ({
    size: 'xs' as const,
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [field]: event.currentTarget.value }),
    error: problemOf(field),
    spellCheck: false,
    inputWrapperOrder: ['label' as const, 'input' as const, 'description' as const, 'error' as const],
    classNames: { description: classes.said, error: classes.said },
  });
  const number = (field: 'pricePerTb' | 'softLimitGb' | 'dayCapGb' | 'reuseMinutes') => ({
    size: 'xs' as const,
    min: 0,
    thousandSeparator: true,
    value: draft[field] ?? '',
    onChange: (value: number | string) => onChange({ [field]: typeof value === 'number' ? value : null }),
    error: problemOf(field),
  });
  return (
    <>
      <fieldset className={classes.set}>
        <legend className={classes.legend}>Where</legend>
        <div className={classes.fields}>
          <TextInput
            {...text('name')}
            label="Name"
            placeholder="shop-lake"
            disabled={!isNew}
            data-autofocus
            autoFocus={isNew}
          />
          <TextInput {...text('region')} label="Region" />
          <TextInput
            {...text('endpoint')}
            label="Endpoint"
            placeholder="None: AWS itself"
            description="Of a service that speaks like AWS: http://127.0.0.1:9000"
          />
          <TextInput
            {...text('lake')}
            label="Lake"
            placeholder="s3://bucket/lake/"
            description="Where Vitrine publishes; it finds this out when you do"
          />
        </div>
      </fieldset>
      <Credentials {...props} />
      <fieldset className={classes.set}>
        <legend className={classes.legend}>Athena</legend>
        <div className={classes.fields}>
          <TextInput {...text('workgroup')} label="Work group" />
          <TextInput {...text('output')} label="Output location" placeholder="As the work group says" />
          <TextInput {...text('catalog')} label="Catalog" />
          <TextInput {...text('database')} label="Database" />
        </div>
      </fieldset>
      <fieldset className={classes.set}>
        <legend className={classes.legend}>What it may cost</legend>
        <div className={`${classes.fields} ${classes.four}`}>
          <NumberInput {...number('pricePerTb')} label="Price of a TB scanned" prefix="$" decimalScale={4} />
          <NumberInput {...number('softLimitGb')} label="Ask before more than" suffix=" GB" placeholder="Never" />
          <NumberInput {...number('dayCapGb')} label="At most in a day" suffix=" GB" placeholder="No cap" />
          <NumberInput
            {...number('reuseMinutes')}
            label="Use answers again for"
            suffix=" min"
            allowDecimal={false}
            placeholder="Never"
          />
        </div>
      </fieldset>
    </>
  );
}

function Credentials({ draft, hasSecret, problemOf, onChange }: FieldsProps) {
  const profiles = useProfiles(draft.from === 'profile');
  const names = (profiles.data ?? []).map((profile) => ({ value: profile.name, label: describeProfile(profile) }));
  const isKnown = draft.profile === '' || names.some(({ value }) => value === draft.profile);
  const secret = (field: 'accessKeyId' | 'secretAccessKey' | 'sessionToken') => ({
    size: 'xs' as const,
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [field]: event.currentTarget.value } as Partial<ConnectionDraft>),
    error: problemOf(field),
    autoComplete: 'new-password',
    placeholder: hasSecret ? 'As it is' : undefined,
  });
  return (
    <fieldset className={classes.set}>
      <legend className={classes.legend}>Credentials</legend>
      <div className={classes.fields}>
        <SegmentedControl
          className={classes.wide}
          size="xs"
          aria-label="Where the credentials are"
          data={[...credentials]}
          value={draft.from}
          onChange={(value) => {
            const chosen = credentials.find((other) => other.value === value);
            if (chosen) onChange({ from: chosen.value });
          }}
        />
        {draft.from === 'profile' && (
          <Select
            size="xs"
            label="Profile"
            placeholder={profiles.data?.length === 0 ? 'There are no profiles on this machine' : 'Choose a profile'}
            data={
              isKnown ? names : [{ value: draft.profile, label: `${draft.profile} (not on this machine)` }, ...names]
            }
            value={draft.profile === '' ? null : draft.profile}
            onChange={(profile) => onChange({ profile: profile ?? '' })}
            error={problemOf('profile') ?? profiles.error?.message}
            searchable={names.length > 8}
          />
        )}
        {draft.from === 'keys' && (
          <>
            <PasswordInput {...secret('accessKeyId')} label="Access key id" />
            <PasswordInput {...secret('secretAccessKey')} label="Secret access key" />
            <PasswordInput {...secret('sessionToken')} label="Session token, where there is one" />
          </>
        )}
        <p className={classes.hint}>{hints[draft.from]}</p>
      </div>
    </fieldset>
  );
}
