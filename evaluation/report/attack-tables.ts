/** Tables of what was found of the attacks: all of a strength, and by family. */
import { attackFamilies } from '../cases/families.js';
import { strengths } from '../cases/pace.js';
import { measure } from '../scoring/measure.js';
import { outcomesOf, type Results } from '../scoring/results.js';
import { count, duration, share, table, within } from './format.js';

export function strengthTable(pack: Results, baseline: Results): string {
  const rows = strengths.flatMap((strength) =>
    [pack, baseline].map((results) => {
      const found = measure(outcomesOf(results, strength), () => true);
      return [
        `${strength}, ${results.pack}`,
        count(found.attacks),
        within(found.recall, found.recallInterval),
        share(found.recallMedium),
        share(found.recallAsMeant),
        within(found.precision, found.precisionInterval),
        share(found.precisionOnce),
        Number.isNaN(found.secondsMedian)
          ? '–'
          : `${duration(found.secondsMedian)} [${duration(found.secondsInterval.from)}–${duration(found.secondsInterval.to)}]`,
        duration(found.secondsP95),
        count(found.eventsMedian),
      ];
    }),
  );
  const head = [
    'Strength, pack',
    'attacks',
    'recall',
    'medium+',
    'as meant',
    'precision',
    'each once',
    'time to detect',
    'p95',
    'events before',
  ];
  return table(head, rows);
}

export function familyTable(pack: Results, baseline: Results): string {
  const rows = attackFamilies.flatMap(({ name, title }) =>
    strengths.map((strength) => {
      const found = measure(outcomesOf(pack, strength), ({ label }) => label.family === name);
      const beside = measure(outcomesOf(baseline, strength), ({ label }) => label.family === name);
      return [
        `${title}: ${strength}`,
        count(found.attacks),
        within(found.recall, found.recallInterval),
        share(found.recallMedium),
        share(found.recallAsMeant),
        share(found.precision),
        duration(found.secondsMedian),
        duration(found.secondsP95),
        count(found.eventsMedian),
        share(beside.recall),
        share(beside.precision),
        duration(beside.secondsMedian),
      ];
    }),
  );
  const head = [
    'Family: strength',
    'n',
    'recall',
    'medium+',
    'as meant',
    'precision',
    'time to detect',
    'p95',
    'events before',
    'baseline: recall',
    'precision',
    'time',
  ];
  return table(head, rows);
}

/** Families and strengths whose recall lies under `limit`, as `name strength recall`. */
export function listMisses(pack: Results, limit: number): readonly string[] {
  return attackFamilies.flatMap(({ name }) =>
    strengths.flatMap((strength) => {
      const { attacks, recall } = measure(outcomesOf(pack, strength), ({ label }) => label.family === name);
      return attacks > 0 && recall < limit ? [`${name} ${strength} ${recall.toFixed(2)}`] : [];
    }),
  );
}
