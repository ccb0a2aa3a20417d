import { Anchor, Button, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { openSample } from '../../state/datasets.js';
import { chooseFilesFor, pickAndInspect, useLoading } from '../../state/loading.js';
import { FetchStopped } from '../lake/FetchStopped.js';
import { AddressField } from './AddressField.js';
import { PathField } from './PathField.js';
import classes from './ChooseFiles.module.css';

/** By drop, by dialog, by path. */
export function ChooseFiles() {
  const addTo = useLoading((state) => state.addTo);
  return (
    <>
      <div className={classes.drop}>
        <IconFileImport size={32} stroke={1.25} aria-hidden />
        <Text fw={600}>Drop files here, or anywhere in the window</Text>
        <Text size="sm" c="var(--v-dim)" maw={640}>
          CSV, zip with one CSV, NDJSON (both also gzipped), or Parquet.{' '}
          {addTo === null
            ? 'Several files become one dataset: users and sessions of all of them are counted once.'
            : `They are added to ${addTo}, as if all had been loaded at once; files that it already has are skipped.`}
        </Text>
        <Button mt={8} onClick={() => void pickAndInspect()}>
          Choose files…
        </Button>
      </div>
      <PathField />
      <AddressField />
      <FetchStopped />
      {addTo === null ? (
        <Text size="sm" c="var(--v-dim)">
          No file at hand?{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => void openSample()}>
            Open the sample
          </Anchor>
          , a month of an invented shop.
        </Text>
      ) : (
        <Text size="sm" c="var(--v-dim)">
          Not for {addTo}?{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => chooseFilesFor(null)}>
            Load files into a new dataset
          </Anchor>
        </Text>
      )}
    </>
  );
}
