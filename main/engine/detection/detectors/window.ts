/**
 * A person's own rule: so many events (or so much money, or so many different things) of a key within a window.
 * Tumbling windows are exact. Sliding ones are exact for distinct values and up to 20 seconds; longer ones look back
 * over twenty equal parts, so that an event leaves at most one part (a twentieth of the window) early.
 */
import type { WindowRule } from '../../../../preload/rules/window-rule.js';
import type { Detector, DetectorContext } from '../detector.js';
import { createAboveWindow } from '../windows/window-above.js';
import { createBelowWindow } from '../windows/window-below.js';
import type { Signal } from '../signal.js';

export function createWindow(rule: WindowRule, context: DetectorContext): Detector {
  const explain = (signal: Signal) => explainWindow(rule, signal);
  const test =
    rule.threshold.direction === 'below' ? createBelowWindow(rule, context) : createAboveWindow(rule, context);
  return { ...test, explain };
}

const plurals = { product: 'products', category: 'categories', brand: 'brands', session: 'sessions', user: 'users' };

function explainWindow(rule: WindowRule, { value, threshold }: Signal): string {
  const round = (number: number) => Number(number.toFixed(2)).toLocaleString('en-US', { useGrouping: true });
  const { of, measure, filter, window } = rule;
  const names = (filter.types ?? []).map((type) => (type === 'remove_from_cart' ? 'remove' : type)).join(', ');
  const one = value === 1;
  const what =
    measure === 'sum'
      ? `a sum of prices of ${round(value)}`
      : measure === 'distinct' && of !== null && of !== 'price'
        ? `${round(value)} distinct ${one ? of : plurals[of]}`
        : `${round(value)} ${one ? 'event' : 'events'}`;
  const kinds = names === '' ? '' : ` (${names})`;
  const length = window.seconds === 1 ? 'a second' : `${round(window.seconds)} seconds`;
  return `${what}${kinds} within ${length}; the rule fires ${rule.threshold.direction} ${round(threshold)}.`.replace(
    /^./,
    (letter) => letter.toUpperCase(),
  );
}
