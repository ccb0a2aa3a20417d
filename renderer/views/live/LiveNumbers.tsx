import { useMemo } from 'react';
import type { LiveMetric } from '../../../preload/contract.js';
import { Sparkline } from '../../charts/Sparkline.js';
import { useLive } from '../../state/live.js';
import { Headline, Headlines } from '../../ui/Headline.js';

const beforeLabel = 'the same hour of the day before';
const sparkPoints = 60;
const compared = ' Compared with the same minute of the day before, where the replay goes back so far.';
const meanings = {
  users: `Distinct users with an event in the last 5 minutes of event time.${compared}`,
  sales: `Purchase events in the last minute of event time. The line shows each bar of the chart below, a minute.${compared}`,
  revenue: `Sum of the prices of purchase events in the last minute of event time.${compared}`,
  conversion: `Purchase events ÷ view events of the last hour of event time.${compared}`,
  alerts: 'Alerts of this run that are firing or recovering now; those that are resolved are in the list.',
} as const;

/** Active users, sales and revenue a minute, conversion: each against the same hour of the day before. */
export function LiveNumbers() {
  const frame = useLive(({ picture }) => picture?.frame ?? null);
  const points = useLive(({ picture }) => picture?.points);
  const lines = useMemo(() => {
    const last = (points ?? []).slice(-sparkPoints);
    return {
      sales: last.map(({ sales, playedSeconds }) => (playedSeconds > 0 ? (60 * sales) / playedSeconds : null)),
      revenue: last.map(({ revenue, playedSeconds }) => (playedSeconds > 0 ? (60 * revenue) / playedSeconds : null)),
    };
  }, [points]);
  const pick = (metric: LiveMetric | undefined) => ({
    value: metric?.value ?? null,
    before: metric?.dayBefore ?? null,
    beforeLabel,
  });
  return (
    <Headlines>
      <Headline
        label="Active users"
        unit="users"
        note="distinct, last 5 minutes"
        meaning={meanings.users}
        {...pick(frame?.activeUsers)}
      />
      <Headline label="Sales a minute" unit="sales" meaning={meanings.sales} {...pick(frame?.salesPerMinute)}>
        <Sparkline values={lines.sales} label="Sales a minute" />
      </Headline>
      <Headline label="Revenue a minute" unit="money" meaning={meanings.revenue} {...pick(frame?.revenuePerMinute)}>
        <Sparkline values={lines.revenue} label="Revenue a minute" />
      </Headline>
      <Headline
        label="Conversion"
        unit="share"
        note="purchases ÷ views, last hour"
        meaning={meanings.conversion}
        {...pick(frame?.conversion)}
      />
      <Headline
        label="Open alerts"
        unit="alerts"
        meaning={meanings.alerts}
        value={frame?.openAlerts ?? null}
        note={frame ? `of ${frame.totalAlerts} in this run` : undefined}
      />
    </Headlines>
  );
}
