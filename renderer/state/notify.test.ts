import { expect, it, vi } from 'vitest';
import { exampleAlert } from './example-frames.js';

vi.mock('./shell.js', () => ({ shell: {} }));

it('picks firing high alerts, each once', async () => {
  const { pickNews } = await import('./notify.js');
  const known = new Set<string>();
  const alerts = [
    exampleAlert({ id: 'a' }),
    exampleAlert({ id: 'b', severity: 'medium' }),
    exampleAlert({ id: 'c', state: 'resolved' }),
  ];
  expect(pickNews(alerts, known).map(({ id }) => id)).toEqual(['a']);
  expect(pickNews([...alerts, exampleAlert({ id: 'd' })], known).map(({ id }) => id)).toEqual(['d']);
});
