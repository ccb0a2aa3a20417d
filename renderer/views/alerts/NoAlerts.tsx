import { Button } from '@mantine/core';
import { IconBellRinging, IconFilterOff, IconPlayerPlay } from '@tabler/icons-react';
import { changeFilters, changeOwn, goTo, usePlace } from '../../state/filters.js';
import { EmptyState } from '../../ui/EmptyState.js';

const narrowing = { state: null, severity: null, family: null, verdict: null, search: null, since: null, until: null };

/** A run without alerts, or filters that leave none: each with its way on. */
export function NothingLeft() {
  const { filters, own } = usePlace();
  const isNarrow =
    Object.keys(narrowing).some((name) => own[name] !== undefined) || filters.from !== null || filters.to !== null;
  if (!isNarrow)
    return (
      <EmptyState
        icon={IconBellRinging}
        title="Nothing was found"
        action={<Button onClick={() => goTo('rules')}>Look at the rules</Button>}
      >
        The run came to an end without an alert, or all of them are muted or allowed. Lower thresholds find more.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={IconFilterOff}
      title="No alerts for these filters"
      action={
        <Button
          onClick={() => {
            changeFilters({ from: null, to: null });
            changeOwn(narrowing);
          }}
        >
          Clear the filters
        </Button>
      }
    >
      The days of the bar, the choices above and the search leave none.
    </EmptyState>
  );
}

export function NoRunYet() {
  return (
    <EmptyState
      icon={IconBellRinging}
      title="Nothing has looked at these data yet"
      action={
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => goTo('live')}>
          Replay the data
        </Button>
      }
    >
      Alerts say who behaved like a program, a flood or a fraud, why, and with which events. They come from a replay of
      the data through the rules.
    </EmptyState>
  );
}
