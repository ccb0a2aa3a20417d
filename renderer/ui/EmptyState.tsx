import { Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  /** What this place is for, and why there is nothing in it. */
  readonly children: ReactNode;
  /** The one button that fills it. */
  readonly action?: ReactNode;
}

export function EmptyState({ icon: Glyph, title, children, action }: EmptyStateProps) {
  return (
    <Stack className={classes.empty} gap={8} align="center">
      <Glyph size={32} stroke={1.25} className={classes.icon} aria-hidden />
      <Title order={2} fz={16} fw={600}>
        {title}
      </Title>
      <Text size="sm" c="var(--v-dim)" maw={460} ta="center">
        {children}
      </Text>
      {action && <div className={classes.action}>{action}</div>}
    </Stack>
  );
}
