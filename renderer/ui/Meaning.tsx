import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import classes from './Meaning.module.css';

interface MeaningProps {
  /** What is explained. */
  readonly of: string;
  readonly text: string;
}

/** The definition of a number or a chart that no report gives, one click away. */
export function Meaning({ of, text }: MeaningProps) {
  return (
    <Popover width={300} position="bottom" shadow="md" withinPortal>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={18} aria-label={`What “${of}” means`}>
          <IconInfoCircle size={14} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.text}>{text}</Popover.Dropdown>
    </Popover>
  );
}
