import { Button } from '@mantine/core';
import { IconBroadcast, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCall } from '../../engine.js';
import { useDataset } from '../../state/datasets.js';
import { goTo, useFilters, useOwnParam } from '../../state/filters.js';
import { liveSpan, type LiveSpan } from '../../state/live-range.js';
import { startPlaying, useLive, type LiveAim } from '../../state/live.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount, formatDuration, formatNumber } from '../../ui/format-number.js';
import type { DatasetInfo, RunSummary } from '../../../preload/contract.js';
import { AlertFeed } from './AlertFeed.js';
import { EngineHealth } from './EngineHealth.js';
import { LiveNumbers } from './LiveNumbers.js';
import { LiveRates } from './LiveRates.js';
import { SeekBar } from './SeekBar.js';
import { TopProducts } from './TopProducts.js';
import { Transport } from './Transport.js';
import { useLiveKeys } from './use-live-keys.js';
import { useResumable } from './use-resumable.js';
import classes from './LiveScreen.module.css';

/** The data played in event time, with what detection finds in them. */
export function LiveScreen() {
  const [filters] = useFilters();
  const dataset = useDataset();
  const span = dataset ? liveSpan(dataset, filters) : null;
  if (!dataset) return null;
  if (span === null)
    return (
      <EmptyState
        icon={IconBroadcast}
        title="There is nothing to play"
        action={<Button onClick={() => goTo('load')}>Load files</Button>}
      >
        The dataset has no events.
      </EmptyState>
    );
  return <Player dataset={dataset} span={span} />;
}

interface PlayerProps {
  readonly dataset: DatasetInfo;
  readonly span: LiveSpan;
}

function Player({ dataset, span }: PlayerProps) {
  const [pack, setPack] = useOwnParam<string>('pack', '');
  const run = useLive((state) => state.run);
  const isRunning = useLive((state) => state.isRunning);
  const error = useLive((state) => state.error);
  const summary = useLive((state) => state.summary);
  const aim: LiveAim = { dataset: dataset.name, pack: pack === '' ? null : pack, from: span.from, to: span.to };
  const isOwn = run !== null && run.dataset === dataset.name;
  useLiveKeys(aim, isOwn || !isRunning);

  if (!isOwn) return <NothingPlayed aim={aim} other={isRunning ? (run?.dataset ?? null) : null} />;
  return (
    <article className={classes.screen}>
      <header className={classes.head}>
        <h1 className={classes.title}>{dataset.name} as it happened</h1>
        <span className={classes.about}>
          Event time; detection sees the events in the order in which they happened.
        </span>
      </header>
      <Transport aim={aim} onPack={setPack} />
      <SeekBar aim={aim} span={span} />
      {error && (
        <ErrorNote
          error={error}
          meaning="The replay was stopped; the alerts found so far are kept."
          onRetry={() => void startPlaying(aim)}
        />
      )}
      {summary && <Over summary={summary} />}
      {!isRunning && !summary && !error && <Stopped />}
      <LiveNumbers />
      <div className={classes.columns}>
        <div className={classes.left}>
          <LiveRates />
          <div className={classes.pair}>
            <TopProducts />
            <EngineHealth />
          </div>
        </div>
        <div className={classes.right}>
          <AlertFeed />
        </div>
      </div>
    </article>
  );
}

function Over({ summary }: { readonly summary: RunSummary }) {
  const { rows, seconds, eventsPerSecond, alerts, late, id } = summary;
  const isFullSpeed = useLive((state) => state.isFullSpeed);
  // A pause or a slow stretch is no measure of the engine.
  const pace = isFullSpeed ? ` (${formatNumber(Math.round(eventsPerSecond))} a second)` : '';
  return (
    <div className={classes.over} role="status">
      <span>
        Played {formatCount(rows, 'event')} in {formatDuration(1000 * seconds)}
        {pace}: as many as the data hold. {formatCount(alerts, 'alert')}, {formatCount(late, 'late event')}.
      </span>
      {alerts > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => goTo('alerts', {}, { run: id })}>
          Look at the alerts
        </Button>
      )}
    </div>
  );
}

/** Says what is left of a run that did not come to its end, and where to look. */
function Stopped() {
  const frame = useLive(({ picture }) => picture?.frame);
  if (!frame) return null;
  const { rows, totalRows, totalAlerts, run } = frame;
  return (
    <div className={classes.over} data-stopped role="status">
      <span>
        Stopped after {formatNumber(rows)} of {formatCount(totalRows, 'event')}. {formatCount(totalAlerts, 'alert')} so
        far, which are kept; the run can be resumed, or played anew.
      </span>
      {totalAlerts > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => goTo('alerts', {}, { run })}>
          Look at the alerts
        </Button>
      )}
    </div>
  );
}

interface NothingPlayedProps {
  readonly aim: LiveAim;
  /** Another dataset that plays. */
  readonly other: string | null;
}

function NothingPlayed({ aim, other }: NothingPlayedProps) {
  const resumable = useResumable(aim);
  const packs = useCall('packs.list', {});
  const active = packs.data?.find(({ isActive }) => isActive)?.pack.title;
  const also: ReactNode = other !== null && ` ${other} is playing: it is stopped when this one starts.`;
  return (
    <EmptyState
      icon={IconBroadcast}
      title="Watch the shop as it was"
      action={
        <Button.Group>
          <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => void startPlaying(aim)}>
            Play
          </Button>
          {resumable && (
            <Button variant="default" onClick={() => void startPlaying(aim, { resume: true })}>
              Resume at {formatNumber(Math.floor((100 * resumable.rows) / Math.max(1, resumable.totalRows)))}%
            </Button>
          )}
        </Button.Group>
      }
    >
      Plays the events of the days in the bar at the speed you like, from real time to as fast as it goes, through the
      rules of the pack{active ? ` “${active}”` : ''}: events a second, sales and conversion against the day before, and
      each alert as it begins.{also}
    </EmptyState>
  );
}
