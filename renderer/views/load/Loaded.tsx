import { Button } from '@mantine/core';
import { IconChartBar, IconFileImport, IconFilePlus, IconInfoCircle, IconShieldCheck } from '@tabler/icons-react';
import type { LoadSummary, SkippedFile } from '../../../preload/shapes.js';
import { goTo } from '../../state/filters.js';
import { addsNothing, chooseFilesFor } from '../../state/loading.js';
import { formatBytes, formatCount, formatDuration, formatNumber } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { QualitySummary } from '../quality/QualitySummary.js';
import { Rejects } from '../quality/Rejects.js';
import classes from './Loaded.module.css';

interface LoadedProps {
  readonly summary: LoadSummary;
  /** The files came to a dataset that was there; the numbers are of these files alone. */
  readonly isAppended: boolean;
}

/** Read = loaded + rejected (+ dropped), what was rejected, how good the data are, and what now. */
export function Loaded({ summary, isAppended }: LoadedProps) {
  const {
    dataset,
    rowsRead,
    rowsLoaded,
    rowsRejected,
    duplicates,
    duplicatesDropped,
    seconds,
    bytes,
    rowsIgnored,
    skipped,
    notes = [],
  } = summary;
  const isNothingNew = addsNothing(summary);
  const dropped = duplicatesDropped ? duplicates : 0;
  return (
    <>
      <Panel>
        {isNothingNew ? (
          <div className={classes.nothing} role="status">
            <h2 className={classes.nothingTitle}>
              <IconInfoCircle size={20} stroke={1.5} aria-hidden /> Nothing was added to {dataset}
            </h2>
            <p>
              The dataset has the content of {skipped.length === 1 ? 'this file' : `all ${skipped.length} files`}{' '}
              already, and is as it was before.
            </p>
          </div>
        ) : (
          <>
            <div className={classes.equation} role="math" aria-label="Rows read equal rows loaded plus rows rejected">
              <Term value={rowsRead} label="rows read" />
              <span className={classes.sign}>=</span>
              <Term value={rowsLoaded} label={isAppended ? 'added' : 'loaded'} />
              <span className={classes.sign}>+</span>
              <Term value={rowsRejected} label="rejected" />
              {dropped > 0 && (
                <>
                  <span className={classes.sign}>+</span>
                  <Term value={dropped} label="duplicates dropped" />
                </>
              )}
            </div>
            <p className={classes.facts}>
              {formatBytes(bytes)} in {formatDuration(seconds * 1000)}
              {seconds > 0 && ` · ${formatBytes(bytes / seconds)}/s`}
              {duplicates > 0 && !duplicatesDropped && ` · ${formatNumber(duplicates)} exact duplicates, kept`}
              {rowsIgnored > 0 && ` · ${formatCount(rowsIgnored, 'row')} of other event types ignored`}
            </p>
          </>
        )}
        {skipped.length > 0 && <Skipped files={skipped} />}
        {notes.map((note) => (
          <p key={note} className={classes.facts}>
            {note}
          </p>
        ))}
        <div className={classes.next}>
          <Button leftSection={<IconChartBar size={16} stroke={1.5} />} onClick={() => goTo('overview', { dataset })}>
            Look at it
          </Button>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} stroke={1.5} />}
            onClick={() => goTo('quality', { dataset })}
          >
            Quality of the data
          </Button>
          <Button
            variant="default"
            leftSection={<IconFilePlus size={16} stroke={1.5} />}
            onClick={() => chooseFilesFor(dataset)}
          >
            Add files…
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileImport size={16} stroke={1.5} />}
            onClick={() => chooseFilesFor(null)}
          >
            Load other files
          </Button>
        </div>
      </Panel>
      <QualitySummary dataset={dataset} />
      {rowsRejected > 0 && <Rejects dataset={dataset} />}
    </>
  );
}

function Term({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <span className={classes.term}>
      <span className={classes.value}>{formatNumber(value)}</span>
      <span className={classes.label}>{label}</span>
    </span>
  );
}

function Skipped({ files }: { readonly files: readonly SkippedFile[] }) {
  return (
    <section className={classes.skipped} aria-label="Skipped files">
      <h2 className={classes.skippedTitle}>{formatCount(files.length, 'file')} skipped</h2>
      <ul>
        {files.map(({ file, reason }) => (
          <li key={file}>
            <strong>{file}</strong>: {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
