import { useMemo } from 'react';
import { alertDaysChart, alertDaysTable } from '../../../charts/alert-days-chart.js';
import type { Simulation } from '../../../preload/contract.js';
import { titleOf, type RulePack } from '../../../preload/rules/pack.js';
import type { Table } from '../../../preload/shapes.js';
import { ChartBox } from '../../charts/ChartBox.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { isSamePack, type Simulated } from '../../state/rules.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatCount, formatDuration, formatNumber } from '../../ui/format-number.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import classes from './RulesScreen.module.css';

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function nameRules({ rules }: RulePack): (id: string) => string {
  const titles = new Map(rules.map((rule) => [rule.id, titleOf(rule)]));
  return (id) => titles.get(id) ?? id;
}

function toTable({ perRule }: Simulation, nameOf: (id: string) => string): Table {
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

/** The baseline flags nobody, by definition: whom it has an alert of. Who breaks its second rule has broken its first. */
function usersWithAlerts({ perRule }: Simulation): number {
  return Math.max(0, ...perRule.map(({ users }) => users));
}

const daysMeaning =
  'Alerts that the pack would give over these data, by the day (UTC) on which they fire first. The line has those of the baseline pack: more than 5 events of a user in 10 seconds, or more than 1,000 of a type in a minute.';

interface SimulationNumbersProps {
  readonly simulated: Simulated;
  /** As it is now: it may have been changed since. */
  readonly pack: RulePack;
}

/** How many alerts, and who would be flagged, the baseline beside it: stays in sight over the rules. */
export function SimulationNumbers({ simulated, pack }: SimulationNumbersProps) {
  const { simulation, baseline, pack: tried } = simulated;
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
            value={share(usersWithAlerts(baseline), baseline.users)}
            unit="share"
            note={`${formatNumber(usersWithAlerts(baseline))} of ${formatNumber(baseline.users)}`}
          />
        )}
      </Headlines>
    </>
  );
}

/** What the pack would find: alerts per rule and day, and whom they are of. */
export function SimulationResult({ simulated }: { readonly simulated: Simulated }) {
  const theme = useChartTheme();
  const { simulation, baseline, pack: tried } = simulated;
  const nameOf = useMemo(() => nameRules(tried), [tried]);
  const chart = useMemo(
    () => alertDaysChart(simulation, baseline, theme, nameOf),
    [simulation, baseline, theme, nameOf],
  );
  const table = useMemo(() => toTable(simulation, nameOf), [simulation, nameOf]);
  return (
    <>
      <ChartBox chart={chart} meaning={daysMeaning} table={() => alertDaysTable(simulation, nameOf)} />
      <DataTable table={table} label="Alerts per rule, and whom they are of" maxHeightPx={360} />
    </>
  );
}
