import { useMemo } from 'react';
import { alertDaysChart } from '../../../charts/alert-days-chart.js';
import type { Simulation } from '../../../preload/contract.js';
import { titleOf, type RulePack } from '../../../preload/rules/pack.js';
import type { Table } from '../../../preload/shapes.js';
import { Chart } from '../../charts/Chart.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { isSamePack, type Simulated } from '../../state/rules.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatCount, formatDuration, formatNumber } from '../../ui/format-number.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import classes from './RulesScreen.module.css';

interface SimulationResultProps {
  readonly simulated: Simulated;
  /** As it is now: it may have been changed since. */
  readonly pack: RulePack;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function toTable({ perRule }: Simulation, pack: RulePack): Table {
  const nameOf = (id: string) => {
    const rule = pack.rules.find((other) => other.id === id);
    return rule ? titleOf(rule) : id;
  };
  const count = (name: string, title: string, values: readonly number[]) =>
    ({ name, title, type: 'integer', unit: 'count', values: Float64Array.from(values) }) as const;
  return {
    rowCount: perRule.length,
    columns: [
      { name: 'rule', title: 'Rule', type: 'text', unit: '', values: perRule.map(({ rule }) => nameOf(rule)) },
      count(
        'high',
        'High',
        perRule.map(({ high }) => high),
      ),
      count(
        'medium',
        'Medium',
        perRule.map(({ medium }) => medium),
      ),
      count(
        'low',
        'Low',
        perRule.map(({ low }) => low),
      ),
      count(
        'users',
        'Users',
        perRule.map(({ users }) => users),
      ),
      count(
        'sessions',
        'Sessions',
        perRule.map(({ sessions }) => sessions),
      ),
    ],
  };
}

/** What the pack would find: alerts per rule and day, who would be flagged, the baseline beside it. */
export function SimulationResult({ simulated, pack }: SimulationResultProps) {
  const theme = useChartTheme();
  const { simulation, baseline, pack: tried } = simulated;
  const chart = useMemo(() => {
    const nameOf = (id: string) => {
      const rule = tried.rules.find((other) => other.id === id);
      return rule ? titleOf(rule) : id;
    };
    return alertDaysChart(simulation, baseline, theme, nameOf);
  }, [simulation, baseline, theme, tried]);
  const table = useMemo(() => toTable(simulation, tried), [simulation, tried]);
  const beside = (value: number | null, unit = '') =>
    baseline ? `baseline pack ${formatNumber(value, unit)}` : undefined;
  return (
    <>
      <p className={classes.about} role="status">
        {isSamePack(tried, pack) ? '' : 'Before the last changes: '}
        {formatCount(simulation.rows, 'event')} in {formatDuration(1000 * simulation.seconds)} (
        {formatNumber(Math.round(simulation.eventsPerSecond))} a second). Nothing was kept.
      </p>
      <Headlines>
        <Headline label="Alerts" value={simulation.alerts} unit="alerts" note={beside(baseline?.alerts ?? null)} />
        <Headline
          label="Users flagged"
          value={share(simulation.flaggedUsers, simulation.users)}
          unit="share"
          note={`${formatNumber(simulation.flaggedUsers)} of ${formatNumber(simulation.users)}`}
        />
        <Headline
          label="Sessions flagged"
          value={share(simulation.flaggedSessions, simulation.sessions)}
          unit="share"
          note={`${formatNumber(simulation.flaggedSessions)} of ${formatNumber(simulation.sessions)}`}
        />
        {baseline && (
          <Headline
            label="Users, by the baseline pack"
            value={share(baseline.flaggedUsers, baseline.users)}
            unit="share"
            note={`${formatNumber(baseline.flaggedUsers)} of ${formatNumber(baseline.users)}`}
          />
        )}
      </Headlines>
      <figure className={classes.box} aria-label={chart.title}>
        <h2 className={classes.boxTitle}>{chart.title}</h2>
        {chart.option === null ? <p className={classes.about}>{chart.description}</p> : <Chart chart={chart} />}
      </figure>
      <DataTable table={table} label="Alerts per rule, and whom they are of" maxHeightPx={360} />
    </>
  );
}
