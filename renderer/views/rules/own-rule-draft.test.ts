import { expect, it } from 'vitest';
import { emptyOwnRule, readOwnRule } from './own-rule-draft.js';

const draft = { ...emptyOwnRule, title: 'Many carts' };

it('becomes a rule with an id of its own', () => {
  const { rule } = readOwnRule({ ...draft, types: ['cart'], minPrice: 5 }, ['many-carts']);
  expect(rule).toMatchObject({
    id: 'many-carts-2',
    kind: 'window',
    family: 'own',
    of: null,
    filter: { types: ['cart'], minPrice: 5 },
    window: { seconds: 60, kind: 'sliding' },
    threshold: { direction: 'above', value: 30 },
  });
});

it('says what is wrong, in the words of the rule itself', () => {
  expect(readOwnRule({ ...draft, measure: 'distinct' }, []).problems).toEqual({
    of: 'say whose distinct values count',
  });
  expect(readOwnRule({ ...draft, measure: 'distinct', of: 'user' }, []).problems).toEqual({
    of: 'within one user there is one user',
  });
  expect(readOwnRule({ ...draft, direction: 'below' }, []).problems?.['threshold']).toContain('whole shop');
  expect(readOwnRule({ ...draft, title: ' ', seconds: null }, []).problems).toMatchObject({
    title: expect.any(String),
    window: expect.any(String),
  });
});

it('sums prices without being told', () => {
  expect(readOwnRule({ ...draft, measure: 'sum' }, []).rule).toMatchObject({ of: 'price' });
});
