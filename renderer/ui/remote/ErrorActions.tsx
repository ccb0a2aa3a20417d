import { Button } from '@mantine/core';
import type { EngineError, ErrorCode } from '../../../preload/contract.js';
import { goTo } from '../../state/filters.js';

/** What is settled where connections are. */
const labels: Partial<Record<ErrorCode, string>> = {
  credentials: 'Open connections',
  access_denied: 'Open connections',
  misconfigured: 'Open connections',
  not_found: 'Open connections',
  over_limit: 'Change the cap',
};

/** The button that leads to where an error can be settled; none where it cannot be settled in the app. */
export function ErrorActions({ error, connection }: { readonly error: EngineError; readonly connection: string }) {
  const label = labels[error.code];
  if (label === undefined) return null;
  return (
    <Button size="xs" variant="default" onClick={() => goTo('lake', {}, { with: connection })}>
      {label}
    </Button>
  );
}
