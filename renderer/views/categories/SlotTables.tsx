import { Button, SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import {
  candidateMinEvents,
  findDiscountCandidates,
  rankSlots,
  readCategorySlots,
  type CategorySlot,
} from '../../../charts/category-slots.js';
import type { ReportResult, Table } from '../../../preload/shapes.js';
import { describeTable, reportFormats } from '../../charts/report-formats.js';
import { takeRows } from '../../charts/take-rows.js';
import { changeOwn, useOwnParam } from '../../state/filters.js';
import { DataTable } from '../../ui/DataTable.js';
import type { Slot } from './slot-param.js';
import classes from './SlotTables.module.css';

const lists = ['top', 'candidates'] as const;
type List = (typeof lists)[number];
const listTitles: Readonly<Record<List, string>> = { top: 'Top categories', candidates: 'Discount candidates' };

/** Categories shown for each slot while none is chosen. */
const topOfEach = 5;

interface SlotTablesProps {
  readonly result: ReportResult;
  /** The slot that was clicked; null: all of them. */
  readonly slot: Slot | null;
  readonly slotName: string | null;
}

function isSlot(row: CategorySlot, slot: Slot): boolean {
  return row.weekday === slot.weekday && row.hour === slot.hour;
}

function chooseRows(result: ReportResult, list: List, slot: Slot | null): Table {
  const table = describeTable(result.table, result.params);
  const all = readCategorySlots(result);
  const slots = slot === null ? all : all.filter((row) => isSlot(row, slot));
  if (list === 'candidates')
    return takeRows(
      table,
      findDiscountCandidates(slots).map(({ row }) => row),
    );
  const shown = slot === null ? rankSlots(slots, topOfEach).flatMap(({ top }) => top) : slots;
  return takeRows(
    table,
    shown.map(({ row }) => row),
  );
}

/** What is wanted in a slot, by n with rate and lift; and the slots in which a discount would meet the most demand. */
export function SlotTables({ result, slot, slotName }: SlotTablesProps) {
  const [list, setList] = useOwnParam<List>('list', 'top', lists);
  const table = useMemo(() => chooseRows(result, list, slot), [result, list, slot]);
  const where = slotName === null ? `the first ${topOfEach} of each slot` : slotName;
  const label =
    list === 'candidates' ? `Discount candidates${slotName ? `, ${slotName}` : ''}` : `Top categories, ${where}`;
  return (
    <section className={classes.part} aria-label={label}>
      <header className={classes.head}>
        <h2 className={classes.title}>{slotName === null ? 'What is wanted when' : `What is wanted: ${slotName}`}</h2>
        {slot && (
          <Button size="compact-xs" variant="subtle" onClick={() => changeOwn({ slot: null })}>
            All slots
          </Button>
        )}
        <SegmentedControl
          size="xs"
          aria-label="Which list"
          value={list}
          onChange={(value) => setList(lists.find((other) => other === value) ?? 'top')}
          data={lists.map((value) => ({ value, label: listTitles[value] }))}
        />
      </header>
      <DataTable
        key={`${list} ${slotName}`}
        table={table}
        label={label}
        formats={reportFormats(result)}
        onRowActivate={(row) => {
          const category = table.columns.find(({ name }) => name === 'category')?.values[row];
          if (typeof category === 'string') changeOwn({ focus: category });
        }}
        note={
          list === 'candidates'
            ? `lift surely above 1, at least ${candidateMinEvents} events, highest lift first`
            : 'a click shows the category over the week'
        }
      />
    </section>
  );
}
