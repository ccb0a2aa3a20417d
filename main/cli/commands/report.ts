/** `report ID`: each report is a command of its own, whose options come from the head of its SQL file. */
import { Option, type Command } from 'commander';
import { engineKinds, type EngineKind, type ReportFormat, type ReportQuestion } from '../../../preload/contract.js';
import { csvLines } from '../../engine/exports/report-csv.js';
import { reportJson } from '../../engine/exports/report-json.js';
import type { ReportFile } from '../../engine/query-files.js';
import { chooseEngine, explainApproval } from '../choose-engine.js';
import { exitCode, UsageError, type ExitCode } from '../exit-code.js';
import { calendarDay, wholeNumber } from '../parse-option.js';
import { reportLines } from '../report-text.js';
import { withSession, type Finish, type GlobalOptions, type Session } from '../session.js';
import type { Surroundings } from '../surroundings.js';
import { examples } from './add-command.js';
import { reportSaved } from './save.js';

const formats = ['csv', 'json', 'parquet', 'pdf'] as const satisfies readonly ReportFormat[];

interface ReportOptions extends GlobalOptions {
  readonly dataset?: string;
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
  readonly category?: string;
  readonly brand?: string;
  readonly excludeFlagged?: boolean;
  readonly engine?: EngineKind;
  readonly connection?: string;
  readonly yes?: boolean;
  readonly format?: ReportFormat;
  readonly out?: string;
}

type Target =
  | { readonly kind: 'text' }
  | { readonly kind: 'print'; readonly format: 'csv' | 'json' }
  | { readonly kind: 'save'; readonly format: ReportFormat; readonly out: string };

function formatOfEnding(out: string): ReportFormat {
  const ending = /\.(\w+)$/.exec(out)?.[1]?.toLowerCase();
  const format = formats.find((name) => name === ending);
  if (format === undefined)
    throw new UsageError(
      `The format of ${out} is not known.`,
      `Add --format ${formats.join('|')}, or end the name so.`,
    );
  return format;
}

/** Where the result goes and as what. Throws UsageError for options that contradict each other. */
function chooseTarget({ format, out, json }: Pick<ReportOptions, 'format' | 'out' | 'json'>): Target {
  if (out !== undefined && out !== '-') return { kind: 'save', format: format ?? formatOfEnding(out), out };
  if (format === 'parquet' || format === 'pdf')
    throw new UsageError(`“--format ${format}” needs “--out FILE”.`, 'Add --out FILE.');
  if (json && format === 'csv') throw new UsageError('“--json” and “--format csv” contradict each other.', 'Give one.');
  if (json || format === 'json') return { kind: 'print', format: 'json' };
  return format === 'csv' ? { kind: 'print', format } : { kind: 'text' };
}

function ownOption(parameter: ReportFile['parameters'][number]): Option {
  const { name, title, type, choices, min, max } = parameter;
  const option = new Option(`--${name} <${type === 'choice' ? name : 'n'}>`, title.toLowerCase()).default(
    parameter.default,
  );
  return type === 'choice' ? option.choices(choices) : option.argParser(wholeNumber(min, max));
}

/** A question without its engine; elsewhere it needs no dataset. */
type HalfQuestion = Omit<ReportQuestion, 'dataset'> & { readonly dataset?: string };

function toQuestion(report: ReportFile, options: ReportOptions, own: Record<string, string | number>): HalfQuestion {
  const { dataset, from, to, tz, category, brand, excludeFlagged, engine, connection, yes } = options;
  const isElsewhere = connection !== undefined || (engine ?? 'duckdb') !== 'duckdb';
  if (dataset === undefined && !isElsewhere)
    throw new UsageError('“--dataset NAME” is missing.', 'Add it, or ask elsewhere with --connection NAME.');
  if (connection !== undefined && engine === 'duckdb')
    throw new UsageError('“--engine duckdb” and “--connection” contradict each other.', 'Leave one out.');
  if (yes && !isElsewhere) throw new UsageError('“--yes” is for engines elsewhere.', 'Leave it out.');
  if (from !== undefined && to !== undefined && from >= to)
    throw new UsageError(`The range from ${from} up to ${to} holds no day.`, '“--to” is the day after the last one.');
  return { report: report.id, dataset, from, to, tz, category, brand, excludeFlagged, own };
}

async function runReport(
  session: Session,
  report: ReportFile,
  asked: HalfQuestion,
  options: ReportOptions,
  target: Target,
): Promise<ExitCode> {
  const question = { ...asked, ...(await chooseEngine(session, options)) };
  if (target.kind === 'save') {
    const { format, out } = target;
    const saved = await session.call('export.report', { question, format, path: session.toPath(out) });
    return reportSaved(session, saved, out);
  }
  const result = await session.call('reports.run', question);
  if (target.kind === 'text') await session.print(reportLines(result, report.parameters));
  else await session.print(target.format === 'json' ? reportJson(result) : csvLines(result.table));
  return exitCode.done;
}

function addOne(parent: Command, report: ReportFile, surroundings: Surroundings, finish: Finish): void {
  const own = report.parameters.map((parameter) => [parameter.name, ownOption(parameter)] as const);
  const command = parent.command(report.id).description(report.title);
  for (const [, option] of own) command.addOption(option);
  command.addHelpText('after', `\n${report.grain}\n${report.meaning}\n`).action(async () => {
    const options = command.optsWithGlobals<ReportOptions>();
    const target = chooseTarget(options);
    const given = command.opts<Record<string, string | number>>();
    const values = Object.fromEntries(
      own.flatMap(([name, option]) => {
        const value = given[option.attributeName()];
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const question = toQuestion(report, options, values);
    finish(
      await withSession(surroundings, options, (session) =>
        runReport(session, report, question, options, target).catch(explainApproval),
      ),
    );
  });
}

/** Adds `report` with one command for each of `reports`. */
export function addReport(
  program: Command,
  reports: readonly ReportFile[],
  surroundings: Surroundings,
  finish: Finish,
): void {
  const ids = reports.map(({ id }) => id).join(', ');
  const parent = program
    .command('report')
    .argument('<id>', `one of ${ids}`)
    .description('Answer a report; “report ID --help” says what it counts')
    .option('--dataset <name>', 'the dataset; elsewhere it may be left out')
    .option('--from <day>', 'first local day, YYYY-MM-DD; the whole data when left out', calendarDay)
    .option('--to <day>', 'the day after the last one', calendarDay)
    .option('--tz <zone>', 'time zone, such as Europe/Lisbon; UTC when left out')
    .option('--category <name>', 'only this top-level category; "" chooses the unknown')
    .option('--brand <name>', 'only this brand; "" chooses the unknown')
    .option('--exclude-flagged', 'leave out the users that alerts flag')
    .addOption(
      new Option('--engine <name>', 'who answers; duckdb, on this machine, when left out').choices(engineKinds),
    )
    .option('--connection <name>', 'of the engine elsewhere: see “vitrine connections”')
    .option('--yes', 'agree to what it scans, also beyond the connection’s soft limit')
    .addOption(new Option('--format <format>', 'of the file').choices(formats))
    .option('--out <file>', 'write a file instead of printing; its ending can say the format')
    .addHelpText(
      'after',
      examples(
        'report unique-visitors --dataset October --grain week --tz Europe/Lisbon',
        'report cart-abandonment --dataset October --by hour --window-hours 1 --format pdf --out carts.pdf',
        'report top-categories --dataset October --measure purchases --depth 2 --json',
        'report brand-opportunities --dataset October --category electronics --format csv --out brands.csv',
        'report cart-abandonment --dataset October --category ""',
        'report unique-visitors --engine athena --connection lake --from 2019-10-01 --to 2019-11-01',
      ),
    )
    // Reached only where the id is none of the commands below.
    .action((id: string) => {
      throw new UsageError(`There is no report “${id}”.`, `The reports are ${ids}.`);
    });
  for (const report of reports) addOne(parent, report, surroundings, finish);
}
