import { IconWorld } from '@tabler/icons-react';
import { changeFilters, useFilters } from '../state/filters.js';
import { listZones, offsetOf } from '../state/zones.js';
import { BarButton } from './BarButton.js';
import { SearchList, type SearchListItem } from './SearchList.js';

let zones: readonly SearchListItem[] | null = null;

/** All zones with their offsets, which take the browser a moment. */
function listItems(): readonly SearchListItem[] {
  if (zones !== null) return zones;
  const { own, names } = listZones();
  zones = names.map((name) => ({
    value: name,
    label: name.replaceAll('_', ' '),
    aside: name === 'UTC' ? 'as stored' : name === own ? `${offsetOf(name)}, here` : offsetOf(name),
  }));
  return zones;
}

/** Days begin and hours are counted in this zone. */
export function ZonePicker() {
  const [{ tz }] = useFilters();
  return (
    <SearchList
      listItems={listItems}
      value={tz}
      onChoose={(zone) => changeFilters({ tz: zone })}
      searchLabel="Search time zones"
      width={300}
      target={(toggle) => (
        <BarButton icon={IconWorld} onClick={toggle} aria-label={`Time zone: ${tz}`} aria-haspopup="listbox">
          {tz.replaceAll('_', ' ')}
        </BarButton>
      )}
    />
  );
}
