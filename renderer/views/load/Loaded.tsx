import { Button } from '@mantine/core';
import { IconChartBar, IconFileImport, IconShieldCheck } from '@tabler/icons-react';
import type { LoadSummary } from '../../../preload/shapes.js';
import { goTo } from '../../state/filters.js';
import { chooseAgain } from '../../state/loading.js';
import { formatBytes, formatDuration, formatNumber } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { QualitySummary } from '../quality/QualitySummary.js';
import { Rejects } from '../quality/Rejects.js';
import classes from './Loaded.module.css';

/** Read = loaded + rejected (+ dropped), what was rejected, how good the data are, and what now. */
export function Loaded({ summary }: { readonly summary: LoadSummary }) {
  const {
    dataset,
    rowsRead,
    rowsLoaded,
    rowsRejected,
    duplicates,
    duplicatesDropped,
    seconds,
    bytes,
    notes = [],
  } = summary;
  const dropped = duplicatesDropped ? duplicates : 0;
  return (
    <>
      <Panel>
        <div className={classes.equation} role="math" aria-label="Rows read equal rows loaded plus rows rejected">
          <Term value={rowsRead} label="rows read" />
          <span className={classes.sign}>=</span>
          <Term value={rowsLoaded} label="loaded" />
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
        </p>
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
          <Button variant="default" leftSection={<IconFileImport size={16} stroke={1.5} />} onClick={chooseAgain}>
            Load more files
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
