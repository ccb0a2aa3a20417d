import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert, RunSummary } from '../../../preload/contract.js';
import { exitCode } from '../exit-code.js';
import { runProgram } from '../run-program.js';
import { fakeSurroundings } from '../test-surroundings.js';

function makeAlert(id: string, state: Alert['state'], more: Partial<Alert> = {}): Alert {
  return {
    id,
    rule: 'rate',
    family: 'rate',
    severity: 'high',
    state,
    entity: { type: 'user', id: '7' },
    firstEventAt: '2019-10-01T00:00:00Z',
    detectedAt: '2019-10-01T00:00:10Z',
    lastEventAt: '2019-10-01T00:00:20Z',
    events: 20,
    value: 9,
    threshold: 8,
    unit: 'events',
    direction: 'above',
    reason: 'Too many.',
    pack: 'default',
    packVersion: 1,
    purchaseValue: 0,
    evidence: { types: ['view'], ranges: [[1, 20]] },
    recoveringAt: null,
    resolvedAt: null,
    user: '7',
    ...more,
  };
}

const changes: readonly Alert[] = [
  makeAlert('b', 'firing', { detectedAt: '2019-10-01T00:00:30Z' }),
  makeAlert('c', 'firing'),
  makeAlert('a', 'firing'),
  makeAlert('c', 'firing', { severity: 'high', events: 30 }),
  makeAlert('c', 'recovering', { events: 31 }),
  makeAlert('c', 'resolved', { events: 31 }),
];

const told = { phase: 'Replaying', done: 1, total: 2, unit: 'rows' } as const;
const summary = { rows: 100, alerts: 3 } as RunSummary;
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Alert);

const run = (argv: readonly string[], fake: ReturnType<typeof fakeSurroundings>) => runProgram(argv, fake.surroundings);

const ofDataset = () =>
  fakeSurroundings({
    'replay.run': (_, { onProgress }) => {
      onProgress?.({ ...told, alerts: changes.slice(0, 3) });
      onProgress?.({ ...told, alerts: changes.slice(3) });
      return summary;
    },
  });

describe('detect', () => {
  it('prints each alert once, by the time of detection, then by id', async () => {
    const fake = ofDataset();
    expect(await run(['detect', '--dataset', 'October'], fake)).toBe(exitCode.done);
    const lines = linesOf(fake.stdout());
    expect(lines.map(({ id, state, events }) => [id, state, events])).toEqual([
      ['a', 'firing', 20],
      ['c', 'resolved', 31],
      ['b', 'firing', 20],
    ]);
    expect(fake.calls[0]).toMatchObject({
      name: 'replay.run',
      params: { dataset: 'October', speed: null, follow: true },
    });
    expect(fake.stderr()).toContain('100 events, 3 alerts.');
  });

  it('prints an alert while the input goes on, once it is over and none can come before it', async () => {
    const over = (id: string, minute: number) =>
      makeAlert(id, 'resolved', {
        detectedAt: `2019-10-01T00:0${minute}:00Z`,
        resolvedAt: `2019-10-01T00:1${minute}:00Z`,
      });
    const printed: string[] = [];
    const fake = fakeSurroundings({
      'replay.run': async (_, { onProgress }) => {
        const tell = async (...alerts: Alert[]) => {
          onProgress?.({ ...told, alerts });
          await new Promise((resolve) => setTimeout(resolve));
          printed.push(
            fake.stdout() === ''
              ? ''
              : linesOf(fake.stdout())
                  .map(({ id }) => id)
                  .join(' '),
          );
        };
        await tell(makeAlert('a', 'firing', { detectedAt: '2019-10-01T00:01:00Z' }));
        await tell(over('b', 2));
        await tell(over('a', 1));
        await tell(over('c', 3), makeAlert('d', 'firing', { detectedAt: '2019-10-01T00:09:00Z' }));
        await tell(over('f', 9));
        return summary;
      },
    });
    expect(await run(['detect', '--dataset', 'October'], fake)).toBe(exitCode.done);
    expect(printed).toEqual(['', '', 'a b', 'a b c', 'a b c']);
    expect(linesOf(fake.stdout()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'f']);
  });

  it('prints a line at every change of state where it follows', async () => {
    const fake = ofDataset();
    await run(['detect', '--dataset', 'October', '--follow', '--pack', 'strict'], fake);
    expect(linesOf(fake.stdout()).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'b firing',
      'c firing',
      'a firing',
      'c recovering',
      'c resolved',
    ]);
    expect(fake.calls[0]?.params).toMatchObject({ pack: 'strict' });
  });

  it('prints rejects of an input on standard error, and goes on', async () => {
    const fake = fakeSurroundings(
      {},
      {},
      {
        detectInput: async (input, pack, { onProgress }) => {
          expect(input).toEqual({ path: '/shop/events.csv' });
          expect(pack).toBeUndefined();
          onProgress({ ...told, rejects: [{ file: 'events.csv', line: 3, reason: 'no time', text: 'x,y' }] });
          onProgress({ ...told, alerts: changes });
          return { rows: 10, late: 2, rejected: 1, ignored: 0, seconds: 1 };
        },
      },
    );
    expect(await run(['detect', '--input', 'events.csv'], fake)).toBe(exitCode.done);
    expect(linesOf(fake.stdout())).toHaveLength(3);
    expect(fake.stderr()).toContain('events.csv:3: no time');
    expect(fake.stderr()).toContain('1 row was rejected.');
    expect(fake.stderr()).toContain('2 events came too late');
  });

  it('takes either a dataset or an input, and packs that are there', async () => {
    expect(await run(['detect'], ofDataset())).toBe(exitCode.wrongUsage);
    expect(await run(['detect', '--dataset', 'a', '--input', 'b'], ofDataset())).toBe(exitCode.wrongUsage);
    const missing = ofDataset();
    expect(await run(['detect', '--dataset', 'a', '--pack', './none.json'], missing)).toBe(exitCode.failed);
    expect(missing.stderr()).toContain('There is no file “./none.json”.');
  });

  it('says where in a pack the fault is, in rules of every kind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-pack-'));
    const file = join(folder, 'own.json');
    const window = { seconds: 10 };
    const threshold = { direction: 'above', value: 5 };
    const rules = [
      { id: 'a', kind: 'rate', settings: { fastCapacity: 1e9 } },
      { id: 'b', kind: 'window', title: 'B', measure: 'count', key: 'usr', window, threshold },
      { id: 'c', kind: 'windo' },
    ];
    await writeFile(file, JSON.stringify({ name: 'own', version: 1, title: 'Own', rules }));
    const fake = ofDataset();
    expect(await run(['detect', '--dataset', 'a', '--pack', file], fake)).toBe(exitCode.failed);
    expect(fake.stderr()).toContain(file);
    for (const place of ['rules.0.settings.fastCapacity: ', 'rules.1.key: ', 'rules.2.kind: '])
      expect(fake.stderr()).toContain(place);
    await rm(folder, { recursive: true });
  });

  it('ends with 130 when it is cancelled', async () => {
    const fake = fakeSurroundings({
      'replay.run': () => {
        fake.controller.abort();
        throw new Error('cut off');
      },
    });
    expect(await run(['detect', '--dataset', 'October'], fake)).toBe(exitCode.cancelled);
  });
});
