import { expect, it, vi } from 'vitest';
import { rulePack } from '../../preload/rules/pack.js';

vi.mock('./shell.js', () => ({ shell: {} }));

const pack = rulePack.parse({ name: 'own', version: 1, title: 'Own', rules: [{ id: 'rate', kind: 'rate' }] });

it('makes a name of a title', async () => {
  const { packNameOf } = await import('./rules.js');
  expect(packNameOf('  Día de la Loja #2 ')).toBe('dia-de-la-loja-2');
  expect(packNameOf('???')).toBe('pack');
  expect(packNameOf('x'.repeat(60))).toHaveLength(40);
});

it('shows the draft of the pack alone that it is of', async () => {
  const { shownPack } = await import('./rules.js');
  const entry = { pack, isShipped: false, isActive: true, earlier: [] };
  const draft = { ...pack, title: 'Changed' };
  expect(shownPack(entry, draft).title).toBe('Changed');
  expect(shownPack(entry, { ...draft, name: 'other' }).title).toBe('Own');
  expect(shownPack(entry, null)).toBe(pack);
});
