import { ActionIcon } from '@mantine/core';
import { IconInfoCircle, IconX } from '@tabler/icons-react';
import { dismissNotice, useConnection } from '../state/connection.js';
import classes from './EngineNotice.module.css';

/** Says why the engine was started again, until it is read. */
export function EngineNotice() {
  const { notice } = useConnection();
  if (notice === null) return null;
  return (
    <div className={classes.notice} role="alert">
      <IconInfoCircle size={16} stroke={1.75} aria-hidden />
      <span>{notice}</span>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Dismiss" onClick={dismissNotice}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
