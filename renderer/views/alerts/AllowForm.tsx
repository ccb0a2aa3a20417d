import { Button, Group, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { allowEntity, disallowEntity, hoursFromNow } from '../../state/alerts.js';

interface AllowFormProps {
  readonly dataset: string;
  readonly entity: { readonly type: 'user' | 'session' | 'product'; readonly id: string };
  /** The reason why it is on the list; null where it is not. */
  readonly allowedBy: string | null;
}

const spans: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'for ever' },
  { value: '24', label: 'for a day' },
  { value: '168', label: 'for a week' },
  { value: '720', label: 'for 30 days' },
];

/** Puts who it is on the allow-list, with a reason and for a time: its alerts are quiet and flag nobody. */
export function AllowForm({ dataset, entity, allowedBy }: AllowFormProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState('');
  if (allowedBy !== null)
    return (
      <Button size="compact-sm" variant="default" onClick={() => void disallowEntity(dataset, entity)}>
        No longer allow
      </Button>
    );

  function save() {
    setIsOpen(false);
    const until = hours === '' ? null : hoursFromNow(Number(hours));
    void allowEntity(dataset, { ...entity, reason: reason.trim(), until });
  }

  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" trapFocus width={300}>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconShieldCheck size={14} />}
          onClick={() => setIsOpen(!isOpen)}
        >
          Allow…
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== '') save();
          }}
        >
          <Stack gap={8}>
            <Text size="sm">
              Alerts of {entity.type} {entity.id} are no longer shown, and flag nobody.
            </Text>
            <TextInput
              size="xs"
              label="Reason"
              placeholder="Our own price watch"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            <Select
              size="xs"
              label="How long"
              data={[...spans]}
              value={hours}
              onChange={(value) => setHours(value ?? '')}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
            />
            <Group justify="flex-end">
              <Button type="submit" size="xs" disabled={reason.trim() === ''}>
                Allow
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
