import { Button, FileButton, Select, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import type { FileLayout } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { useDatasets } from '../../state/datasets.js';
import { readLayout } from '../../state/layout-draft.js';
import classes from './MappingSource.module.css';

interface Source {
  readonly value: string;
  readonly label: string;
  readonly layout: FileLayout;
}

/** Another layout to begin with: one that is shipped, one of a dataset, or one that was saved. */
export function MappingSource({ onChoose }: { readonly onChoose: (layout: FileLayout) => void }) {
  const shipped = useCall('layouts.list', {}).data ?? [];
  const datasets = useDatasets().data ?? [];
  const [problem, setProblem] = useState<string | null>(null);
  const known: Source[] = shipped.map((layout, at) => ({ value: `known ${at}`, label: layout.name, layout }));
  const used: Source[] = datasets.map(({ name, layout }, at) => ({ value: `used ${at}`, label: name, layout }));
  const sources = [...known, ...used];

  function choose(layout: FileLayout) {
    setProblem(null);
    onChoose(layout);
  }

  async function open(file: File | null) {
    if (file === null) return;
    try {
      choose(readLayout(await file.text()));
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  return (
    <div className={classes.sources}>
      {problem && (
        <Text size="xs" c="var(--v-red)" role="alert">
          {problem}
        </Text>
      )}
      <Select
        size="xs"
        w={240}
        aria-label="Begin with a known mapping"
        placeholder="Begin with a known mapping"
        data={[
          { group: 'Known layouts', items: known.map(({ value, label }) => ({ value, label })) },
          { group: 'As in a dataset', items: used.map(({ value, label }) => ({ value, label })) },
        ].filter(({ items }) => items.length > 0)}
        value={null}
        onChange={(value) => {
          const source = sources.find((other) => other.value === value);
          if (source) choose(source.layout);
        }}
      />
      <FileButton
        accept=".json,application/json"
        onChange={(file) => void open(file)}
        // Else choosing a file again that was corrected meanwhile is no change.
        inputProps={{ onClick: (event) => (event.currentTarget.value = '') }}
      >
        {(props) => (
          <Button {...props} size="xs" variant="default" leftSection={<IconFileImport size={14} stroke={1.5} />}>
            Use a mapping file…
          </Button>
        )}
      </FileButton>
    </div>
  );
}
