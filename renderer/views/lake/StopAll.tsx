import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { stopAllRemote } from '../../state/remote-history.js';

/** Ends what this app has running on every connection. */
export function StopAll() {
  return (
    <Button
      size="xs"
      color="red"
      variant="light"
      leftSection={<IconPlayerStop size={14} stroke={1.75} />}
      onClick={() => void stopAllRemote()}
    >
      Stop all remote queries
    </Button>
  );
}
