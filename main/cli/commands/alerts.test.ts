import { describe, expect, it } from 'vitest';
import type { KeptAlert } from '../../../preload/contract.js';
import { exampleAlert } from '../../engine/alerts/example-alerts.js';
import { runProgram } from '../run-program.js';
import { fakeSurroundings, type Answers } from '../test-surroundings.js';

async function run(args: readonly string[], answers: Answers = {}) {
  const fake = fakeSurroundings(answers);
  const code = await runProgram(['alerts', ...args], fake.surroundings);
  return { ...fake, code, out: fake.stdout(), err: fake.stderr() };
}

const shop = ['--dataset', 'shop'] as const;
const kept = (id: string): KeptAlert => ({
  ...exampleAlert({ id }),
  verdict: 'none',
  acknowledgedAt: null,
  note: null,
  mutedUntil: null,
  allowedBy: null,
});
const page = (all: readonly KeptAlert[]): Answers => ({
  'alerts.list': ({ offset, limit }) => ({
    total: all.length,
    alerts: all.slice(offset, offset + Math.min(limit, 2)),
    facets: { states: {}, severities: {}, families: {}, verdicts: {} },
    timeline: [],
    timelineSeconds: 1,
    flaggedUsers: 1,
  }),
  'alerts.runs': () => [{}],
});

describe('the list', () => {
  it('is a table for people, with all pages', async () => {
    const { code, out, err } = await run(shop, page(['a', 'b', 'c'].map(kept)));
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(6);
    expect(out).toContain('user 7');
    expect(err).toBe('3 alerts; 1 user is flagged.\n');
  });

  it('is the contract’s array as JSON, empty ones too', async () => {
    const all = ['a', 'b', 'c'].map(kept);
    expect(JSON.parse((await run([...shop, '--json'], page(all))).out)).toEqual(all);
    expect((await run([...shop, '--format', 'json'], page([]))).out).toBe('[]\n');
  });

  it('is CSV in the contract’s order', async () => {
    const { out } = await run([...shop, '--format', 'csv'], page([kept('a')]));
    const [head, row] = out.split('\r\n');
    expect(head).toBe(
      'id,rule,family,severity,state,entityType,entityId,firstEventAt,detectedAt,lastEventAt,events,value,threshold,unit,direction,reason,pack,packVersion,purchaseValue,recoveringAt,resolvedAt,user,verdict,acknowledgedAt,note,mutedUntil,allowedBy',
    );
    expect(row).toMatch(/^a,crawl,crawl,medium,firing,user,7,2019-10-01T00:00:00Z,/);
  });

  it('asks with the filters', async () => {
    const filters = ['--state', 'firing,resolved', '--severity', 'high', '--from', '2019-10-01', '--all'];
    const { calls } = await run([...shop, ...filters, '--to', '2019-10-02T00:00:00+02:00'], page([]));
    expect(calls[0]).toMatchObject({
      name: 'alerts.list',
      params: {
        dataset: 'shop',
        states: ['firing', 'resolved'],
        severities: ['high'],
        from: '2019-10-01T00:00:00Z',
        to: '2019-10-01T22:00:00.000Z',
        withQuiet: true,
      },
    });
  });

  it('is written to a file', async () => {
    const saved = { path: 'x', bytes: 10, rows: 3 };
    const { calls, code } = await run([...shop, '--severity', 'high', '--out', 'a.pdf'], {
      'export.alerts': () => saved,
    });
    expect(code).toBe(0);
    expect(calls[0]?.params).toMatchObject({ format: 'pdf', question: { dataset: 'shop', severities: ['high'] } });
  });

  it('says how to come by alerts where nothing was replayed', async () => {
    const { err } = await run(shop, { ...page([]), 'alerts.runs': () => [] });
    expect(err).toContain('vitrine detect --dataset shop');
  });
});

describe('what people say', () => {
  it.each([
    ['--confirm', { verdict: 'confirmed' }],
    ['--dismiss', { verdict: 'dismissed' }],
    ['--ack', { acknowledge: true }],
  ])('%s is kept, and the alert printed', async (option, patch) => {
    const { calls, out } = await run([...shop, option, 'a', '--json'], { 'alerts.care': () => [kept('a')] });
    expect(calls).toEqual([{ name: 'alerts.care', params: { dataset: 'shop', alerts: ['a'], ...patch } }]);
    expect(JSON.parse(out)).toEqual([kept('a')]);
  });

  it('--allow is kept with its reason and end', async () => {
    const answers = { ...page([kept('a')]), 'allow.add': () => [], 'entity.get': () => ({ events: 3 }) };
    const allow = ['--allow', 'session:a:b', '--reason', 'ours', '--until', '2027-01-01'];
    const { calls, code } = await run([...shop, ...allow], answers);
    expect(code).toBe(0);
    expect(calls[0]).toEqual({
      name: 'allow.add',
      params: { dataset: 'shop', type: 'session', id: 'a:b', reason: 'ours', until: '2027-01-01T00:00:00Z' },
    });
    expect(calls[1]?.params).toMatchObject({ entity: { type: 'session', id: 'a:b' }, withQuiet: true });
  });

  it('--allow of what is not in the data is kept, with a warning', async () => {
    const allow = ['--allow', 'user:abc', '--reason', 'ours'];
    const answer = (events: number) => ({ ...page([]), 'allow.add': () => [], 'entity.get': () => ({ events }) });
    const { calls, code, err } = await run([...shop, ...allow], answer(0));
    expect([code, calls[0]?.name]).toEqual([0, 'allow.add']);
    expect(err).toContain('The user abc is not in the data of shop');
    expect((await run([...shop, ...allow], answer(1))).err).not.toContain('not in the data');
  });

  it.each([
    [['--confirm', 'a', '--dismiss', 'b'], /exclude each other/],
    [['--allow', 'user:7'], /needs “--reason”/],
    [['--reason', 'x'], /belong to “--allow”/],
    [['--allow', 'shop:7', '--reason', 'x'], /user:ID/],
    [['--state', 'open'], /pending, firing/],
    [['--from', 'yesterday'], /It is a day/],
    [['--format', 'pdf'], /needs “--out FILE”/],
    [['--out', 'a.txt'], /is not known/],
    [['--ack', 'a', '--out', 'a.csv'], /Call it twice/],
    [['--json', '--format', 'csv'], /contradict/],
  ])('%j is wrong usage', async (args, message) => {
    const { code, err, opened } = await run([...shop, ...args]);
    expect([code, opened]).toEqual([2, []]);
    expect(err).toMatch(message);
  });
});
