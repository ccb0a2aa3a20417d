import { describe, expect, it } from 'vitest';
import type { ConnectionCheck, ConnectionInfo, ConnectionSettings } from '../../../preload/contract.js';
import { runProgram } from '../run-program.js';
import { fakeSurroundings, type Answers } from '../test-surroundings.js';

async function run(command: string, answers: Answers = {}, environment = {}) {
  const fake = fakeSurroundings(answers, environment);
  const code = await runProgram(command.split(' '), fake.surroundings);
  return { ...fake, code, out: fake.stdout(), err: fake.stderr() };
}

const info = (settings: ConnectionSettings): ConnectionInfo => ({ ...settings, secret: null, expiresAt: null });
const work: ConnectionSettings = {
  kind: 'athena',
  name: 'work',
  region: 'eu-west-1',
  credentials: { from: 'profile', profile: 'shop' },
  endpoint: null,
  workgroup: 'analysts',
  output: 's3://results/',
  catalog: 'AwsDataCatalog',
  database: 'shop',
  lake: 's3://lake/shop/',
  events: null,
  pricePerTb: 6,
  softLimitBytes: null,
  dayCapBytes: 1e12,
  reuseMinutes: 30,
};
const checks: readonly ConnectionCheck[] = [
  { id: 'credentials', title: 'Credentials', ok: true, detail: 'They are there.', wayOut: null },
  { id: 'reach', title: 'Reach', ok: false, detail: 'Nothing answers.', wayOut: 'Check the address.' },
  { id: 'output', title: 'Output', ok: null, detail: 'Not tried.', wayOut: null },
];

/** Saves as the engine does. */
function engine(before: readonly ConnectionSettings[] = []): Answers {
  let kept = before.map(info);
  return {
    'connections.list': () => kept,
    'connections.save': ({ connection }) =>
      (kept = [...kept.filter(({ name }) => name !== connection.name), info(connection)]),
    'connections.remove': ({ name }) => (kept = kept.filter((one) => one.name !== name)),
    'connections.test': () => checks,
  };
}

const makeWork =
  'connect work --kind athena --region eu-west-1 --profile shop --workgroup analysts --output s3://results/ --database shop';

describe('connect', () => {
  it('makes a connection to Athena, and prints it as JSON', async () => {
    const { code, out, calls } = await run(`${makeWork} --json`, engine());
    const made = { ...work, lake: null, pricePerTb: 5, softLimitBytes: 100e9, dayCapBytes: null, reuseMinutes: 0 };
    expect(code).toBe(0);
    expect(calls.at(-1)).toEqual({ name: 'connections.save', params: { connection: made } });
    expect(JSON.parse(out)).toEqual([info(made)]);
  });

  it('leaves limits as they are, and the lake while the place is the same', async () => {
    const same = await run(makeWork, engine([work]));
    expect(same.calls.at(-1)?.params).toEqual({ connection: work });
    const moved = await run(makeWork.replace('--database shop', '--database other'), engine([work]));
    expect(moved.calls.at(-1)?.params).toEqual({ connection: { ...work, database: 'other', lake: null } });
  });

  it('takes limits away', async () => {
    const { calls } = await run(`${makeWork} --day-cap none --soft-limit none`, engine([work]));
    expect(work).toMatchObject({ dayCapBytes: expect.any(Number) });
    expect(calls.at(-1)?.params).toEqual({ connection: { ...work, dayCapBytes: null, softLimitBytes: null } });
    expect((await run(`${makeWork} --day-cap few`, engine())).code).toBe(2);
  });

  it('without a profile credentials are looked for as the AWS tools do; the output may be left out', async () => {
    const { calls } = await run('connect work --kind athena --region eu-west-1 --database shop', engine());
    expect(calls.at(-1)?.params).toMatchObject({
      connection: { credentials: { from: 'default' }, output: null, workgroup: 'primary' },
    });
  });

  it('makes a connection to Trino, as who is logged in', async () => {
    const command = 'connect cluster --kind trino --server https://trino.test --catalog hive --schema shop';
    const { code, calls } = await run(command, engine(), { USER: 'ana' });
    expect(code).toBe(0);
    expect(calls.at(-1)?.params).toEqual({
      connection: {
        kind: 'trino',
        name: 'cluster',
        server: 'https://trino.test',
        catalog: 'hive',
        schema: 'shop',
        user: 'ana',
        events: null,
      },
    });
  });

  it('--test says what is missing and how to mend it, and ends with 1', async () => {
    const { code, out } = await run('connect work --test', engine([work]));
    expect(code).toBe(1);
    expect(out).toBe(
      '✓ Credentials  They are there.\n✗ Reach        Nothing answers.\n               Check the address.\n– Output       Not tried.\n',
    );
    const json = await run('connect work --test --json', engine([work]));
    expect([json.code, JSON.parse(json.out)]).toEqual([1, checks]);
    const good = await run('connect work --test', {
      'connections.test': () => checks.filter(({ ok }) => ok !== false),
    });
    expect(good.code).toBe(0);
  });

  it('--remove forgets it', async () => {
    const { code, calls } = await run('connect work --remove', engine([work]));
    expect([code, calls]).toEqual([0, [{ name: 'connections.remove', params: { name: 'work' } }]]);
  });

  it.each([
    ['connect work', 'nothing to do'],
    ['connect work --region eu-west-1', '“--region” needs “--kind”'],
    ['connect work --kind athena --database shop', '“--region” is missing'],
    ['connect work --kind athena --region eu-west-1', '“--database” is missing'],
    ['connect work --kind trino --catalog hive --schema shop', '“--server” is missing'],
    ['connect work --kind trino --workgroup primary', '“--workgroup” is not for “--kind trino”'],
    ['connect work --kind athena --region EU --database shop', 'a region is written like us-east-1'],
    ['connect work --kind athena --region eu-west-1 --database shop --output results', 's3://bucket/prefix/'],
    ['connect work --remove --test', 'stands alone'],
    ['connect work --kind oracle', 'Allowed choices are athena, trino'],
  ])('%s is wrong usage', async (command, said) => {
    const { code, err, calls } = await run(command, engine());
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
    expect(calls.some(({ name }) => name === 'connections.save')).toBe(false);
  });
});

describe('connections', () => {
  it('lists them as a table and as JSON', async () => {
    const { out } = await run('connections', engine([work]));
    expect(out).toMatch(/^name +kind +where +credentials/);
    expect(out).toMatch(/work +athena +eu-west-1 +profile shop +– +shop +s3:\/\/lake\/shop\//);
    expect(JSON.parse((await run('connections --json', engine([work]))).out)).toEqual([info(work)]);
    expect((await run('connections', engine())).err).toContain('no connection yet');
  });
});
