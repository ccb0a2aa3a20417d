import { Tooltip, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useDataset, useRange } from '../state/datasets.js';
import { chosenElsewhere, isRemoteScreen } from '../state/engine-choice.js';
import { usePlace } from '../state/filters.js';
import type { Filters } from '../state/place.js';
import type { DayRange } from '../state/range.js';
import { DatasetPicker } from './DatasetPicker.js';
import { EnginePicker } from './EnginePicker.js';
import { FilterPicker } from './FilterPicker.js';
import { modKey } from './mod-key.js';
import { RangePicker } from './RangePicker.js';
import { ZonePicker } from './ZonePicker.js';
import classes from './TopBar.module.css';

interface TopBarProps {
  readonly hasFilters: boolean;
  /** Days and zone alone: what watches the shop has no filter on category or brand. */
  readonly hasDays: boolean;
}

/** Elsewhere the days are those of the filters, as the data there need not be the dataset's; null: all that are there. */
function daysElsewhere({ from, to }: Filters, here: DayRange | undefined): DayRange | null {
  if (from === null && to === null) return null;
  return here ?? (from !== null && to !== null ? { from, to } : null);
}

/** What am I looking at, with what filters, on which engine. */
export function TopBar({ hasFilters, hasDays }: TopBarProps) {
  const dataset = useDataset();
  const days = useRange();
  const { screen, filters } = usePlace();
  const elsewhere = chosenElsewhere(filters);
  const isElsewhere = elsewhere !== null && isRemoteScreen(screen);
  return (
    <header className={classes.bar}>
      <DatasetPicker />
      {(hasFilters || hasDays) && (dataset || isElsewhere) && (
        <>
          {(days || isElsewhere) && (
            <RangePicker
              key={dataset?.name}
              range={isElsewhere ? daysElsewhere(filters, days?.range) : (days?.range ?? null)}
              whole={days?.whole ?? null}
              isOpenEnded={isElsewhere}
            />
          )}
          <ZonePicker />
          {hasFilters && dataset && <FilterPicker dataset={dataset.name} />}
        </>
      )}
      <div className={classes.end}>
        {isRemoteScreen(screen) ? (
          <EnginePicker />
        ) : (
          <Tooltip
            label={
              elsewhere
                ? `This screen is answered by DuckDB, on this machine; ${elsewhere.connection} is asked on Visitors, Carts, Categories and Brands`
                : 'Questions are answered by DuckDB, on this machine'
            }
          >
            <span className={classes.engine}>DuckDB</span>
          </Tooltip>
        )}
        <UnstyledButton className={classes.palette} onClick={() => spotlight.open()} aria-label="Search and commands">
          <IconSearch size={14} stroke={1.75} aria-hidden />
          <kbd>{modKey} K</kbd>
        </UnstyledButton>
      </div>
    </header>
  );
}
