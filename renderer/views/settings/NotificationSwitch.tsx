import { Switch } from '@mantine/core';
import { setNotifying, useNotifying } from '../../state/notify.js';

/** Off until it is turned on; the browser asks then, not before. */
export function NotificationSwitch() {
  const { isOn, isRefused } = useNotifying();
  return (
    <Switch
      size="sm"
      withThumbIndicator={false}
      aria-label="Notify of high alerts"
      checked={isOn}
      onChange={(event) => void setNotifying(event.currentTarget.checked)}
      error={isRefused && 'The browser or system does not allow notifications of this page.'}
    />
  );
}
