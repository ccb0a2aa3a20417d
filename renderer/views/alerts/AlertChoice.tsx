import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { KeptAlert } from '../../../preload/contract.js';
import { formatNumber } from '../../ui/format-number.js';
import classes from './AlertsScreen.module.css';

interface AlertChoiceProps {
  /** The row's alert, and after it those that are folded under it. */
  readonly alerts: readonly KeptAlert[];
  readonly chosen: ReadonlySet<string>;
  readonly isOpen: boolean;
  readonly isUnder: boolean;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
  readonly onFold: () => void;
}

/** The head of a group is chosen with its group. */
export function AlertChoice({ alerts, chosen, isOpen, isUnder, onChoose, onFold }: AlertChoiceProps) {
  const ids = alerts.map(({ id }) => id);
  const picked = ids.filter((id) => chosen.has(id)).length;
  const isGroup = ids.length > 1;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <span className={classes.choose} data-under={isUnder || undefined}>
      <Checkbox
        size="xs"
        aria-label={isGroup ? `Choose the group of ${formatNumber(ids.length)} alerts` : `Choose the alert ${ids[0]}`}
        checked={picked === ids.length}
        indeterminate={picked > 0 && picked < ids.length}
        onChange={() => onChoose(ids, picked < ids.length)}
        onClick={(event) => event.stopPropagation()}
      />
      {isGroup && (
        <UnstyledButton
          className={classes.fold}
          tabIndex={-1}
          aria-label={isOpen ? 'Fold the group' : 'Unfold the group'}
          aria-expanded={isOpen}
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          <Chevron size={14} stroke={1.75} />
        </UnstyledButton>
      )}
    </span>
  );
}
