/** Tables of what was said of the innocent: of the background and of the look-alikes. */
import { families, severities } from '../../preload/rules/rule-kind.js';
import { lookAlikes } from '../cases/families.js';
import { falsePerMillion, flaggedShare, globalPerDay } from '../scoring/measure.js';
import { outcomesOf, sum, type Results } from '../scoring/results.js';
import { count, percent, share, table } from './format.js';

export function falseTable(pack: Results, baseline: Results): string {
  const rows = (['clean', 'look-alikes'] as const).flatMap((filling) =>
    [pack, baseline].map((results) => {
      const outcomes = outcomesOf(results, filling);
      const { low, medium, high } = falsePerMillion(outcomes);
      const flagged = flaggedShare(outcomes);
      return [
        `${filling === 'clean' ? 'background alone' : 'with look-alikes'}, ${results.pack}`,
        count(sum(outcomes, ({ events }) => events)),
        share(high),
        share(medium),
        share(low),
        filling === 'clean' ? percent(flagged.all) : '',
        filling === 'clean' ? percent(flagged.medium) : '',
        share(globalPerDay(outcomes)),
      ];
    }),
  );
  const head = [
    'False alerts per million events',
    'events',
    'high',
    'medium',
    'low',
    'sessions flagged',
    'medium+',
    'of the shop, a day',
  ];
  return table(head, rows);
}

/** Which families of alerts are wrong, in numbers of alerts on the background alone and on look-alikes. */
export function falseByFamily(pack: Results): string {
  const clean = outcomesOf(pack, 'clean').flatMap(({ score }) => score.falseAlerts);
  const others = outcomesOf(pack, 'look-alikes').flatMap(({ score }) =>
    score.falseAlerts.filter(({ lookAlike }) => lookAlike !== undefined),
  );
  const rows = families
    .filter((family) => [...clean, ...others].some((alert) => alert.family === family))
    .map((family) => [
      family,
      ...[clean, others].flatMap((alerts) =>
        severities.map((severity) =>
          count(alerts.filter((alert) => alert.family === family && alert.severity === severity).length),
        ),
      ),
    ]);
  const head = ['Family of alerts', 'background: low', 'medium', 'high', 'look-alikes: low', 'medium', 'high'];
  return table(head, rows);
}

/** How many of each kind were called something, at most as severe as the column says. */
export function lookAlikeTable(pack: Results, baseline: Results, made: ReadonlyMap<string, number>): string {
  const alertsOf = (results: Results) => outcomesOf(results, 'look-alikes').flatMap(({ score }) => score.falseAlerts);
  const [all, beside] = [alertsOf(pack), alertsOf(baseline)];
  const rows = lookAlikes.map(({ name, title }) => {
    const own = all.filter(({ lookAlike }) => lookAlike === name);
    const casesOf = (severity: string) =>
      new Set(own.filter((alert) => alert.severity === severity).map(({ lookAlikeId }) => lookAlikeId)).size;
    const flagged = new Set(beside.filter(({ lookAlike }) => lookAlike === name).map(({ lookAlikeId }) => lookAlikeId))
      .size;
    return [
      title,
      count(made.get(name) ?? 0),
      ...severities.map((severity) => count(casesOf(severity))),
      [...new Set(own.map(({ family }) => family))].join(', '),
      count(flagged),
    ];
  });
  return table(['Look-alike', 'cases', 'low', 'medium', 'high', 'called', 'baseline: any'], rows);
}

/** Flash sales that were called a flood of the shop with severity medium or high: alerts. */
export function salesCalledFloods(pack: Results): number {
  return outcomesOf(pack, 'look-alikes').flatMap(({ score }) =>
    score.falseAlerts.filter(
      ({ lookAlike, family, severity }) =>
        lookAlike === 'flash-sale' && family === 'global_flood' && severity !== 'low',
    ),
  ).length;
}
