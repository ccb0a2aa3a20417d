import { Popover, UnstyledButton } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { addDays } from '../../charts/format-day.js';
import { changeFilters } from '../state/filters.js';
import { showRange, useRangeMenu } from '../state/range-menu.js';
import { formatRange, rangePresets, type DayRange } from '../state/range.js';
import { BarButton } from './BarButton.js';
import classes from './RangePicker.module.css';

interface RangePickerProps {
  /** Null: all days of a lake, whatever they are. */
  readonly range: DayRange | null;
  /** All the days of the dataset on this machine. */
  readonly whole: DayRange | null;
  /** The answer comes from elsewhere, where there may be other days. */
  readonly isOpenEnded?: boolean;
}

type Picked = [string | null, string | null];

function isSame(a: DayRange, b: DayRange): boolean {
  return a.from === b.from && a.to === b.to;
}

/** Presets of the data's own range, and two months of a calendar. The last day that is picked belongs to the range. */
export function RangePicker({ range, whole, isOpenEnded = false }: RangePickerProps) {
  const { isOpen } = useRangeMenu();
  const [picked, setPicked] = useState<Picked>([null, null]);

  const label = range ? formatRange(range) : 'All days';
  // “All of the data” here is not all that there is elsewhere.
  const presets = whole ? rangePresets(whole).slice(isOpenEnded ? 1 : 0) : [];
  const isOneMonth = whole !== null && whole.from.slice(0, 7) === addDays(whole.to, -1).slice(0, 7);

  function choose({ from, to }: DayRange) {
    changeFilters(whole && !isOpenEnded && isSame({ from, to }, whole) ? { from: null, to: null } : { from, to });
    showRange(false);
  }

  function pick([first, last]: Picked) {
    setPicked([first, last]);
    if (first !== null && last !== null) choose({ from: first, to: addDays(last, 1) });
  }

  // Opened from here or from elsewhere, it shows the days that are chosen.
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) setPicked(range ? [range.from, addDays(range.to, -1)] : [null, null]);
  }
  useEffect(() => () => showRange(false), []);

  return (
    <Popover opened={isOpen} onChange={showRange} position="bottom-start" trapFocus>
      <Popover.Target>
        <BarButton icon={IconCalendar} onClick={() => showRange(!isOpen)} aria-label={`Days: ${label}`}>
          {label}
        </BarButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel}>
        <div className={classes.presets} role="group" aria-label="Ranges of this dataset">
          {isOpenEnded && (
            <UnstyledButton
              className={classes.preset}
              aria-pressed={range === null}
              onClick={() => {
                changeFilters({ from: null, to: null });
                showRange(false);
              }}
            >
              All days
            </UnstyledButton>
          )}
          {presets.map((preset) => (
            <UnstyledButton
              key={preset.label}
              className={classes.preset}
              aria-pressed={range !== null && isSame(preset, range)}
              onClick={() => choose(preset)}
            >
              {preset.label}
            </UnstyledButton>
          ))}
        </div>
        <DatePicker
          type="range"
          size="xs"
          allowSingleDateInRange
          numberOfColumns={isOneMonth && !isOpenEnded ? 1 : 2}
          weekendDays={[]}
          columnsToScroll={1}
          value={picked}
          onChange={pick}
          defaultDate={(range ?? whole)?.from}
          minDate={isOpenEnded ? undefined : whole?.from}
          maxDate={isOpenEnded || whole === null ? undefined : addDays(whole.to, -1)}
          firstDayOfWeek={1}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
