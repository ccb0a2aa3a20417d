/** `connect NAME`: makes a connection, tries it, removes it. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ConnectionCheck } from '../../../preload/contract.js';
import { connection } from '../../../preload/remote/connection.js';
import { checkConnectOptions, toConnection, type ConnectOptions } from '../connect-options.js';
import { exitCode, UsageError, type ExitCode } from '../exit-code.js';
import { wholeNumber } from '../parse-option.js';
import { readOptions, withSession, type Session } from '../session.js';
import type { Surroundings } from '../surroundings.js';
import { stripControls } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

const signs = { true: '✓', false: '✗', null: '–' } as const;

function* checkLines(checks: readonly ConnectionCheck[]): Generator<string> {
  const width = Math.max(...checks.map(({ title }) => title.length));
  for (const { title, ok, detail, wayOut } of checks) {
    yield `${signs[`${ok}`]} ${title.padEnd(width)}  ${stripControls(detail)}\n`;
    if (wayOut !== null) yield `  ${' '.repeat(width)}  ${stripControls(wayOut)}\n`;
  }
}

async function save(
  session: Session,
  name: string,
  options: ConnectOptions,
  { environment }: Surroundings,
): Promise<void> {
  const before = (await session.call('connections.list', {})).find((info) => info.name === name) ?? null;
  const parsed = connection.safeParse(toConnection(name, options, before, environment));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it does not fit'}.`, 'See --help.');
  }
  const saved = await session.call('connections.save', { connection: parsed.data });
  session.tell(`${before === null ? 'Made' : 'Changed'} the connection ${name}.`);
  if (session.json && options.test !== true) await session.printJson(saved.filter((info) => info.name === name));
}

async function test(session: Session, name: string): Promise<ExitCode> {
  const checks = await session.call('connections.test', { name });
  if (session.json) await session.printJson(checks);
  else await session.print(checkLines(checks));
  return checks.some(({ ok }) => ok === false) ? exitCode.failed : exitCode.done;
}

async function remove(session: Session, name: string): Promise<ExitCode> {
  await session.call('connections.remove', { name });
  if (session.json) await session.printJson({ removed: name });
  else session.tell(`Removed the connection ${name}.`);
  return exitCode.done;
}

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It is a number from 0 on.');
}

const bytes = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const bytesOrNone = (text: string) => (text === 'none' ? Infinity : bytes(text));

export const addConnect: AddCommand = (program, surroundings, finish) => {
  program
    .command('connect')
    .description('Make a connection to S3 and Athena or to a Trino, try it, or remove it; a lake there stays')
    .argument('<name>', 'the connection')
    .addOption(new Option('--kind <kind>', 'what is at the other end').choices(['athena', 'trino']))
    .option('--region <region>', 'athena: such as eu-west-1')
    .option('--profile <profile>', 'athena: of the AWS tools; left out, as they look for credentials (AWS_* and files)')
    .option('--endpoint <url>', 'athena: of a service that speaks like AWS')
    .option('--workgroup <name>', 'athena: the work group; left out, primary')
    .option('--output <s3-uri>', 'athena: where results are written; left out, as the work group says')
    .option('--database <name>', 'athena: the database')
    .option('--lake <s3-uri>', 'athena: where Vitrine has published a lake')
    .option('--price <usd>', 'athena: for a TB scanned; 5 when left out', amount)
    .option('--soft-limit <bytes>', 'athena: a query that would scan more is asked about first; “none”', bytesOrNone)
    .option('--day-cap <bytes>', 'athena: what may be scanned in one day; “none”', bytesOrNone)
    .option('--reuse-minutes <n>', 'athena: answers of so long ago may be used again', wholeNumber(0, 10_080))
    .option('--server <url>', 'trino: such as https://trino.example.com')
    .option('--catalog <name>', 'the catalog')
    .option('--schema <name>', 'trino: the schema')
    .option('--user <name>', 'trino: as whom; TRINO_PASSWORD may hold the password')
    .option('--test', 'try it, and say what is missing; ends with 1 when something is')
    .option('--remove', 'forget it, and its secret')
    .addHelpText(
      'after',
      examples(
        'connect work --kind athena --region eu-west-1 --profile shop --workgroup primary --output s3://shop-results/ --database shop',
        'connect cluster --kind trino --server https://trino.example.com --catalog hive --schema shop --user ana',
        'connect work --test',
        'connect work --remove',
      ),
    )
    .action(async (name: string, _: unknown, command: Command) => {
      const options = readOptions<ConnectOptions>(command);
      checkConnectOptions(options);
      const code = await withSession(surroundings, options, async (session) => {
        if (options.remove === true) return remove(session, name);
        if (options.kind !== undefined) await save(session, name, options, surroundings);
        return options.test === true ? test(session, name) : exitCode.done;
      });
      finish(code);
    });
};
