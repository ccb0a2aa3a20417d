/** Figures of attacks: recall, precision, time to detect. */
import { bootstrap, quantile, shareOf, type Interval } from './bootstrap.js';
import { falseWithin, isMedium, type AttackScore } from './score.js';
import { sum, type Outcome } from './results.js';

export interface Measured {
  readonly attacks: number;
  readonly recall: number;
  readonly recallInterval: Interval;
  readonly recallMedium: number;
  readonly recallAsMeant: number;
  /** Alerts of medium and up that hit ÷ those and the false ones of their time. */
  readonly precision: number;
  readonly precisionInterval: Interval;
  /** Attacks found with medium and up ÷ those and the false alerts of medium and up of their time: each attack counts once. */
  readonly precisionOnce: number;
  readonly secondsMedian: number;
  readonly secondsInterval: Interval;
  readonly secondsP95: number;
  readonly eventsMedian: number;
  readonly asMeantMedian: number;
}

/** Of the attacks that `isMeant` picks; false alerts are those of the same runs while these attacks last. */
export function measure(outcomes: readonly Outcome[], isMeant: (attack: AttackScore) => boolean): Measured {
  const picked = outcomes.map(({ score }) => ({ score, attacks: score.attacks.filter(isMeant) }));
  const attacks = picked.flatMap((one) => one.attacks);
  const wrong = sum(picked, (one) => falseWithin(one.score.falseAlerts, one.attacks));
  const precisionOf = (hits: number) => (hits + wrong === 0 ? NaN : hits / (hits + wrong));
  const hitsOf = (sample: readonly AttackScore[]) => sum(sample, ({ hits }) => hits);
  const seconds = attacks.map(({ secondsToDetect }) => secondsToDetect);
  return {
    attacks: attacks.length,
    recall: shareOf(attacks, ({ isFound }) => isFound),
    recallInterval: bootstrap(attacks, (sample) => shareOf(sample, ({ isFound }) => isFound)),
    recallMedium: shareOf(attacks, ({ isFoundMedium }) => isFoundMedium),
    recallAsMeant: shareOf(attacks, ({ isFoundAsMeant }) => isFoundAsMeant),
    precision: precisionOf(hitsOf(attacks)),
    precisionInterval: bootstrap(attacks, (sample) => precisionOf(hitsOf(sample))),
    precisionOnce: precisionOf(attacks.filter(({ isFoundMedium }) => isFoundMedium).length),
    secondsMedian: quantile(seconds, 0.5),
    secondsInterval: bootstrap(attacks, (sample) =>
      quantile(
        sample.map(({ secondsToDetect }) => secondsToDetect),
        0.5,
      ),
    ),
    secondsP95: quantile(seconds, 0.95),
    eventsMedian: quantile(
      attacks.map(({ eventsToDetect }) => eventsToDetect),
      0.5,
    ),
    asMeantMedian: quantile(
      attacks.map(({ secondsAsMeant }) => secondsAsMeant),
      0.5,
    ),
  };
}

/** False alerts per million events, by severity; all of them, or those on look-alikes only. */
export function falsePerMillion(outcomes: readonly Outcome[]): Readonly<Record<'low' | 'medium' | 'high', number>> {
  const events = sum(outcomes, (outcome) => outcome.events);
  const alerts = outcomes.flatMap(({ score }) => score.falseAlerts);
  const per = (severity: string) => (alerts.filter((alert) => alert.severity === severity).length / events) * 1e6;
  return { low: per('low'), medium: per('medium'), high: per('high') };
}

/** Of sessions of the background, those flagged in runs without cases. */
export function flaggedShare(outcomes: readonly Outcome[]): { readonly all: number; readonly medium: number } {
  const all = outcomes.flatMap(({ flagged }) => (flagged === undefined ? [] : [flagged]));
  const sessions = sum(all, (one) => one.sessions);
  return { all: sum(all, (one) => one.flagged) / sessions, medium: sum(all, (one) => one.flaggedMedium) / sessions };
}

/** False alerts on the whole shop of medium and up, a day. */
export function globalPerDay(outcomes: readonly Outcome[]): number {
  const alerts = outcomes.flatMap(({ score }) => score.falseAlerts);
  const global = alerts.filter(({ entity, severity }) => entity === 'global' && isMedium(severity)).length;
  return global / sum(outcomes, ({ days }) => days);
}
