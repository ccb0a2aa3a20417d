import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconCalendar,
  IconCategory,
  IconDatabase,
  IconFilterOff,
  IconKeyboard,
  IconMoon,
  IconPlayerStop,
  IconSparkles,
  IconSun,
  IconTag,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetFacets } from '../../preload/shapes.js';
import { useCall } from '../engine.js';
import { useConnections } from '../state/connections.js';
import { openSample, useDatasets, useRange } from '../state/datasets.js';
import { changeFilters, goTo, useFilters } from '../state/filters.js';
import { rangePresets, type DayRange } from '../state/range.js';
import { formatCount } from '../ui/format-number.js';
import { stopAllRemote } from '../state/remote-history.js';
import { rememberSettings } from '../state/settings.js';
import { useReachableScreens } from './reachable-screens.js';
import type { ScreenEntry } from './screens.js';
import classes from './Palette.module.css';

const glyph = { size: 18, stroke: 1.5 } as const;
const mostFacets = 6;

function screenActions(shown: readonly ScreenEntry[]): SpotlightActionGroupData {
  return {
    group: 'Go to',
    actions: shown.map(({ screen, name, about, icon: Glyph }) => ({
      id: `go-${screen}`,
      label: name,
      description: about,
      leftSection: <Glyph {...glyph} />,
      onClick: () => goTo(screen),
    })),
  };
}

/** Categories and brands that hold the words: only once there are words. */
function facetActions(facets: DatasetFacets, words: string): SpotlightActionGroupData {
  const needle = words.trim().toLowerCase();
  const find = (kind: 'category' | 'brand', values: DatasetFacets['brands']) =>
    values
      .filter(({ value }) => needle !== '' && value.toLowerCase().includes(needle))
      .slice(0, mostFacets)
      .map(({ value, events }) => ({
        id: `${kind}-${value}`,
        label: value,
        description: `Only this ${kind}: ${formatCount(events, 'event')}`,
        leftSection: kind === 'brand' ? <IconTag {...glyph} /> : <IconCategory {...glyph} />,
        onClick: () => changeFilters({ [kind]: value }),
      }));
  return { group: 'Filter', actions: [...find('category', facets.categories), ...find('brand', facets.brands)] };
}

function rangeActions(whole: DayRange): SpotlightActionGroupData {
  return {
    group: 'Days',
    actions: rangePresets(whole).map(({ label, from, to }) => ({
      id: `range-${label}`,
      label,
      leftSection: <IconCalendar {...glyph} />,
      onClick: () => changeFilters(from === whole.from && to === whole.to ? { from: null, to: null } : { from, to }),
    })),
  };
}

/** Everything by its name: screens, datasets, days, categories, brands, and what the app can do. */
export function Palette({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const [words, setWords] = useState('');
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const [{ dataset }] = useFilters();
  const datasets = useDatasets().data ?? [];
  const screens = useReachableScreens();
  const days = useRange();
  const facets = useCall('datasets.facets', dataset === null ? null : { dataset }).data;
  const hasConnections = (useConnections().data?.length ?? 0) > 0;
  const otherScheme = colorScheme === 'dark' ? 'light' : 'dark';

  const groups: readonly SpotlightActionGroupData[] = [
    screenActions(screens),
    ...(facets ? [facetActions(facets, words)] : []),
    {
      group: 'Datasets',
      actions: datasets
        .filter(({ name }) => name !== dataset)
        .map(({ name, rows }) => ({
          id: `dataset-${name}`,
          label: name,
          description: formatCount(rows, 'row'),
          leftSection: <IconDatabase {...glyph} />,
          onClick: () => changeFilters({ dataset: name }),
        })),
    },
    ...(days ? [rangeActions(days.whole)] : []),
    {
      group: 'Do',
      actions: [
        {
          id: 'clear',
          label: 'Clear all filters',
          leftSection: <IconFilterOff {...glyph} />,
          onClick: () =>
            changeFilters({ from: null, to: null, category: null, brand: null, tz: 'UTC', excludeFlagged: false }),
        },
        {
          id: 'sample',
          label: 'Open the sample',
          leftSection: <IconSparkles {...glyph} />,
          onClick: () => void openSample(),
        },
        {
          id: 'theme',
          label: `Use the ${otherScheme} theme`,
          leftSection: otherScheme === 'dark' ? <IconMoon {...glyph} /> : <IconSun {...glyph} />,
          onClick: () => {
            setColorScheme(otherScheme);
            rememberSettings({ theme: otherScheme });
          },
        },
        ...(hasConnections
          ? [
              {
                id: 'stop-remote',
                label: 'Stop all remote queries',
                description: 'What this app has running on Athena and Trino',
                leftSection: <IconPlayerStop {...glyph} />,
                onClick: () => void stopAllRemote(),
              },
            ]
          : []),
        { id: 'keys', label: 'Keyboard shortcuts', leftSection: <IconKeyboard {...glyph} />, onClick: onShortcuts },
      ],
    },
  ];
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      query={words}
      onQueryChange={setWords}
      shortcut="mod + K"
      nothingFound="Nothing of that name"
      classNames={{ action: classes.action, actionsGroup: classes.group }}
      scrollable
      maxHeight={420}
      size={560}
      transitionProps={{ duration: 100 }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      searchProps={{ placeholder: 'Search screens, brands, categories, datasets and commands', 'aria-label': 'Search' }}
    />
  );
}
