import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCategory, IconTag, IconUserOff, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Facet } from '../../preload/shapes.js';
import { useCall } from '../engine.js';
import { useAbsentField } from '../state/absent-fields.js';
import { useFlaggedUsers } from '../state/alerts.js';
import { changeFilters, useFilters } from '../state/filters.js';
import { formatCount, formatHeadline } from '../ui/format-number.js';
import { BarButton } from './BarButton.js';
import { SearchList, type SearchListItem } from './SearchList.js';
import classes from './FilterPicker.module.css';

const all = '*';

function toItems(facets: readonly Facet[], allLabel: string, unknownLabel: string): readonly SearchListItem[] {
  const choices = facets.map(({ value, events }) => ({
    value: `=${value}`,
    label: value === '' ? unknownLabel : value,
    aside: formatHeadline(events),
  }));
  return [{ value: all, label: allLabel }, ...choices];
}

function parseChoice(choice: string): string | null {
  return choice === all ? null : choice.slice(1);
}

function nameOf(value: string | null, allLabel: string, unknownLabel: string): string {
  return value === null ? allLabel : value === '' ? unknownLabel : value;
}

/** The top-level category and the brand, where the dataset has them; unknown is a choice of its own. */
export function FilterPicker({ dataset }: { readonly dataset: string }) {
  const [{ category, brand }] = useFilters();
  const hasCategories = useAbsentField('category_code') === null;
  const hasBrands = useAbsentField('brand') === null;
  const facets = useCall('datasets.facets', { dataset }).data;
  const listCategories = useCallback(
    () => toItems(facets?.categories ?? [], 'All categories', 'Unknown category'),
    [facets],
  );
  const listBrands = useCallback(() => toItems(facets?.brands ?? [], 'All brands', 'Unknown brand'), [facets]);
  return (
    <>
      {(hasCategories || category !== null) && (
        <Chosen isOn={category !== null} onClear={() => changeFilters({ category: null })} what="category">
          <SearchList
            listItems={listCategories}
            value={category === null ? all : `=${category}`}
            onChoose={(choice) => changeFilters({ category: parseChoice(choice) })}
            searchLabel="Search categories"
            target={(toggle) => (
              <BarButton icon={IconCategory} onClick={toggle} aria-haspopup="listbox">
                {nameOf(category, 'All categories', 'Unknown category')}
              </BarButton>
            )}
          />
        </Chosen>
      )}
      {(hasBrands || brand !== null) && (
        <Chosen isOn={brand !== null} onClear={() => changeFilters({ brand: null })} what="brand">
          <SearchList
            listItems={listBrands}
            value={brand === null ? all : `=${brand}`}
            onChoose={(choice) => changeFilters({ brand: parseChoice(choice) })}
            searchLabel="Search brands"
            target={(toggle) => (
              <BarButton icon={IconTag} onClick={toggle} aria-haspopup="listbox">
                {nameOf(brand, 'All brands', 'Unknown brand')}
              </BarButton>
            )}
          />
        </Chosen>
      )}
      <FlaggedToggle />
    </>
  );
}

/** Leaves the users out that alerts flag; shown where there are any, or where they are left out. */
function FlaggedToggle() {
  const [{ excludeFlagged }] = useFilters();
  const flagged = useFlaggedUsers();
  if (!excludeFlagged && (flagged ?? 0) === 0) return null;
  const count = flagged === null ? '' : `: ${formatCount(flagged, 'user')}`;
  return (
    <Tooltip
      label={`Users of alerts that are confirmed, or high and neither dismissed nor allowed${count}. The numbers with them stand beside.`}
    >
      <UnstyledButton
        className={classes.flagged}
        aria-pressed={excludeFlagged}
        onClick={() => changeFilters({ excludeFlagged: !excludeFlagged })}
      >
        <IconUserOff size={16} stroke={1.5} aria-hidden />
        Exclude flagged users
        {flagged !== null && <span className={classes.count}>{formatHeadline(flagged)}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}

interface ChosenProps {
  readonly isOn: boolean;
  readonly what: string;
  readonly onClear: () => void;
  readonly children: React.ReactNode;
}

function Chosen({ isOn, what, onClear, children }: ChosenProps) {
  return (
    <div className={classes.filter} data-on={isOn || undefined}>
      {children}
      {isOn && (
        <Tooltip label={`Clear the ${what}`}>
          <ActionIcon variant="subtle" color="gray" size={28} onClick={onClear} aria-label={`Clear the ${what}`}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
