import { Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconDatabaseOff } from '@tabler/icons-react';
import { useDatasets } from '../state/datasets.js';
import { changeFilters, goTo } from '../state/filters.js';
import { EmptyState } from '../ui/EmptyState.js';

/** In place of a screen whose link names a dataset that is not in the workspace: other data would not be what was meant. */
export function NoSuchDataset({ name }: { readonly name: string }) {
  const datasets = useDatasets().data ?? [];
  return (
    <EmptyState
      icon={IconDatabaseOff}
      title={`There is no dataset “${name}”`}
      action={
        <Group gap={8}>
          <Menu shadow="md">
            <Menu.Target>
              <Button rightSection={<IconChevronDown size={16} stroke={1.5} />}>Choose another</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {datasets.map((dataset) => (
                <Menu.Item key={dataset.name} onClick={() => changeFilters({ dataset: dataset.name })}>
                  {dataset.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" onClick={() => goTo('load')}>
            Load files
          </Button>
        </Group>
      }
    >
      It was removed, or the link comes from another workspace.
    </EmptyState>
  );
}
