import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { EngineError, ErrorCode } from '../../preload/contract.js';
import classes from './ErrorNote.module.css';

interface ErrorNoteProps {
  readonly error: EngineError;
  /** What the error means for the data; by default what can be said of every question. */
  readonly meaning?: string;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
}

const wayOutOf: Partial<Record<ErrorCode, string>> = {
  disconnected: 'The engine is starting again; the question is asked again as soon as it is there.',
  not_found: 'Choose another dataset, or load the file again.',
  no_space: 'Free some disk space and try again.',
  out_of_memory: 'Choose a shorter range, or raise the memory limit in Settings.',
};

/** What happened, what it means for the data, what to do; the details folded. */
export function ErrorNote({ error, meaning = 'The data are as they were.', onRetry, children }: ErrorNoteProps) {
  const { file, line, sql, action, resource, queryId, wayOut = wayOutOf[error.code] ?? 'Try again.' } = error.details;
  const where = file && (line === undefined ? file : `${file}, line ${line}`);
  const isCancelled = error.code === 'cancelled';
  const Icon = isCancelled ? IconPlayerStop : IconAlertTriangle;
  return (
    <div className={classes.note} role={isCancelled ? 'status' : 'alert'} data-cancelled={isCancelled || undefined}>
      <Icon size={20} stroke={1.5} className={classes.icon} aria-hidden />
      <Stack gap={6} className={classes.body}>
        <Text fw={600} className={classes.message}>
          {isCancelled ? 'Cancelled before the answer was there.' : error.message}
        </Text>
        {where && <Text size="sm">{where}</Text>}
        {action && (
          <Text size="sm">
            Not allowed: <Code>{action}</Code>{' '}
            {resource && (
              <>
                on <Code>{resource}</Code>
              </>
            )}
          </Text>
        )}
        <Text size="sm" c="var(--v-dim)">
          {isCancelled ? meaning : `${meaning} ${wayOut}`}
        </Text>
        {(onRetry || children) && (
          <Group gap={8} mt={4}>
            {onRetry && (
              <Button size="xs" variant="default" onClick={onRetry}>
                {isCancelled ? 'Ask again' : 'Try again'}
              </Button>
            )}
            {children}
          </Group>
        )}
        {!isCancelled && (
          <details className={classes.details}>
            <summary>Details</summary>
            <Text size="xs" mt={4}>
              Code: <Code>{error.code}</Code>
            </Text>
            {queryId && (
              <Text size="xs" mt={4}>
                Query: <Code>{queryId}</Code>
              </Text>
            )}
            {sql && (
              <Code block mt={4}>
                {sql}
              </Code>
            )}
          </details>
        )}
      </Stack>
    </div>
  );
}
