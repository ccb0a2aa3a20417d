import { describe, expect, it } from 'vitest';
import { EngineError, type CallEngine, type EngineKind } from '../../preload/contract.js';
import { chooseEngine, explainApproval, type EngineOptions } from './choose-engine.js';
import type { Session } from './session.js';

const connections: readonly (readonly [name: string, kind: EngineKind])[] = [
  ['lake', 'athena'],
  ['other lake', 'athena'],
  ['cluster', 'trino'],
];

function choose(options: EngineOptions, known = connections) {
  const call = (async () => known.map(([name, kind]) => ({ name, kind }))) as unknown as CallEngine;
  return chooseEngine({ call } as Session, options);
}

describe('who answers a report', () => {
  it('is DuckDB unless one says otherwise', async () => {
    expect(await choose({ dataset: 'October' })).toEqual({ dataset: 'October' });
    expect(await choose({ dataset: 'October', engine: 'duckdb' })).toEqual({ dataset: 'October' });
  });

  it('is the one connection of the kind, or the one that is named', async () => {
    expect(await choose({ engine: 'trino' })).toEqual({ dataset: 'cluster', engine: 'trino', connection: 'cluster' });
    expect(await choose({ connection: 'lake', dataset: 'October', yes: true })).toEqual({
      dataset: 'October',
      engine: 'athena',
      connection: 'lake',
      approvedBytes: Number.MAX_SAFE_INTEGER,
    });
  });

  it.each([
    [{ engine: 'athena' }, 'There are several connections of the kind athena.', 'one of “lake”, “other lake”.'],
    [{ engine: 'athena', connection: 'cluster' }, '“cluster” is a connection of the kind trino.', '--engine trino'],
  ] as const)('is not guessed: %o', async (options, message, wayOut) => {
    await expect(choose(options)).rejects.toMatchObject({ message, wayOut: expect.stringContaining(wayOut) });
  });

  it('has to be there', async () => {
    await expect(choose({ connection: 'sea' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(choose({ engine: 'trino' }, connections.slice(0, 1))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a question that needs agreement', () => {
  it('says how to agree, to how much', () => {
    const refused = new EngineError('needs_approval', 'Too much.', { bytes: 2_500_000_000, costUsd: 0.0125 });
    expect(() => explainApproval(refused)).toThrow(
      expect.objectContaining({
        code: 'needs_approval',
        details: expect.objectContaining({
          wayOut: 'Add --yes to agree to 2.5 GB ($0.013), or choose a shorter range.',
        }),
      }),
    );
    const unknown = new EngineError('needs_approval', 'Who knows.', { costUsd: null });
    expect(() => explainApproval(unknown)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ wayOut: 'Add --yes to agree to what it scans, or choose a shorter range.' }),
      }),
    );
  });

  it('is the only error that is changed', () => {
    const other = new EngineError('over_limit', 'No more today.', { wayOut: 'Tomorrow.' });
    expect(() => explainApproval(other)).toThrow(other);
  });
});
