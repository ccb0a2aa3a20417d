import { Anchor, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { stateWords } from '../../../charts/alert-words.js';
import { formatMoment } from '../../../charts/format-moment.js';
import type { Alert } from '../../../preload/contract.js';
import { goTo, linkTo, useFilters } from '../../state/filters.js';
import { useLive } from '../../state/live.js';
import { nameEntity, nameEntityShort } from '../alerts/name-entity.js';
import { SeverityMark } from '../alerts/SeverityMark.js';
import classes from './AlertFeed.module.css';

const noAlerts: readonly Alert[] = [];

/** The newest alerts of the run, newest first; a click shows one with its evidence. */
export function AlertFeed() {
  const [{ tz }] = useFilters();
  const feed = useLive(({ picture }) => picture?.feed ?? noAlerts);
  const run = useLive(({ picture }) => picture?.frame.run ?? null);
  const link: Readonly<Record<string, string>> = run === null ? {} : { run };
  return (
    <section className={classes.feed} aria-label="Alert feed">
      <header className={classes.head}>
        <h2 className={classes.title}>Alerts, newest first</h2>
        <Anchor
          className={classes.all}
          href={linkTo('alerts', {}, link)}
          onClick={(event) => {
            event.preventDefault();
            goTo('alerts', {}, link);
          }}
        >
          All alerts
        </Anchor>
      </header>
      {feed.length === 0 ? (
        <p className={classes.none}>None so far. They come here as soon as a rule fires.</p>
      ) : (
        <ol className={classes.list}>
          {feed.map((alert) => (
            <FeedRow key={alert.id} alert={alert} tz={tz} run={run} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface FeedRowProps {
  readonly alert: Alert;
  readonly tz: string;
  readonly run: string | null;
}

const FeedRow = memo(function FeedRow({ alert, tz, run }: FeedRowProps) {
  const { id, severity, entity, reason, detectedAt, state } = alert;
  return (
    <li>
      <UnstyledButton
        className={classes.row}
        onClick={() => goTo('alerts', {}, { alert: id, ...(run === null ? {} : { run }) })}
      >
        <span className={classes.line}>
          <SeverityMark severity={severity} />
          <span className={classes.entity} title={nameEntity(entity)}>
            {nameEntityShort(entity)}
          </span>
          <span className={classes.at}>{formatMoment(detectedAt, tz).slice(5)}</span>
        </span>
        <span className={classes.reason} title={reason}>
          {stateWords[state]} · {reason}
        </span>
      </UnstyledButton>
    </li>
  );
});
