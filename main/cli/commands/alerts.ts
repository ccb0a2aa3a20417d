/** `alerts`: what detection found in a dataset, and what a person says to it. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import { alertStates } from '../../../preload/alert.js';
import type { AlertQuestion, KeptAlert } from '../../../preload/contract.js';
import { severities } from '../../../preload/rules/rule-kind.js';
import { alertsJson, alertsTable } from '../../engine/exports/alerts-table.js';
import { csvLines } from '../../engine/exports/report-csv.js';
import { exitCode, UsageError, type ExitCode } from '../exit-code.js';
import { moment, oneOrMore } from '../parse-option.js';
import { readOptions, withSession, type GlobalOptions, type Session } from '../session.js';
import { tableLines, type TextColumn } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';
import { reportSaved } from './save.js';

const formats = ['csv', 'json', 'pdf'] as const;
type Format = (typeof formats)[number];

interface AllowChoice {
  readonly type: 'user' | 'session' | 'product';
  readonly id: string;
}

interface AlertsOptions extends GlobalOptions {
  readonly dataset: string;
  readonly run?: string;
  readonly state?: AlertQuestion['states'];
  readonly severity?: AlertQuestion['severities'];
  readonly from?: string;
  readonly to?: string;
  readonly all?: boolean;
  readonly confirm?: string;
  readonly dismiss?: string;
  readonly ack?: string;
  readonly allow?: AllowChoice;
  readonly reason?: string;
  readonly until?: string;
  readonly format?: Format;
  readonly out?: string;
}

const alertsPerPage = 10_000;

function readEntity(text: string): AllowChoice {
  const [, type, id] = /^(user|session|product):(.+)$/.exec(text) ?? [];
  if (id === undefined) throw new InvalidArgumentError('It is user:ID, session:ID or product:ID.');
  return { type: type as AllowChoice['type'], id };
}

/** Where the list goes. Throws UsageError for options that contradict each other. */
function chooseFormat({ format, out, json }: AlertsOptions): Format | 'text' {
  if (out !== undefined && out !== '-') {
    const ending = formats.find((name) => out.toLowerCase().endsWith(`.${name}`));
    const chosen = format ?? ending;
    if (chosen !== undefined) return chosen;
    throw new UsageError(
      `The format of ${out} is not known.`,
      `Add --format ${formats.join('|')}, or end the name so.`,
    );
  }
  if (format === 'pdf') throw new UsageError('“--format pdf” needs “--out FILE”.', 'Add --out FILE.');
  if (json && format === 'csv') throw new UsageError('“--json” and “--format csv” contradict each other.', 'Give one.');
  return json ? 'json' : (format ?? 'text');
}

/** Refuses what cannot be done together. */
function checkAction({ confirm, dismiss, ack, allow, reason, until, out }: AlertsOptions): void {
  const given = [confirm, dismiss, ack, allow].filter((value) => value !== undefined).length;
  if (given > 1)
    throw new UsageError('“--confirm”, “--dismiss”, “--ack” and “--allow” exclude each other.', 'Give one.');
  if (given > 0 && out !== undefined)
    throw new UsageError('“--out” writes the list, and nothing is to be said to an alert then.', 'Call it twice.');
  if (allow !== undefined && reason === undefined)
    throw new UsageError('“--allow” needs “--reason”.', 'Say why, for those who read the list later.');
  if (allow === undefined && (reason !== undefined || until !== undefined))
    throw new UsageError('“--reason” and “--until” belong to “--allow”.');
}

function toColumns(alerts: readonly KeptAlert[]): readonly TextColumn[] {
  const column = (title: string, align: TextColumn['align'], read: (alert: KeptAlert) => string) => ({
    title,
    align,
    cells: alerts.map(read),
  });
  return [
    column('id', 'left', ({ id }) => id),
    column('detected (UTC)', 'left', ({ detectedAt }) => detectedAt.slice(0, 19).replace('T', ' ')),
    column('severity', 'left', ({ severity }) => severity),
    column('state', 'left', ({ state }) => state),
    column('family', 'left', ({ family }) => family.replaceAll('_', ' ')),
    column('entity', 'left', ({ entity }) => (entity.type === 'global' ? 'the shop' : `${entity.type} ${entity.id}`)),
    column('events', 'right', ({ events }) => formatValue(events, '')),
    column('verdict', 'left', ({ verdict }) => (verdict === 'none' ? '–' : verdict)),
    column('why', 'left', ({ reason }) => reason),
  ];
}

async function printAlerts({ print }: Session, alerts: readonly KeptAlert[], format: Format | 'text'): Promise<void> {
  if (format === 'csv') return print(csvLines(alertsTable(alerts)));
  if (format === 'json') return print(alertsJson(alerts));
  if (alerts.length > 0) await print(tableLines(toColumns(alerts)));
}

/** All pages, and how many users are flagged. */
async function readAll({ call }: Session, question: AlertQuestion) {
  const alerts: KeptAlert[] = [];
  for (;;) {
    const page = await call('alerts.list', { ...question, offset: alerts.length, limit: alertsPerPage });
    alerts.push(...page.alerts);
    if (page.alerts.length === 0 || alerts.length >= page.total) return { alerts, flaggedUsers: page.flaggedUsers };
  }
}

async function list(session: Session, question: AlertQuestion, options: AlertsOptions): Promise<ExitCode> {
  const format = chooseFormat(options);
  const { out } = options;
  if (out !== undefined && out !== '-' && format !== 'text') {
    const saved = await session.call('export.alerts', { question, format, path: session.toPath(out) });
    return reportSaved(session, saved, out);
  }
  const { alerts, flaggedUsers } = await readAll(session, question);
  await printAlerts(session, alerts, format);
  if (format !== 'text') return exitCode.done;
  const runs = await session.call('alerts.runs', { dataset: question.dataset });
  if (runs.length === 0)
    session.tell(
      `No replay of ${question.dataset} has been run. Run one: vitrine detect --dataset ${question.dataset}`,
    );
  else
    session.tell(
      `${formatValue(alerts.length, '')} ${alerts.length === 1 ? 'alert' : 'alerts'}; ${formatValue(flaggedUsers, '')} ${flaggedUsers === 1 ? 'user is' : 'users are'} flagged.`,
    );
  return exitCode.done;
}

/** What a person says to an alert, or whom they allow; null where nothing was said. Returns the alerts it concerns. */
async function act(session: Session, options: AlertsOptions): Promise<readonly KeptAlert[] | null> {
  const { dataset, confirm, dismiss, ack, allow, reason, until, run } = options;
  const id = confirm ?? dismiss ?? ack;
  if (id !== undefined) {
    const verdict = confirm !== undefined ? 'confirmed' : dismiss !== undefined ? 'dismissed' : undefined;
    const acknowledge = ack === undefined ? undefined : true;
    const alerts = await session.call('alerts.care', { dataset, alerts: [id], verdict, acknowledge });
    session.tell(`The alert ${id} is ${verdict ?? 'acknowledged'}.`);
    return alerts;
  }
  if (allow === undefined || reason === undefined) return null;
  await session.call('allow.add', { dataset, ...allow, reason, until: until ?? null });
  const { alerts } = await readAll(session, { dataset, run, entity: allow, withQuiet: true });
  const known = await session.call('entity.get', { dataset, ...allow, offset: 0, limit: 1 });
  if (known.events === 0)
    session.tell(`The ${allow.type} ${allow.id} is not in the data of ${dataset}: look whether its id is right.`);
  session.tell(`The ${allow.type} ${allow.id} is allowed${until === undefined ? '' : ` until ${until}`}.`);
  return alerts;
}

export const addAlerts: AddCommand = (program, surroundings, finish) => {
  program
    .command('alerts')
    .description('List the alerts of a dataset, say what they are worth, export them')
    .requiredOption('--dataset <name>', 'the dataset')
    .option('--run <id>', 'the replay; left out, the newest of the active pack')
    .option('--state <states>', `${alertStates.join(', ')}; several with commas`, oneOrMore(alertStates))
    .option('--severity <severities>', `${severities.join(', ')}; several with commas`, oneOrMore(severities))
    .option('--from <time>', 'detected from here on: a day, or ISO 8601 with zone', moment)
    .option('--to <time>', 'detected before: a day, or ISO 8601 with zone', moment)
    .option('--all', 'also those that are muted or allowed')
    .option('--confirm <id>', 'the alert is right: its user counts as flagged')
    .option('--dismiss <id>', 'the alert is wrong')
    .option('--ack <id>', 'somebody has seen the alert')
    .option('--allow <type:id>', 'user:ID, session:ID or product:ID needs no look', readEntity)
    .option('--reason <text>', 'why it is allowed')
    .option('--until <time>', 'how long it is allowed; for ever when left out', moment)
    .addOption(new Option('--format <format>', 'of the list').choices(formats))
    .option('--out <file>', 'write a file instead of printing; its ending can say the format')
    .addHelpText(
      'after',
      examples(
        'alerts --dataset October --severity high,medium',
        'alerts --dataset October --state firing --json',
        'alerts --dataset October --dismiss 5f3a0c9be2d41870',
        'alerts --dataset October --allow user:518958788 --reason "price checks of ours" --until 2027-01-01',
        'alerts --dataset October --from 2019-10-01 --to 2019-10-08 --out alerts.pdf',
      ),
    )
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<AlertsOptions>(command);
      checkAction(options);
      const format = chooseFormat(options);
      const { dataset, run, state, severity, from, to, all } = options;
      const question = { dataset, run, states: state, severities: severity, from, to, withQuiet: all };
      const code = await withSession(surroundings, options, async (session) => {
        const concerned = await act(session, options);
        if (concerned === null) return list(session, question, options);
        await printAlerts(session, concerned, format === 'pdf' ? 'text' : format);
        return exitCode.done;
      });
      finish(code);
    });
};
