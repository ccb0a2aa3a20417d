import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { datasetName } from '../../../preload/contract.js';
import type { FileInspection } from '../../../preload/shapes.js';
import { useDatasets } from '../../state/datasets.js';
import { startLoad } from '../../state/loading.js';
import { proposeName } from '../../state/propose-name.js';
import { formatCount } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import classes from './LoadOptions.module.css';

function problemOf(name: string, taken: readonly string[]): string | null {
  if (taken.includes(name)) return 'There is a dataset of this name: choose another, or remove that one in Settings.';
  const parsed = datasetName.safeParse(name);
  if (parsed.success) return null;
  return `A name has 1 to 64 letters, digits, spaces, dots, dashes or underscores, and begins with a letter or digit.`;
}

/** The name, the policy for duplicates, and the start. */
export function LoadOptions({ files }: { readonly files: readonly FileInspection[] }) {
  const good = files.filter(({ problem }) => problem === null);
  const taken = (useDatasets().data ?? []).map((dataset) => dataset.name);
  const proposed = proposeName(good, taken);
  const [typed, setTyped] = useState<string | null>(null);
  const [dropDuplicates, setDropDuplicates] = useState(false);
  const name = typed ?? proposed;
  const problem = good.length === 0 ? null : problemOf(name, taken);

  function start() {
    void startLoad({ dataset: name, paths: good.map(({ path }) => path), dropDuplicates }, files);
  }

  return (
    <Panel>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <TextInput
          className={classes.name}
          label="Name of the dataset"
          value={name}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={problem}
          disabled={good.length === 0}
          spellCheck={false}
        />
        <Switch
          className={classes.duplicates}
          styles={{ description: { fontSize: 12, lineHeight: '16px' } }}
          label="Drop exact duplicates"
          description="Rows equal in all nine fields; the first stays. Kept or dropped, their number is shown."
          checked={dropDuplicates}
          onChange={(event) => setDropDuplicates(event.currentTarget.checked)}
          disabled={good.length === 0}
        />
        <Button type="submit" disabled={good.length === 0 || problem !== null} className={classes.start}>
          {good.length < files.length && good.length > 0 ? `Load ${formatCount(good.length, 'file')}` : 'Load'}
        </Button>
      </form>
      {good.length === 0 && <p className={classes.none}>None of the files can be loaded: the list says why.</p>}
      {good.length > 0 && good.length < files.length && (
        <p className={classes.none}>
          Left out, because it cannot be loaded: {formatCount(files.length - good.length, 'file')}.
        </p>
      )}
    </Panel>
  );
}
