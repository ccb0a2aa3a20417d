import { Menu } from '@mantine/core';
import { IconCheck, IconDatabase, IconPlus } from '@tabler/icons-react';
import { useDatasets } from '../state/datasets.js';
import { changeFilters, goTo, useFilters } from '../state/filters.js';
import { dataRange, formatRange } from '../state/range.js';
import { formatCount } from '../ui/format-number.js';
import { BarButton } from './BarButton.js';
import classes from './DatasetPicker.module.css';

export function DatasetPicker() {
  const [filters] = useFilters();
  const datasets = useDatasets().data ?? [];
  return (
    <Menu position="bottom-start" shadow="md" width={320}>
      <Menu.Target>
        <BarButton icon={IconDatabase} isStrong aria-label={`Dataset: ${filters.dataset ?? 'none'}`}>
          {filters.dataset ?? 'No dataset'}
        </BarButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.list}>
        {datasets.map((dataset) => {
          const days = dataRange(dataset, 'UTC');
          return (
            <Menu.Item
              key={dataset.name}
              rightSection={dataset.name === filters.dataset && <IconCheck size={16} aria-label="open" />}
              onClick={() => changeFilters({ dataset: dataset.name })}
            >
              <div className={classes.name}>{dataset.name}</div>
              <div className={classes.about}>
                {formatCount(dataset.rows, 'row')}
                {days && ` · ${formatRange(days)}`}
              </div>
            </Menu.Item>
          );
        })}
        {datasets.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => goTo('load')}>
          Load files…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
