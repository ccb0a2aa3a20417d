import { expect, it, vi } from 'vitest';
import { exampleAlert } from './example-frames.js';

vi.mock('./shell.js', () => ({ shell: {} }));

it('picks high alerts, each once, also those that are over already', async () => {
  const { pickNews } = await import('./notify.js');
  const known = new Set<string>();
  const alerts = [
    exampleAlert({ id: 'a' }),
    exampleAlert({ id: 'b', severity: 'medium' }),
    exampleAlert({ id: 'c', state: 'pending' }),
    exampleAlert({ id: 'd', state: 'resolved' }),
  ];
  expect(pickNews(alerts, known).map(({ id }) => id)).toEqual(['a', 'd']);
  expect(pickNews([...alerts, exampleAlert({ id: 'c' })], known).map(({ id }) => id)).toEqual(['c']);
});
