import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useConnections } from '../../state/connections.js';
import { goTo } from '../../state/filters.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';

interface NoConnectionProps {
  readonly title: string;
  /** What the place is for, once there is a connection. */
  readonly children: ReactNode;
}

/** In place of what needs a connection; while it is not known whether there is one, nothing. */
export function NoConnection({ title, children }: NoConnectionProps) {
  const { data, error, retry } = useConnections();
  if (error) return <ErrorNote error={error} meaning="The connections could not be listed." onRetry={retry} />;
  if (!data) return null;
  return (
    <EmptyState
      icon={IconPlugConnected}
      title={title}
      action={<Button onClick={() => goTo('lake', {}, { tab: 'connections', form: 'athena' })}>Connect to AWS</Button>}
    >
      {children}
    </EmptyState>
  );
}
