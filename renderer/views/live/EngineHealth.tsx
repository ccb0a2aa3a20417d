import { useLive } from '../../state/live.js';
import { formatBytes, formatDuration, formatNumber, notKnown } from '../../ui/format-number.js';
import { Meaning } from '../../ui/Meaning.js';
import classes from './EngineHealth.module.css';
import layout from './LiveScreen.module.css';

const meaning =
  'Events a second: over the last second of the clock. Watermark lag: how far behind the newest event the time is up to which all is taken to have come. Late: events behind the watermark. Keys: users, sessions and products that detection remembers; evicted: those given up because there were too many.';

/** How detection itself is doing. */
export function EngineHealth() {
  const frame = useLive(({ picture }) => picture?.frame);
  const health = frame?.health;
  const figures: readonly (readonly [string, string])[] = [
    ['Events a second', health ? formatNumber(Math.round(health.eventsPerSecond)) : notKnown],
    ['Events so far', frame ? `${formatNumber(frame.rows)} of ${formatNumber(frame.totalRows)}` : notKnown],
    ['Watermark lag', health ? formatDuration(1000 * health.watermarkLagSeconds) : notKnown],
    ['Late events', formatNumber(health?.late)],
    ['Keys watched', formatNumber(health?.keys)],
    ['Keys evicted', formatNumber(health?.evicted)],
    ['Memory', formatBytes(health?.memoryBytes)],
  ];
  return (
    <section className={layout.box} aria-label="Engine health">
      <h2 className={layout.boxTitle}>
        Engine <Meaning of="Engine" text={meaning} />
      </h2>
      <dl className={classes.list}>
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
