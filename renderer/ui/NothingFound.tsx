import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { changeFilters, useFilters } from '../state/filters.js';
import { EmptyState } from './EmptyState.js';

/** No row for what was asked: what narrows it, and the button that widens it. */
export function NothingFound({ hint }: { readonly hint?: string }) {
  const [{ from, to, category, brand }] = useFilters();
  const isNarrow = from !== null || to !== null || category !== null || brand !== null;
  return (
    <EmptyState
      icon={IconFilterOff}
      title="Nothing for these filters"
      action={
        isNarrow && (
          <Button size="xs" onClick={() => changeFilters({ from: null, to: null, category: null, brand: null })}>
            Clear the filters
          </Button>
        )
      }
    >
      {hint ??
        (isNarrow ? 'The days, category and brand of the bar leave no row.' : 'The data hold no row of this kind.')}
    </EmptyState>
  );
}
