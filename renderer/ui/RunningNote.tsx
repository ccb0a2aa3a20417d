import { Button, Progress as Bar } from '@mantine/core';
import type { Progress } from '../../preload/contract.js';
import { useEscape } from './use-escape.js';
import classes from './RunningNote.module.css';

interface RunningNoteProps {
  readonly progress: Progress | null;
  readonly onCancel: () => void;
}

/** Lies over the old picture while a question takes its time; Esc cancels as the button does. */
export function RunningNote({ progress, onCancel }: RunningNoteProps) {
  useEscape(onCancel);
  const percent = progress?.total ? (100 * progress.done) / progress.total : null;
  return (
    <div className={classes.note} role="status">
      <span>{progress?.phase ?? 'Asking the engine'}</span>
      <Bar className={classes.bar} value={percent ?? 100} animated={percent === null} striped={percent === null} />
      <Button size="compact-xs" variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
