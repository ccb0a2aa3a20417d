import { Popover, UnstyledButton } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { useState } from 'react';
import { addDays } from '../../charts/format-day.js';
import { changeFilters } from '../state/filters.js';
import { formatRange, rangePresets, type DayRange } from '../state/range.js';
import { BarButton } from './BarButton.js';
import classes from './RangePicker.module.css';

interface RangePickerProps {
  readonly range: DayRange;
  /** All the days of the data: the calendar offers no others. */
  readonly whole: DayRange;
}

type Picked = [string | null, string | null];

function isSame(a: DayRange, b: DayRange): boolean {
  return a.from === b.from && a.to === b.to;
}

/** Presets of the data's own range, and two months of a calendar. The last day that is picked belongs to the range. */
export function RangePicker({ range, whole }: RangePickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [picked, setPicked] = useState<Picked>([null, null]);

  const isOneMonth = whole.from.slice(0, 7) === addDays(whole.to, -1).slice(0, 7);

  function choose({ from, to }: DayRange) {
    changeFilters(isSame({ from, to }, whole) ? { from: null, to: null } : { from, to });
    setIsOpen(false);
  }

  function pick([first, last]: Picked) {
    setPicked([first, last]);
    if (first !== null && last !== null) choose({ from: first, to: addDays(last, 1) });
  }

  function open() {
    setPicked([range.from, addDays(range.to, -1)]);
    setIsOpen((before) => !before);
  }

  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus>
      <Popover.Target>
        <BarButton icon={IconCalendar} onClick={open} aria-label={`Days: ${formatRange(range)}`}>
          {formatRange(range)}
        </BarButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel}>
        <div className={classes.presets} role="group" aria-label="Ranges of this dataset">
          {rangePresets(whole).map((preset) => (
            <UnstyledButton
              key={preset.label}
              className={classes.preset}
              aria-pressed={isSame(preset, range)}
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
          numberOfColumns={isOneMonth ? 1 : 2}
          weekendDays={[]}
          columnsToScroll={1}
          value={picked}
          onChange={pick}
          defaultDate={range.from}
          minDate={whole.from}
          maxDate={addDays(whole.to, -1)}
          firstDayOfWeek={1}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
