import { Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowsDiff, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReportQuestion, ReportResult } from '../../../preload/contract.js';
import { useDataset } from '../../state/datasets.js';
import { useElsewhere, useRemoteChoices, type RemoteChoice } from '../../state/engine-choice.js';
import { CompareDrawer } from './CompareDrawer.js';

interface CompareButtonProps {
  /** As it was asked, with its engine. */
  readonly question: ReportQuestion;
  /** Its answer; undefined while there is none. */
  readonly result: ReportResult | undefined;
  readonly title: string;
}

/** The same question to another engine, side by side: from elsewhere to DuckDB, from DuckDB to each connection. */
export function CompareButton({ question, result, title }: CompareButtonProps) {
  const elsewhere = useElsewhere();
  const choices = useRemoteChoices();
  const hasDataset = useDataset() !== undefined;
  /** What is compared with; undefined: the drawer is closed. */
  const [other, setOther] = useState<RemoteChoice | 'duckdb' | undefined>(undefined);
  const drawer = result && (
    <CompareDrawer
      question={question}
      result={result}
      other={other ?? null}
      title={title}
      onClose={() => setOther(undefined)}
    />
  );
  const look = {
    variant: 'default',
    size: 'xs',
    leftSection: <IconArrowsDiff size={14} stroke={1.5} />,
    disabled: result === undefined,
  } as const;
  if (elsewhere !== null)
    return (
      <>
        <Tooltip label="There is no dataset of this name on this machine" disabled={hasDataset}>
          <Button {...look} disabled={look.disabled || !hasDataset} onClick={() => setOther('duckdb')}>
            Compare with DuckDB
          </Button>
        </Tooltip>
        {drawer}
      </>
    );
  if (choices.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={240}>
        <Menu.Target>
          <Button {...look} rightSection={<IconChevronDown size={14} stroke={1.5} />}>
            Compare
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>The same question, asked on</Menu.Label>
          {choices.map((choice) => (
            <Menu.Item key={choice.connection} onClick={() => setOther(choice)}>
              {choice.connection}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {drawer}
    </>
  );
}
