import { expect, it } from 'vitest';
import { ruleKinds, rulePack } from '../../../preload/rules/pack.js';
import { removeRule, setSetting, setWindowThreshold, switchRule, windowReach } from './change-rules.js';
import { describeWindowRule } from './describe-window-rule.js';

const pack = rulePack.parse({
  name: 'own',
  version: 1,
  title: 'Own',
  rules: [
    { id: 'rate', kind: 'rate' },
    {
      id: 'many',
      kind: 'window',
      title: 'Many',
      measure: 'distinct',
      of: 'product',
      key: 'user',
      filter: { types: ['view'], minPrice: 10 },
      window: { seconds: 60 },
      threshold: { direction: 'above', value: 30 },
    },
  ],
});

it('changes one rule and leaves the others', () => {
  expect(switchRule(pack, 'rate', false).rules.map(({ isOn }) => isOn)).toEqual([false, true]);
  expect(removeRule(pack, 'rate').rules.map(({ id }) => id)).toEqual(['many']);
  expect(setWindowThreshold(pack, 'many', 5).rules[1]).toMatchObject({ threshold: { direction: 'above', value: 5 } });
});

it('writes a setting down unless it is the default, so that going back is no change', () => {
  const { default: usual } = ruleKinds.rate.settings.fastCapacity;
  const changed = setSetting(pack, 'rate', 'fastCapacity', usual + 7);
  expect(changed.rules[0]).toMatchObject({ settings: { fastCapacity: usual + 7 } });
  expect(setSetting(changed, 'rate', 'fastCapacity', usual)).toEqual(pack);
});

it('says a rule in a sentence', () => {
  const [, rule] = pack.rules;
  expect(rule?.kind === 'window' && describeWindowRule(rule)).toBe(
    'Fires when, of a user, distinct products of events of type view, priced 10 or more in any 60 s is above 30.',
  );
});

it('gives the slider room beyond the value', () => {
  expect([windowReach(3), windowReach(60), windowReach(40_000)]).toEqual([
    { min: 0, max: 10, step: 1 },
    { min: 0, max: 1000, step: 1 },
    { min: 0, max: 100_000, step: 100 },
  ]);
});
