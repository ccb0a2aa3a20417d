import { describe, expect, it } from 'vitest';
import type { DatasetProfile } from '../../../preload/contract.js';
import { runProgram } from '../run-program.js';
import { fakeSurroundings } from '../test-surroundings.js';

const profile: DatasetProfile = {
  rows: 4,
  columns: [
    {
      field: 'brand',
      type: 'text',
      rows: 4,
      nulls: 1,
      distinct: 2,
      min: 'a',
      max: `b${'x'.repeat(60)}`,
      top: [{ value: '\u001b[2Ja', rows: 2, share: 0.5 }],
      histogram: [],
      note: null,
    },
    {
      field: 'price',
      type: 'money',
      rows: 4,
      nulls: 4,
      distinct: 0,
      min: null,
      max: null,
      top: [],
      histogram: [],
      note: 'No file has this column.',
    },
  ],
};

async function run(command: string) {
  const fake = fakeSurroundings({ 'profile.get': () => profile });
  const code = await runProgram(command.split(' '), fake.surroundings);
  return { code, calls: fake.calls, out: fake.stdout() };
}

describe('profile', () => {
  it('prints a line for each column, values cut and harmless', async () => {
    const { code, calls, out } = await run('profile --dataset x');
    expect(code).toBe(0);
    expect(calls).toEqual([{ name: 'profile.get', params: { dataset: 'x' } }]);
    const [, , brand, price] = out.split('\n');
    expect(brand).toMatch(/^brand +text +1 +25\.0% +2 +a – bx{38}… +�\[2Ja \(50\.0%\)$/);
    expect(price).toMatch(/^price +money +4 +100\.0% +0 +– +No file has this column\.$/);
  });

  it('prints the whole profile as JSON', async () => {
    expect(JSON.parse((await run('profile --dataset x --json')).out)).toEqual(profile);
  });
});
