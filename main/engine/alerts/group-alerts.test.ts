/** What belongs together. */
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../preload/contract.js';
import { exampleAlert } from './example-alerts.js';
import { groupAlerts } from './group-alerts.js';

const at = (second: number) => new Date(Date.UTC(2019, 9, 1) + second * 1000).toISOString();
const alert = (id: string, [first, last]: readonly [number, number], given: Partial<Alert> = {}) =>
  exampleAlert({ id, firstEventAt: at(first), lastEventAt: at(last), ...given });
const groups = (...alerts: readonly Alert[]) => Object.fromEntries(groupAlerts(alerts));

describe('groups of alerts', () => {
  it('are of a user and its sessions as long as they overlap, in any order', () => {
    const session = { entity: { type: 'session' as const, id: 's' }, user: '7' };
    const all = [
      alert('c', [25, 30]),
      alert('b', [5, 20], session),
      alert('a', [0, 10]),
      alert('d', [20, 21], { family: 'rate' }),
      alert('e', [30, 40], session),
    ];
    const expected = { a: 'a', b: 'a', d: 'a', c: 'c', e: 'c' };
    expect(groups(...all)).toEqual(expected);
    expect(groups(...[...all].reverse())).toEqual(expected);
  });

  it('are of one only: other users, products, sessions of nobody and the shop stand by themselves', () => {
    const of = (type: 'user' | 'session' | 'product' | 'global', id: string, user: string | null = null) => ({
      entity: { type, id },
      user,
    });
    expect(
      groups(
        alert('a', [0, 10], of('user', '7', '7')),
        alert('b', [0, 10], of('user', '8', '8')),
        alert('c', [0, 10], of('product', '7')),
        alert('d', [0, 10], of('session', '7')),
        alert('e', [0, 10], of('global', 'all')),
        alert('f', [9, 10], of('product', '7')),
      ),
    ).toEqual({ a: 'a', b: 'b', c: 'c', d: 'd', e: 'e', f: 'c' });
  });
});
