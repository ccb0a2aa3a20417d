import { IconWorld } from '@tabler/icons-react';
import { changeFilters, useFilters } from '../state/filters.js';
import { BarButton } from './BarButton.js';
import { SearchList, type SearchListItem } from './SearchList.js';

/** `GMT+5:45`, as it is now: a zone with summer time has two. */
function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function listZones(): readonly SearchListItem[] {
  const names = Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC');
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = [...new Set(['UTC', own])];
  const rest = names.filter((name) => !first.includes(name));
  return [...first, ...rest].map((name) => ({
    value: name,
    label: name.replaceAll('_', ' '),
    aside: name === 'UTC' ? 'as stored' : name === own ? `${offsetOf(name)}, here` : offsetOf(name),
  }));
}

let zones: readonly SearchListItem[] | null = null;

/** Days begin and hours are counted in this zone. */
export function ZonePicker() {
  const [{ tz }] = useFilters();
  zones ??= listZones();
  return (
    <SearchList
      items={zones}
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
