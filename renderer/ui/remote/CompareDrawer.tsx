import { Drawer, Stack, Switch } from '@mantine/core';
import { IconAlertTriangle, IconEqual, IconEqualNot } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { compareAnswers, describeComparison } from '../../../charts/compare-answers.js';
import type { ReportQuestion, ReportResult } from '../../../preload/contract.js';
import { reportFormats } from '../../charts/report-formats.js';
import { useCall } from '../../engine.js';
import type { RemoteChoice } from '../../state/engine-choice.js';
import { useRemoteAsk } from '../../state/report-answer.js';
import { DataTable } from '../DataTable.js';
import { ErrorNote } from '../ErrorNote.js';
import { tabulateComparison, type CompareNames } from './compare-table.js';
import { describeQuestion } from './describe-question.js';
import { RemoteBar } from './RemoteBar.js';
import classes from './CompareDrawer.module.css';

interface CompareDrawerProps {
  readonly question: ReportQuestion;
  readonly result: ReportResult;
  /** Null: nothing is compared, and the drawer is closed. */
  readonly other: RemoteChoice | 'duckdb' | null;
  readonly title: string;
  readonly onClose: () => void;
}

/** The answer of the page beside the one of another engine. What is asked elsewhere waits for a person here, too. */
export function CompareDrawer({ question, result, other, title, onClose }: CompareDrawerProps) {
  const { connection } = question;
  const plain = { ...question, engine: undefined, connection: undefined, approvedBytes: undefined };
  const onDuckDb = useCall('reports.run', other === 'duckdb' ? plain : null);
  const ask = useRemoteAsk(other !== null && other !== 'duckdb' ? { ...plain, ...other } : null);
  const there = ask ? ask.answer.data : onDuckDb.isStale ? undefined : onDuckDb.data;
  const names: CompareNames = {
    here: connection ?? 'DuckDB',
    there: other === null || other === 'duckdb' ? 'DuckDB' : other.connection,
  };
  return (
    <Drawer
      opened={other !== null}
      onClose={onClose}
      position="right"
      size="min(1080px, 94vw)"
      title={`${names.here} and ${names.there}, side by side`}
    >
      <Stack gap={16} pb={24}>
        <p className={classes.about}>
          {title} · {describeQuestion(question)}
        </p>
        {ask && <RemoteBar ask={ask} title={title} place="drawer" />}
        {!ask && onDuckDb.error && (
          <ErrorNote error={onDuckDb.error} meaning="DuckDB has not answered." onRetry={onDuckDb.retry} />
        )}
        {!ask && onDuckDb.loading && <p className={classes.about}>DuckDB is asked …</p>}
        {there && <SideBySide here={result} there={there} names={names} />}
      </Stack>
    </Drawer>
  );
}

interface SideBySideProps {
  readonly here: ReportResult;
  readonly there: ReportResult;
  readonly names: CompareNames;
}

function SideBySide({ here, there, names }: SideBySideProps) {
  const [isOnlyDifferent, setIsOnlyDifferent] = useState<boolean | null>(null);
  const comparison = useMemo(() => compareAnswers(here, there), [here, there]);
  const onlyDifferent = isOnlyDifferent ?? !comparison.isEqual;
  const { here: nameHere, there: nameThere } = names;
  const tables = useMemo(
    () =>
      tabulateComparison(
        comparison,
        { here: nameHere, there: nameThere },
        here,
        { ...reportFormats(there), ...reportFormats(here) },
        onlyDifferent,
      ),
    [comparison, nameHere, nameThere, here, there, onlyDifferent],
  );
  const Icon = comparison.isEqual ? IconEqual : IconEqualNot;
  return (
    <>
      <div className={classes.headline} data-equal={comparison.isEqual || undefined} role="status">
        <Icon size={20} stroke={1.75} aria-hidden />
        <strong>{describeComparison(comparison, nameHere, nameThere)}</strong>
        <Switch
          className={classes.switch}
          size="xs"
          label="Only what differs"
          checked={onlyDifferent}
          onChange={(event) => setIsOnlyDifferent(event.currentTarget.checked)}
        />
      </div>
      {here.dataset !== there.dataset && (
        <p className={classes.warning}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> These are not the same data: {here.dataset} in{' '}
          {nameHere}, {there.dataset} in {nameThere}.
        </p>
      )}
      {comparison.otherParams.length > 0 && (
        <p className={classes.warning}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> The two were not asked the same:{' '}
          {comparison.otherParams
            .map(
              (name) =>
                `${name} is ${String(here.params[name] ?? 'all')} in ${nameHere}, ${String(there.params[name] ?? 'all')} in ${nameThere}`,
            )
            .join('; ')}
          . Where no days are chosen, each takes all it has.
        </p>
      )}
      {tables.summary.table.rowCount > 0 && (
        <DataTable
          key={`summary ${onlyDifferent}`}
          table={tables.summary.table}
          label="The whole range"
          formats={tables.summary.formats}
        />
      )}
      {tables.rows.table.rowCount > 0 && (
        <DataTable
          key={`rows ${onlyDifferent}`}
          table={tables.rows.table}
          label="Row by row"
          formats={tables.rows.formats}
          maxHeightPx={560}
          note="one line for each figure of a row"
        />
      )}
      {onlyDifferent && comparison.isEqual && <p className={classes.about}>No figure differs.</p>}
    </>
  );
}
