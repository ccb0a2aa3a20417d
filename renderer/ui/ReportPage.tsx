import { ActionIcon, Tooltip } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { ReportQuestion, ReportResult } from '../../preload/contract.js';
import type { CallState } from '../engine.js';
import type { ReportAnswer } from '../state/report-answer.js';
import { showStatus } from '../state/status.js';
import { ChartPictures } from './chart-pictures.js';
import { DataNotes } from './DataNotes.js';
import { DefinitionDrawer } from './DefinitionDrawer.js';
import { ErrorNote } from './ErrorNote.js';
import { ExportMenu } from './ExportMenu.js';
import { NothingFound } from './NothingFound.js';
import { CompareButton } from './remote/CompareButton.js';
import { RemoteBar } from './remote/RemoteBar.js';
import { RunningNote } from './RunningNote.js';
import { usePatience } from './use-patience.js';
import classes from './ReportPage.module.css';

interface ReportPageProps {
  /** Says what is shown: “Unique visitors per week”. */
  readonly title: string;
  /** The main question of the screen: what is exported and defined. */
  readonly question: ReportQuestion | null;
  /** Its answer, of `useCall('reports.run', question)`, or of `useReport(question)` where it may be asked elsewhere. */
  readonly answer: CallState<ReportResult> & Partial<Pick<ReportAnswer, 'remote'>>;
  /** The report's own parameters, beside the title. */
  readonly controls?: ReactNode;
  readonly headlines?: (result: ReportResult) => ReactNode;
  /** Charts, notes and the table, in the order they are read. */
  readonly children: (result: ReportResult) => ReactNode;
  /** Said in the definition: what these numbers leave out, and how much of it there is here. */
  readonly leftOut?: (result: ReportResult) => ReactNode;
  /** Where there is no row: why, if it may be something else than the filters. */
  readonly emptyHint?: string;
  /** In place of the charts and the table, where the dataset cannot fill them. */
  readonly instead?: ReactNode;
  /** Notes of the screen's other questions: each is said once, with those of the main one. */
  readonly otherNotes?: readonly string[];
}

/**
 * The layout of a report. While a new answer is on its way the old picture stays, dimmed after 300 ms; before the first
 * one the places of the numbers and charts are held, so that nothing jumps.
 */
export function ReportPage(props: ReportPageProps) {
  const { title, question, answer, controls } = props;
  const { data: result, error, loading } = answer;
  const [isDefinitionOpen, setIsDefinitionOpen] = useState(false);
  const remote = answer.remote ?? null;
  const isSlow = usePatience(loading, 300);
  const elsewhere = remote?.question.connection ?? null;

  useEffect(() => {
    showStatus({ result: answer.isStale ? null : (result ?? null), loading, elsewhere });
  }, [result, answer.isStale, loading, elsewhere]);
  useEffect(() => () => showStatus({ result: null, loading: false }), []);

  return (
    <ChartPictures>
      <article className={classes.page} aria-busy={loading}>
        <header className={classes.head}>
          <h1 className={classes.title}>{title}</h1>
          <div className={classes.controls}>
            {controls}
            {answer.remote !== undefined && question && (
              <CompareButton question={question} result={answer.isStale ? undefined : result} title={title} />
            )}
            <ExportMenu
              question={question}
              isReady={result !== undefined && !answer.isStale}
              title={title}
              remote={remote?.question}
            />
            <Tooltip label="What these numbers mean">
              <ActionIcon
                variant="default"
                size={30}
                aria-label="What these numbers mean"
                onClick={() => setIsDefinitionOpen(true)}
              >
                <IconInfoCircle size={16} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
          </div>
        </header>
        {remote && <RemoteBar ask={remote} title={title} hasOld={answer.isStale} />}
        {isSlow && !remote && <RunningNote progress={answer.progress} onCancel={answer.cancel} />}
        {error && !remote && (
          <ErrorNote
            error={error}
            meaning={result ? 'What is shown is the answer to the question before.' : undefined}
            onRetry={answer.retry}
          />
        )}
        <div
          className={classes.content}
          data-dim={isSlow || (answer.isStale && (error !== null || remote !== null)) || undefined}
        >
          {result ? <Answered {...props} result={result} /> : !error && !remote && <Places isVisible={isSlow} />}
        </div>
      </article>
      {question && (
        <DefinitionDrawer
          opened={isDefinitionOpen}
          onClose={() => setIsDefinitionOpen(false)}
          result={result}
          reportId={question.report}
          leftOut={result && props.leftOut?.(result)}
        />
      )}
    </ChartPictures>
  );
}

function Answered({ result, ...props }: ReportPageProps & { readonly result: ReportResult }) {
  return (
    <>
      {props.headlines?.(result)}
      <DataNotes notes={[...result.notes, ...(props.otherNotes ?? [])]} />
      {props.instead ??
        (result.table.rowCount === 0 ? <NothingFound hint={props.emptyHint} /> : props.children(result))}
    </>
  );
}

/** The room that the numbers, the chart and the table will take. */
function Places({ isVisible }: { readonly isVisible: boolean }) {
  return (
    <div className={classes.places} data-visible={isVisible || undefined} aria-hidden>
      <div className={classes.placeNumbers} />
      <div className={classes.placeChart} />
      <div className={classes.placeTable} />
    </div>
  );
}
