import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { DatasetInfo } from '../../../preload/shapes.js';
import { formatCount } from '../../ui/format-number.js';
import classes from './LoadOptions.module.css';

/** Where the files go: a new dataset of this name, or one that there is. */
export interface Target {
  readonly isAppend: boolean;
  readonly dataset: string;
}

interface LoadTargetProps {
  readonly target: Target;
  readonly datasets: readonly DatasetInfo[];
  /** The dataset to add to where the person has not chosen one yet. */
  readonly usual: string | null;
  /** What is wrong with a new name. */
  readonly problem: string | null;
  readonly isDisabled: boolean;
  readonly onChange: (target: Target) => void;
  /** Back to a new dataset, of the proposed name. */
  readonly onNew: () => void;
}

function describe({ rows, files }: DatasetInfo): string {
  return `${formatCount(rows, 'row')} of ${formatCount(files.length, 'file')}; files that it already has are skipped.`;
}

export function LoadTarget({ target, datasets, usual, problem, isDisabled, onChange, onNew }: LoadTargetProps) {
  const { isAppend, dataset } = target;
  const chosen = datasets.find(({ name }) => name === dataset);
  const first = usual ?? datasets[0]?.name ?? null;
  return (
    <>
      {first !== null && (
        <SegmentedControl
          className={classes.target}
          size="xs"
          aria-label="Where the files go"
          disabled={isDisabled}
          value={isAppend ? 'add' : 'new'}
          onChange={(value) => (value === 'add' ? onChange({ isAppend: true, dataset: first }) : onNew())}
          data={[
            { value: 'new', label: 'New dataset' },
            { value: 'add', label: datasets.length === 1 || usual !== null ? `Add to ${first}` : 'Add to a dataset' },
          ]}
        />
      )}
      {isAppend ? (
        <Select
          className={classes.name}
          styles={{ description: { fontSize: 12, lineHeight: '16px' } }}
          label="Add to the dataset"
          description={chosen && describe(chosen)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={datasets.map(({ name }) => name)}
          value={dataset}
          allowDeselect={false}
          onChange={(name) => name && onChange({ isAppend: true, dataset: name })}
          disabled={isDisabled}
        />
      ) : (
        <TextInput
          className={classes.name}
          label="Name of the dataset"
          value={dataset}
          onChange={(event) => onChange({ isAppend: false, dataset: event.currentTarget.value })}
          error={problem}
          disabled={isDisabled}
          spellCheck={false}
        />
      )}
    </>
  );
}
