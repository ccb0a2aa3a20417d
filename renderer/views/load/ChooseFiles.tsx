import { Anchor, Button, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { openSample } from '../../state/datasets.js';
import { pickAndInspect } from '../../state/loading.js';
import { PathField } from './PathField.js';
import classes from './ChooseFiles.module.css';

/** By drop, by dialog, by path. */
export function ChooseFiles() {
  return (
    <>
      <div className={classes.drop}>
        <IconFileImport size={32} stroke={1.25} aria-hidden />
        <Text fw={600}>Drop files here, or anywhere in the window</Text>
        <Text size="sm" c="var(--v-dim)">
          CSV, CSV.gz, zip with one CSV, or Parquet. Several files become one dataset: users and sessions of all of them
          are counted once.
        </Text>
        <Button mt={8} onClick={() => void pickAndInspect()}>
          Choose files…
        </Button>
      </div>
      <PathField />
      <Text size="sm" c="var(--v-dim)">
        No file at hand?{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => void openSample()}>
          Open the sample
        </Anchor>
        , a month of an invented shop.
      </Text>
    </>
  );
}
