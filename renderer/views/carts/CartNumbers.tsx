import type { ReportResult } from '../../../preload/shapes.js';
import { useAbsentField } from '../../state/absent-fields.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import { BeforeNote } from '../BeforeNote.js';
import { pickBefore, type Before } from '../use-before.js';

interface CartNumbersProps {
  readonly result: ReportResult;
  readonly before: Before;
}

/** The rate and the value left, large; beside them what is in no rate, the session rate, and how long buyers take. */
export function CartNumbers({ result: { summary }, before }: CartNumbersProps) {
  const withoutPrice = useAbsentField('price') !== null;
  const decided = (summary['abandoned'] ?? 0) + (summary['bought'] ?? 0);
  return (
    <>
      <Headlines>
        <Headline
          size="large"
          label="Abandonment rate"
          value={summary['abandonment_rate']}
          unit="share"
          {...pickBefore(before, 'abandonment_rate')}
          note={`${formatNumber(summary['abandoned'])} of ${formatCount(decided, 'decided line')}`}
        />
        <Headline
          size="large"
          label="Value left in carts"
          value={summary['value_left']}
          unit="money"
          {...pickBefore(before, 'value_left')}
          note={withoutPrice ? 'the files have no price column' : 'price of the abandoned lines when carted'}
        />
        <Headline
          label="Undecided lines"
          value={summary['undecided']}
          unit="lines"
          note={`in no rate; ${formatNumber(summary['undecided_bought'])} of them bought already`}
        />
        <Headline
          label="Session rate"
          value={summary['session_abandonment_rate']}
          unit="share"
          {...pickBefore(before, 'session_abandonment_rate')}
          note="sessions with a cart and no purchase after it"
        />
        <Headline
          label="Median time to purchase"
          value={summary['median_minutes_to_purchase']}
          unit="minutes"
          note={
            summary['p90_minutes_to_purchase'] === null
              ? 'no line was bought in time yet'
              : `9 of 10 within ${formatNumber(summary['p90_minutes_to_purchase'], 'minutes')}`
          }
        />
      </Headlines>
      <BeforeNote before={before} />
    </>
  );
}
