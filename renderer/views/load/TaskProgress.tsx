import { Button, Progress as Bar, Text } from '@mantine/core';
import { useTasks } from '../../state/tasks.js';
import { describeProgress } from '../../ui/describe-progress.js';
import { Panel } from '../../ui/Page.js';
import classes from './TaskProgress.module.css';

interface TaskProgressProps {
  /** The task of the tray that is followed; null for what is over in a moment. */
  readonly taskId: number | null;
  readonly title: string;
}

export function TaskProgress({ taskId, title }: TaskProgressProps) {
  const task = useTasks(({ tasks }) => tasks.find(({ id }) => id === taskId));
  const progress = task?.progress ?? null;
  const percent = progress?.total ? Math.min(100, (100 * progress.done) / progress.total) : null;
  return (
    <Panel title={title}>
      <Bar size="lg" value={percent ?? 100} striped={percent === null} animated={percent === null} aria-label={title} />
      <div className={classes.foot}>
        <Text size="sm" c="var(--v-dim)">
          {progress ? describeProgress(progress) : 'Starting'}
        </Text>
        {task && (
          <Button size="xs" variant="default" onClick={task.cancel}>
            Cancel
          </Button>
        )}
      </div>
      {task && (
        <Text size="xs" c="var(--v-dim)">
          You can go on working in other screens. Closing or reloading the page ends it.
        </Text>
      )}
    </Panel>
  );
}
