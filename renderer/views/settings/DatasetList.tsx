import { ActionIcon, Anchor, Button, Group, Modal, Text, Tooltip } from '@mantine/core';
import { IconFilePlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../../preload/shapes.js';
import { removeDataset, useDatasets } from '../../state/datasets.js';
import { goTo } from '../../state/filters.js';
import { chooseFilesFor } from '../../state/loading.js';
import { dataRange, formatRange } from '../../state/range.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatBytes, formatCount, formatNumber, notKnown } from '../../ui/format-number.js';
import classes from './DatasetList.module.css';

export function DatasetList() {
  const datasets = useDatasets();
  const [toRemove, setToRemove] = useState<DatasetInfo | null>(null);
  const list = datasets.data ?? [];
  if (datasets.error) return <ErrorNote error={datasets.error} onRetry={datasets.retry} />;
  if (datasets.data && list.length === 0)
    return (
      <Group justify="space-between">
        <Text size="sm" c="var(--v-dim)">
          There is none yet.
        </Text>
        <Button size="xs" onClick={() => goTo('load')}>
          Load files
        </Button>
      </Group>
    );
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Days (UTC)</th>
            <th scope="col">Rows</th>
            <th scope="col">Rejected</th>
            <th scope="col">On disk</th>
            <th scope="col" aria-label="Add files or remove" />
          </tr>
        </thead>
        <tbody>
          {list.map((dataset) => (
            <DatasetRow key={dataset.name} dataset={dataset} onRemove={() => setToRemove(dataset)} />
          ))}
        </tbody>
      </table>
      <Modal opened={toRemove !== null} onClose={() => setToRemove(null)} title={`Remove “${toRemove?.name}”?`}>
        {toRemove && (
          <>
            <Text size="sm">
              {formatCount(toRemove.rows, 'row')} ({formatBytes(toRemove.sizeBytes)}) leave the workspace. The files
              they were loaded from stay where they are.
            </Text>
            <Group justify="flex-end" gap={8} mt={16}>
              <Button variant="default" data-autofocus onClick={() => setToRemove(null)}>
                Keep it
              </Button>
              <Button
                color="red"
                onClick={() => {
                  void removeDataset(toRemove.name);
                  setToRemove(null);
                }}
              >
                Remove
              </Button>
            </Group>
          </>
        )}
      </Modal>
    </>
  );
}

function DatasetRow({ dataset, onRemove }: { readonly dataset: DatasetInfo; readonly onRemove: () => void }) {
  const { name, rows, rowsRejected, sizeBytes, files } = dataset;
  const days = dataRange(dataset, 'UTC');
  return (
    <tr>
      <th scope="row">
        <Tooltip label={files.map((file) => file.name).join(', ')}>
          <Anchor component="button" type="button" size="sm" onClick={() => goTo('overview', { dataset: name })}>
            {name}
          </Anchor>
        </Tooltip>
      </th>
      <td>{days ? formatRange(days) : notKnown}</td>
      <td>{formatNumber(rows)}</td>
      <td>{formatNumber(rowsRejected)}</td>
      <td>{formatBytes(sizeBytes)}</td>
      <td>
        <Tooltip label="Add files…">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Add files to ${name}`}
            onClick={() => chooseFilesFor(name)}
          >
            <IconFilePlus size={14} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Remove from the workspace">
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Remove ${name}`} onClick={onRemove}>
            <IconTrash size={14} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}
