import { useMemo } from 'react';
import { liveRatesChart, liveRatesTable, type LivePoint } from '../../../charts/live-rates-chart.js';
import { ChartBox } from '../../charts/ChartBox.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useFilters } from '../../state/filters.js';
import { useLive } from '../../state/live.js';
import { momentFormats } from '../alerts/alert-table.js';
import classes from './LiveScreen.module.css';

const none: readonly LivePoint[] = [];
const types = [
  { name: 'views', colour: 'view' },
  { name: 'carts', colour: 'cart' },
  { name: 'removes', colour: 'remove' },
  { name: 'purchases', colour: 'purchase' },
] as const;

const meaning =
  'Events of each type ÷ the seconds of event time that they lie in: a second, or longer the faster it plays. Views have a scale of their own above, as they are by far the most.';

export function LiveRates() {
  const theme = useChartTheme();
  const [{ tz }] = useFilters();
  const points = useLive(({ picture }) => picture?.points ?? none);
  const chart = useMemo(() => liveRatesChart(points, theme, tz), [points, theme, tz]);
  const formats = useMemo(() => momentFormats(['at'], tz), [tz]);
  return (
    <ChartBox
      chart={chart}
      meaning={meaning}
      table={() => liveRatesTable(points)}
      formats={formats}
      isLive
      controls={
        <div className={classes.legend}>
          {types.map(({ name, colour }) => (
            <span key={name} className={classes.type}>
              <span className={classes.swatch} style={{ background: theme.events[colour] }} />
              {name}
            </span>
          ))}
        </div>
      }
    />
  );
}
