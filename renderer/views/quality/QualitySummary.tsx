import { Anchor } from '@mantine/core';
import type { QualityLevel } from '../../../preload/shapes.js';
import { useCall } from '../../engine.js';
import { goTo } from '../../state/filters.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatUnits } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { Level } from './Level.js';
import classes from './QualitySummary.module.css';

const fromWorst: readonly QualityLevel[] = ['red', 'amber', 'green'];

/** The checks in short: what there is to look at, worst first. */
export function QualitySummary({ dataset }: { readonly dataset: string }) {
  const quality = useCall('quality.get', { dataset });
  if (quality.error) return <ErrorNote error={quality.error} onRetry={quality.retry} />;
  const checks = quality.data?.checks ?? [];
  const found = fromWorst.flatMap((level) => checks.filter((check) => check.level === level && level !== 'green'));
  const clean = checks.filter(({ level }) => level === 'green');
  return (
    <Panel
      title="Quality"
      aside={
        <Anchor component="button" type="button" size="xs" onClick={() => goTo('quality', { dataset })}>
          All checks
        </Anchor>
      }
    >
      <ul className={classes.list}>
        {found.map(({ id, level, title, count, unit }) => (
          <li key={id}>
            <Level level={level} />
            <span>{title}</span>
            <span className={classes.count}>{formatUnits(count, unit)}</span>
          </li>
        ))}
        {clean.length > 0 && (
          <li>
            <Level level="green" />
            <span className={classes.clean}>{clean.map(({ title }) => title).join(' · ')}</span>
          </li>
        )}
      </ul>
    </Panel>
  );
}
