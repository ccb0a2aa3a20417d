import { useMemo } from 'react';
import { liveRatesChart, type LivePoint } from '../../../charts/live-rates-chart.js';
import { Chart } from '../../charts/Chart.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useFilters } from '../../state/filters.js';
import { useLive } from '../../state/live.js';
import classes from './LiveScreen.module.css';

const none: readonly LivePoint[] = [];
const types = [
  { name: 'views', colour: 'view' },
  { name: 'carts', colour: 'cart' },
  { name: 'removes', colour: 'remove' },
  { name: 'purchases', colour: 'purchase' },
] as const;

export function LiveRates() {
  const theme = useChartTheme();
  const [{ tz }] = useFilters();
  const points = useLive(({ picture }) => picture?.points ?? none);
  const chart = useMemo(() => liveRatesChart(points, theme, tz), [points, theme, tz]);
  return (
    <figure className={classes.box} aria-label={chart.title}>
      <div className={classes.chartHead}>
        <h2 className={classes.boxTitle}>{chart.title}</h2>
        <div className={classes.legend}>
          {types.map(({ name, colour }) => (
            <span key={name} className={classes.type}>
              <span className={classes.swatch} style={{ background: theme.events[colour] }} />
              {name}
            </span>
          ))}
        </div>
      </div>
      <Chart chart={chart} isLive />
    </figure>
  );
}
