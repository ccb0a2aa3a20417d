import { Button } from '@mantine/core';
import { EngineError } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { removeDataset } from '../../state/datasets.js';
import { ErrorNote } from '../../ui/ErrorNote.js';

/** Folders of the workspace that should be datasets and cannot be used: why, and the way to be rid of them. */
export function BrokenDatasets() {
  const broken = useCall('datasets.broken', {}).data ?? [];
  return broken.map(({ name, error }) => (
    <ErrorNote key={name} error={EngineError.deserialize(error)} meaning="Its files are as they were.">
      <Button size="xs" variant="default" onClick={() => void removeDataset(name)}>
        Remove {name}
      </Button>
    </ErrorNote>
  ));
}
