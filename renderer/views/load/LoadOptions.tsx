import { Button, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { datasetName } from '../../../preload/contract.js';
import type { DatasetInfo } from '../../../preload/shapes.js';
import { useDatasets } from '../../state/datasets.js';
import { useFilters } from '../../state/filters.js';
import { loadable, startLoad, useLoading, type Found } from '../../state/loading.js';
import { proposeName } from '../../state/propose-name.js';
import { formatCount } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { LoadTarget, type Target } from './LoadTarget.js';
import classes from './LoadOptions.module.css';

function problemOf({ isAppend, dataset }: Target, taken: readonly string[]): string | null {
  if (isAppend) return null;
  if (taken.includes(dataset))
    return 'There is a dataset of this name: choose another, add the files to it, or remove it in Settings.';
  if (datasetName.safeParse(dataset).success) return null;
  return `A name has 1 to 64 letters, digits, spaces, dots, dashes or underscores, and begins with a letter or digit.`;
}

/** The dataset that files are most likely added to: whose “Add files…” was chosen, else the one that is open. */
function useUsualTarget(datasets: readonly DatasetInfo[]): {
  readonly usual: string | null;
  readonly isMeant: boolean;
} {
  const addTo = useLoading((state) => state.addTo);
  const [{ dataset: open }] = useFilters();
  const usual = [addTo, open].find((name) => datasets.some((dataset) => dataset.name === name)) ?? null;
  return { usual, isMeant: addTo !== null && usual === addTo };
}

function describePolicy(dataset: DatasetInfo | undefined): string {
  if (dataset === undefined) return '';
  return dataset.duplicatesDropped
    ? 'This dataset drops exact duplicates: of rows equal in all nine fields the first stays, in the new files too.'
    : 'This dataset keeps exact duplicates; their number is shown.';
}

/** Where the files go, the policy for duplicates, and the start. */
export function LoadOptions({ found }: { readonly found: Found }) {
  const { files, layout } = found;
  const good = loadable(found);
  const datasets = useDatasets().data ?? [];
  const taken = datasets.map(({ name }) => name);
  const { usual, isMeant } = useUsualTarget(datasets);
  const [typed, setTyped] = useState<Target | null>(null);
  const [dropDuplicates, setDropDuplicates] = useState(false);
  const asNew: Target = { isAppend: false, dataset: proposeName(good, taken) };
  const target = typed ?? (isMeant && usual !== null ? { isAppend: true, dataset: usual } : asNew);
  const isDisabled = good.length === 0;
  const problem = isDisabled ? null : problemOf(target, taken);
  const verb = target.isAppend ? 'Add' : 'Load';

  function start() {
    const paths = good.map(({ path }) => path);
    const policy = target.isAppend ? { append: true } : { dropDuplicates };
    void startLoad({ dataset: target.dataset, paths, ...policy, ...(layout && { layout }) }, found);
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
        <LoadTarget
          target={target}
          datasets={datasets}
          usual={usual}
          problem={problem}
          isDisabled={isDisabled}
          onChange={setTyped}
          onNew={() => setTyped(asNew)}
        />
        {target.isAppend ? (
          <Text className={classes.duplicates} size="xs" c="var(--v-dim)">
            {describePolicy(datasets.find(({ name }) => name === target.dataset))}
          </Text>
        ) : (
          <Switch
            className={classes.duplicates}
            styles={{ description: { fontSize: 12, lineHeight: '16px' } }}
            label="Drop exact duplicates"
            description="Rows equal in all nine fields; the first stays. Kept or dropped, their number is shown."
            checked={dropDuplicates}
            onChange={(event) => setDropDuplicates(event.currentTarget.checked)}
            disabled={isDisabled}
          />
        )}
        <Button type="submit" disabled={isDisabled || problem !== null} className={classes.start}>
          {good.length < files.length && good.length > 0 ? `${verb} ${formatCount(good.length, 'file')}` : verb}
        </Button>
      </form>
      {isDisabled && <p className={classes.none}>None of the files can be loaded: the list says why.</p>}
      {!isDisabled && good.length < files.length && (
        <p className={classes.none}>
          Left out, because it cannot be loaded: {formatCount(files.length - good.length, 'file')}.
        </p>
      )}
    </Panel>
  );
}
