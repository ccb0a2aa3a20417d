/** Which run tells the truth. */
import { describe, expect, it } from 'vitest';
import type { RunInfo } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import { chooseActiveRun } from './choose-run.js';
import { examplePack } from './example-alerts.js';

const rules = (capacity: number) => [{ id: 'crawl', kind: 'crawl' as const, settings: { capacity } }];
const first = examplePack({ version: 1, rules: rules(10) });
const second = examplePack({ version: 2, rules: rules(20) });
const foreign = examplePack({ version: 2, rules: rules(30) });

function run(id: string, pack: RulePack, given: Partial<RunInfo> & { readonly hasAll?: boolean } = {}) {
  const info = { id, state: 'complete', from: null, to: null, isCurrent: true, ...given } as RunInfo;
  return { info, pack, hasAll: given.hasAll ?? info.state === 'complete' };
}
const choose = (...runs: readonly ReturnType<typeof run>[]) => chooseActiveRun(runs, [second, first])?.info.id ?? null;

describe('the run of the active pack', () => {
  it('is the newest complete one over the whole data, whatever was played of a part or stopped since', () => {
    const part = run('part', second, { from: '2019-10-02T00:00:00Z' });
    const stopped = run('stopped', second, { state: 'stopped' });
    expect(choose(part, stopped, run('new', second), run('old', second))).toBe('new');
    expect(choose(part, run('before', second, { isCurrent: false }))).toBe('before');
    expect(choose(run('before', second, { isCurrent: false }), run('now', second))).toBe('now');
    expect(choose(part, run('again', second, { state: 'running', hasAll: true }))).toBe('again');
  });

  it('is of an earlier version until the newest has been played to the end', () => {
    expect(choose(run('trying', second, { state: 'running' }), run('saved', first))).toBe('saved');
    expect(choose(run('saved', first), run('newest', second, { isCurrent: false }))).toBe('newest');
  });

  it('is of a part only where there is no other, and never of a file that has the name alone', () => {
    expect(choose(run('part', second, { to: '2019-10-02T00:00:00Z' }), run('old', first, { state: 'stopped' }))).toBe(
      'part',
    );
    expect(choose(run('file', foreign), run('own', second))).toBe('own');
    expect(choose(run('file', foreign))).toBeNull();
    expect(choose(run('same', { ...second, version: 9, title: 'Copy' }))).toBe('same');
  });
});
