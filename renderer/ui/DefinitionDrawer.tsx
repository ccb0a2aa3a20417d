import { Button, Drawer, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatMoment } from '../../charts/format-moment.js';
import type { ReportDefinition, ReportResult } from '../../preload/shapes.js';
import { useCall } from '../engine.js';
import { copyText, useCopied } from './copy-text.js';
import { formatDuration } from './format-number.js';
import classes from './DefinitionDrawer.module.css';

interface DefinitionDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly result: ReportResult | undefined;
  readonly reportId: string;
  /** What is left out of these numbers, and how much of it there is here. */
  readonly leftOut?: ReactNode;
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      {children}
    </section>
  );
}

/** The meaning in a sentence, the grain, what is left out, and the SQL that ran with its values. */
export function DefinitionDrawer({ opened, onClose, result, reportId, leftOut }: DefinitionDrawerProps) {
  const definitions = useCall('reports.list', {}, { enabled: opened });
  const definition = definitions.data?.find(({ id }) => id === reportId);
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={520} title="What these numbers mean">
      <Stack gap={20} pb={24}>
        <Section title={result?.title ?? definition?.title ?? 'Definition'}>
          <Text className={classes.meaning}>{result?.meaning ?? definition?.meaning}</Text>
        </Section>
        {definition && <Section title="One row">{definition.grain}</Section>}
        {leftOut && <Section title="Left out">{leftOut}</Section>}
        {definition && <ColumnList definition={definition} />}
        {result && <WhatRan result={result} />}
      </Stack>
    </Drawer>
  );
}

function ColumnList({ definition }: { readonly definition: ReportDefinition }) {
  return (
    <Section title="Columns">
      <dl className={classes.list}>
        {definition.columns.map(({ name, title, unit, type }) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>
              <code>{name}</code> <span className={classes.unit}>{unit || type}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function describeValue(value: ReportResult['params'][string]): string {
  if (value === null) return 'all';
  if (value === '') return 'unknown';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

function WhatRan({ result }: { readonly result: ReportResult }) {
  const [isCopied, showCopied] = useCopied();
  const values = result.values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  const note = values.map((value, at) => `-- ?${at + 1} = ${value}`).join('\n');
  return (
    <>
      <Section title="Asked with">
        <dl className={classes.list}>
          {Object.entries(result.params).map(([name, value]) => (
            <div key={name}>
              <dt>{name === 'to' ? 'to, not included' : name.replaceAll('_', ' ')}</dt>
              <dd>{describeValue(value)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="The SQL that ran">
        <div className={classes.ran}>
          <Text size="xs" c="var(--v-dim)">
            {result.engine} · {formatDuration(result.elapsedMs)}
            {result.kept &&
              ` · kept: ran ${formatMoment(result.kept.at, 'UTC')} UTC, ${formatDuration(result.kept.elapsedMs)}`}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={isCopied ? <IconCheck size={12} /> : <IconCopy size={12} />}
            onClick={() => {
              copyText(`${note}\n${result.sql}`);
              showCopied();
            }}
          >
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        </div>
        <pre className={classes.sql} tabIndex={0}>
          {result.sql}
        </pre>
        {values.length > 0 && (
          <ol className={classes.values} aria-label="Values bound to the question marks, in order">
            {values.map((value, at) => (
              <li key={at}>
                <code>{value}</code>
              </li>
            ))}
          </ol>
        )}
      </Section>
    </>
  );
}
