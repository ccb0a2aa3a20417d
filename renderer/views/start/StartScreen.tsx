import { Button, Text, Title } from '@mantine/core';
import { IconFileImport, IconPlugConnected, IconSparkles } from '@tabler/icons-react';
import { openSample } from '../../state/datasets.js';
import { goTo } from '../../state/filters.js';
import { pickAndInspect } from '../../state/loading.js';
import { useTasks } from '../../state/tasks.js';
import { Logo } from '../../ui/Logo.js';
import { PathField } from '../load/PathField.js';
import classes from './StartScreen.module.css';

/** First start: drop a file, choose a file, open the sample, connect to AWS. Nothing else. */
export function StartScreen() {
  const isBusy = useTasks(({ tasks }) => tasks.some(({ outcome }) => outcome === null));
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Logo size={36} />
        <Title order={1} fz={24} lh="32px">
          Vitrine
        </Title>
        <Text c="var(--v-dim)">See what happens in your shop: visitors, carts, categories, brands.</Text>
      </div>
      <div className={classes.drop}>
        <IconFileImport size={36} stroke={1.25} aria-hidden />
        <Text fw={600} fz={16}>
          Drop an event file here
        </Text>
        <Text size="sm" c="var(--v-dim)">
          CSV, NDJSON, gzip, zip or Parquet, in any shop’s columns; several files become one dataset
        </Text>
        <Button mt={8} onClick={() => void pickAndInspect()} disabled={isBusy}>
          Choose a file…
        </Button>
        <div className={classes.path}>
          <PathField />
        </div>
      </div>
      <div className={classes.or}>
        <span>or</span>
      </div>
      <div className={classes.others}>
        <Button
          variant="default"
          leftSection={<IconSparkles size={16} stroke={1.5} />}
          onClick={() => void openSample()}
          disabled={isBusy}
        >
          Open the sample
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} stroke={1.5} />}
          onClick={() => goTo('lake', {}, { form: 'athena' })}
        >
          Connect to AWS
        </Button>
      </div>
      <Text size="xs" c="var(--v-dim)" mt={8} ta="center" maw={420}>
        The sample is a month of an invented shop, about 300 thousand events. Everything stays on this machine until you
        publish it.
      </Text>
    </div>
  );
}
