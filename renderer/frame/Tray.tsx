import { ActionIcon, Button, Progress as Bar } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPlayerStop, IconX } from '@tabler/icons-react';
import { useScreen } from '../state/filters.js';
import { liveTask, useLive } from '../state/live.js';
import { taskOf, useLoading } from '../state/loading.js';
import { dismissTask, useTasks, type Task, type TaskOutcome } from '../state/tasks.js';
import { describeProgress } from '../ui/describe-progress.js';
import classes from './Tray.module.css';

const icons = {
  done: <IconCheck size={16} className={classes.done} aria-hidden />,
  failed: <IconAlertTriangle size={16} className={classes.failed} aria-hidden />,
  cancelled: <IconPlayerStop size={16} aria-hidden />,
};

/** Long work at the foot of the window: it goes on when the screen changes. */
export function Tray() {
  const screen = useScreen();
  const shownAbove = useLoading(({ loading }) => taskOf(loading));
  const playedAbove = useLive(liveTask);
  const all = useTasks(({ tasks }) => tasks);
  const above = screen === 'load' ? shownAbove : screen === 'live' ? playedAbove : null;
  const tasks = all.filter(({ id }) => id !== above);
  if (tasks.length === 0) return null;
  return (
    <section className={classes.tray} aria-label="Long work" aria-live="polite">
      {tasks.map((task) =>
        task.outcome ? (
          <Over key={task.id} task={task} outcome={task.outcome} />
        ) : (
          <Running key={task.id} task={task} />
        ),
      )}
    </section>
  );
}

function Running({ task }: { readonly task: Task }) {
  const { progress } = task;
  const percent = progress?.total ? Math.min(100, (100 * progress.done) / progress.total) : null;
  return (
    <div className={classes.task}>
      <span className={classes.title}>{task.title}</span>
      <Bar
        className={classes.bar}
        value={percent ?? 100}
        striped={percent === null}
        animated={percent === null}
        aria-label={task.title}
      />
      <span className={classes.about}>{progress ? describeProgress(progress) : 'Starting'}</span>
      <Button size="compact-xs" variant="default" onClick={task.cancel}>
        Cancel
      </Button>
    </div>
  );
}

function sentence(outcome: TaskOutcome): string {
  if (outcome.kind === 'done') return outcome.message;
  if (outcome.kind === 'cancelled') return 'Cancelled';
  const { message, details } = outcome.error;
  return details.wayOut ? `${message} ${details.wayOut}` : message;
}

function Over({ task, outcome }: { readonly task: Task; readonly outcome: TaskOutcome }) {
  return (
    <div className={classes.task}>
      {icons[outcome.kind]}
      <span className={classes.title}>{task.title}</span>
      <span className={classes.message} title={sentence(outcome)}>
        {sentence(outcome)}
      </span>
      {outcome.kind === 'done' && outcome.action && (
        <Button size="compact-xs" variant="default" onClick={outcome.action.run}>
          {outcome.action.label}
        </Button>
      )}
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Dismiss" onClick={() => dismissTask(task.id)}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
