import { Button } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { fieldWords } from '../state/layout-draft.js';
import { chooseFilesFor } from '../state/loading.js';
import { EmptyState } from './EmptyState.js';
import { Panel } from './Page.js';

const words = {
  price: {
    title: 'No prices in this dataset',
    why: 'None of its files has a column of prices, so there is no money: no revenue and no value left in carts.',
  },
  category_code: {
    title: 'No categories in this dataset',
    why: 'None of its files has a column of category codes, so nothing can be told apart by category.',
  },
  brand: {
    title: 'No brands in this dataset',
    why: 'None of its files has a column of brands, so nothing can be told apart by brand.',
  },
} as const;
export type MissingField = keyof typeof words;

interface MissingColumnProps {
  readonly field: MissingField;
  /** The title of what would stand here; without one it is the whole screen. */
  readonly title?: string;
  readonly controls?: ReactNode;
}

/** In place of a chart that the dataset cannot fill: why, and what would. */
export function MissingColumn({ field, title, controls }: MissingColumnProps) {
  const said = (
    <EmptyState
      icon={IconColumns3}
      title={words[field].title}
      action={
        <Button size="xs" variant="default" onClick={() => chooseFilesFor(null)}>
          Load files with another mapping
        </Button>
      }
    >
      {title !== undefined && words[field].why} If a column of the files does hold them, load the files anew and choose
      it as “{fieldWords[field]}” in the mapping.
    </EmptyState>
  );
  if (title === undefined) return said;
  return (
    <Panel title={title} aside={controls}>
      {said}
    </Panel>
  );
}
