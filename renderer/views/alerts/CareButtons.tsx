import { Button, Menu } from '@mantine/core';
import { IconBellOff, IconCheck, IconEye, IconX } from '@tabler/icons-react';
import type { KeptAlert } from '../../../preload/contract.js';
import { careFor, hoursFromNow } from '../../state/alerts.js';

interface CareButtonsProps {
  readonly dataset: string;
  readonly alerts: readonly KeptAlert[];
}

const muteFor = [
  { label: 'for an hour', hours: 1 },
  { label: 'for a day', hours: 24 },
  { label: 'for a week', hours: 168 },
] as const;

/** What a person says of one alert or of many. */
export function CareButtons({ dataset, alerts }: CareButtonsProps) {
  const ids = alerts.map(({ id }) => id);
  const isAll = (verdict: KeptAlert['verdict']) => alerts.length > 0 && alerts.every((one) => one.verdict === verdict);
  const isMuted = alerts.length > 0 && alerts.every(({ mutedUntil }) => mutedUntil !== null);
  const isSeen = alerts.length > 0 && alerts.every(({ acknowledgedAt }) => acknowledgedAt !== null);
  const judge = (verdict: 'confirmed' | 'dismissed') =>
    void careFor(dataset, ids, { verdict: isAll(verdict) ? 'none' : verdict });
  const look = { size: 'compact-sm', disabled: ids.length === 0 } as const;
  return (
    <Button.Group>
      <Button
        {...look}
        variant={isAll('confirmed') ? 'filled' : 'default'}
        aria-pressed={isAll('confirmed')}
        leftSection={<IconCheck size={14} />}
        onClick={() => judge('confirmed')}
      >
        Confirm
      </Button>
      <Button
        {...look}
        variant={isAll('dismissed') ? 'filled' : 'default'}
        aria-pressed={isAll('dismissed')}
        leftSection={<IconX size={14} />}
        onClick={() => judge('dismissed')}
      >
        Dismiss
      </Button>
      <Button
        {...look}
        variant="default"
        leftSection={<IconEye size={14} />}
        onClick={() => void careFor(dataset, ids, { acknowledge: !isSeen })}
      >
        {isSeen ? 'Seen' : 'Acknowledge'}
      </Button>
      <Menu shadow="md" position="bottom-end">
        <Menu.Target>
          <Button {...look} variant="default" leftSection={<IconBellOff size={14} />}>
            {isMuted ? 'Muted' : 'Mute'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {isMuted && (
            <Menu.Item onClick={() => void careFor(dataset, ids, { mutedUntil: null })}>No longer muted</Menu.Item>
          )}
          {muteFor.map(({ label, hours }) => (
            <Menu.Item
              key={label}
              onClick={() => void careFor(dataset, ids, { mutedUntil: hoursFromNow(hours) })}
            >{`Mute ${label}`}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
